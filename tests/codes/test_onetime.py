"""One-time codes: RFC 4226's own vectors, what a sheet may carry, and the code at the end of a text."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from codes.onetime import APART, LONGEST_SHEET, cut, hotp, rows, turned

DATA = Path(__file__).parents[1] / "data/onetime"
RFC = json.loads((DATA / "rfc4226.json").read_text(encoding="utf-8"))
CUTS = json.loads((DATA / "cuts.json").read_text(encoding="utf-8"))
SECRETS = st.binary(min_size=16, max_size=20)


@pytest.mark.parametrize("counter", range(10))
def test_the_codes_are_those_of_the_standard(counter: int) -> None:
    secret = RFC["secret"].encode()
    assert hotp(secret, counter) == RFC["codes"][counter]
    assert int(hotp(secret, counter, 10)) == RFC["truncated"][counter]


@settings(max_examples=20)
@given(SECRETS, st.integers(1, LONGEST_SHEET))
def test_a_longer_sheet_begins_as_a_shorter_one(secret: bytes, size: int) -> None:
    found = rows(secret, size)
    assert [row.number for row in found] == list(range(1, size + 1))
    assert found == rows(secret, LONGEST_SHEET)[:size]


@settings(max_examples=50)
@given(SECRETS)
def test_two_slips_never_make_one_code_of_another_nor_raise_the_silent_alarm(secret: bytes) -> None:
    found = rows(secret, 50)
    everything = [code for row in found for code in (row.send, row.duress)]
    assert all(OSA.distance(a, b, score_cutoff=APART) >= APART for a, b in combinations(everything, 2))


@given(SECRETS, st.integers(0, 49))
def test_a_code_is_no_time_no_year_and_no_hour(secret: bytes, at: int) -> None:
    row = rows(secret, 50)[at]
    for code in (row.send, row.duress):
        assert len(code) == 8
        assert min(int(code[0]), int(code[4])) >= 4
    assert turned(row.duress) == row.send
    assert len(row.expect) == 4


@given(SECRETS, st.integers(0, 49), st.booleans(), st.sampled_from(["", " ", "-"]), st.sampled_from("0๐໐០၀"))
def test_a_code_that_was_written_is_cut_again(
    secret: bytes, at: int, under: bool, between: str, zero: str
) -> None:
    row = rows(secret, 50)[at]
    code = row.duress if under else row.send
    figures = [chr(ord(zero) + int(figure)) for figure in code]
    written = "".join(figures[:4]) + between + "".join(figures[4:])
    assert cut(f"DRG MSI YAB 200000T SEIZED {written}") == ("DRG MSI YAB 200000T SEIZED", code)


@given(st.text())
def test_any_text_is_parted_and_nothing_of_it_is_lost(text: str) -> None:
    rest, code = cut(text)
    assert text.startswith(rest)
    assert (rest == text) or code


@pytest.mark.parametrize("case", CUTS, ids=lambda case: case["text"][:30])
def test_what_is_cut_and_what_is_not(case: dict[str, str]) -> None:
    assert cut(case["text"]) == (case["rest"], case["code"])
