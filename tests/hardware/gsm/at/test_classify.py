"""What a line is: a table of lines, and that no line is too odd to be something."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.gsm.at.classify import Awaited, Kind, classify, fits, octets_of
from hardware.gsm.at.words import Command, Refusal, refusal_of

TABLE = Path(__file__).parents[3] / "data" / "at" / "lines.tsv"
ROWS = [row.split("\t") for row in TABLE.read_text().splitlines() if not row.startswith("# ")]


def awaited(running: str, answers: str, urc: str, answer: str) -> Awaited:
    bare = answers == "(bare)"
    command = (
        None if running == "-" else Command(running, "" if bare or answers == "-" else answers, bare=bare)
    )
    return Awaited(
        command,
        urc_octets=None if urc == "-" else int(urc),
        answer_octets=None if answer == "-" else int(answer),
    )


@pytest.mark.parametrize("row", ROWS, ids=[" / ".join(row[:5]) for row in ROWS])
def test_lines_of_the_table(row: list[str]) -> None:
    line, running, answers, urc, answer, kind = row
    assert classify(line, awaited(running, answers, urc, answer)) is Kind[kind]


def test_a_prompt_counts_only_when_one_is_due() -> None:
    assert classify(">", Awaited(Command("AT+CMGS=20", "+CMGS", body="00"), prompt=True)) is Kind.PROMPT


@given(st.text(max_size=60), st.booleans(), st.none() | st.integers(0, 300), st.none() | st.integers(0, 300))
def test_any_line_is_something(line: str, bare: bool, urc: int | None, answer: int | None) -> None:
    waits = Awaited(Command("AT+CMGL=4", "+CMGL", bare=bare), urc_octets=urc, answer_octets=answer)
    assert classify(line, waits) in Kind


@pytest.mark.parametrize(
    ("line", "octets"),
    [("+CMGL: 1,0,,23", 23), ("+CMT: ,159", 159), ("+CDS: 26", 26), ("+CMGL: 1,0,,", 0), ("+CMT: ,99999", 0)],
)
def test_announced_lengths(line: str, octets: int) -> None:
    assert octets_of(line) == octets


def test_a_length_counts_what_follows_the_service_centre() -> None:
    assert fits("0291" + "21" + "0011", 2)
    assert not fits("0291" + "21" + "00", 2)
    assert not fits("zz", 1)


def test_refusals() -> None:
    assert refusal_of("OK") is None
    assert refusal_of("+CSQ: 1,2") is None
    assert refusal_of("ERROR") == Refusal("", None)
    assert refusal_of("+CMS ERROR: 321") == Refusal("CMS", 321, "321")
    assert refusal_of("+CME ERROR: SIM busy") == Refusal("CME", None, "SIM busy")
    assert refusal_of("+CMS ERROR") == Refusal("CMS", None)
