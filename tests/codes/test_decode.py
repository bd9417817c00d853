"""What texts mean: each case of tests/data/codes/texts.toml, and what must hold for any text."""

import json
import random
import time
import tomllib
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.encode import encode
from codes.load import shipped
from codes.ready import ready
from codes.report import Outcome
from codes.sampling.sample import sample
from codes.talk.reply import reply
from codes.talk.segments import segments
from tests.codes.moment import MOMENT

HEAP = ["DRG", "WLD", "MSI", "YAB", "ICE", "5KG", "200000", "T", "2M", "1,5", "KG", "SOS", "120230", "LIVE"]
HEAP += [
    "PANG",
    "//",
    "9",
    "{}",
    "BK",
    "4471",
    "O0",
    "K",
    "VEH",
    "TH",
    "HAZ",
    "FROM",
    "TO",
    "REF",
    "TOT",
    "2",
]
CASES = tomllib.loads((Path(__file__).parents[1] / "data/codes/texts.toml").read_text())["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_text_means_what_its_case_says(case: dict, book: Book, context: Context) -> None:
    decoded = decode(case["text"], book, context)
    assert (decoded.outcome, decoded.type) == (case["outcome"], case.get("type"))
    if "fields" in case:
        assert decoded.fields == case["fields"]
    if "question" in case:
        assert decoded.question is not None
        assert decoded.question.field == case["question"]
        if "choices" in case:
            assert [choice.value for choice in decoded.question.choices] == case["choices"]
    assert (decoded.canonical is None) == (decoded.outcome not in (Outcome.ACCEPTED, Outcome.FLAGGED))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_what_is_encoded_decodes_to_the_same_report(seed: int) -> None:
    book, context = shipped(), _fixed()
    report = sample(book, random.Random(seed), None, context.now)
    text = encode(report, book)
    decoded = decode(text, book, context)
    assert (decoded.outcome, decoded.type, decoded.fields) == (
        Outcome.ACCEPTED,
        report.type,
        report.fields,
    ), text
    assert decoded.canonical == text


def _fixed() -> Context:
    return Context(MOMENT, "MSI")


@given(text=st.text(max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_text_has_an_outcome(text: str) -> None:
    json.dumps(decode(text, shipped(), _fixed()).to_json())


@given(
    text=st.lists(
        st.sampled_from(HEAP),
        max_size=14,
    ).map(" ".join)
)
@settings(max_examples=400, deadline=None)
def test_any_heap_of_codes_has_an_outcome_and_every_way_leads_on(text: str) -> None:
    decoded = decode(text, shipped(), _fixed())
    assert (decoded.question is not None) == (decoded.outcome is Outcome.ASKED)
    for way in decoded.ways:
        decode(way.text.replace("{}", "5KG"), shipped(), _fixed())


def test_an_absurd_length_is_refused_with_an_outcome(book: Book, context: Context) -> None:
    assert decode("DRG " * 5000, book, context).outcome is Outcome.UNREADABLE


def test_a_book_made_ready_is_the_book(book: Book, context: Context) -> None:
    assert ready(book) is book
    assert decode("DRG MSI YAB 200000T SEIZED", ready(book), context).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("text", ["DRG " + "YAB " * 390, "DRG " + "5KG" * 500, "A" * 1600, "ยา" * 700])
def test_a_crowded_text_takes_no_time(text: str, book: Book, context: Context) -> None:
    decode(text, ready(book), context)
    begun = time.process_time()
    decode(text, book, context)
    assert time.process_time() - begun < 0.2


def test_a_plate_with_a_right_check_character_stays_a_plate() -> None:
    decoded = decode("WANT DAU REFUSED NAME MINH NGUYEN BORN 13-08-1975 PLATE 66H82468", shipped(), _fixed())
    assert decoded.fields["plate"] == "66H82468"
    assert "subject" not in decoded.fields


_YEARS = st.sampled_from([0, 1, 2, 99, 543, 544, 1899, 2025, 2026, 2569, 9998, 9999]) | st.integers(0, 9999)
_CLOCK = st.sampled_from(["", " 00:30", " 06:59", " 07:01", " 23:59", " 0230H", " 2PM"])


@given(
    year=_YEARS,
    day=st.sampled_from(["01/01", "31/12", "29/02"]),
    clock=_CLOCK,
    minutes=st.sampled_from([-720, 390, 420]),
)
@settings(max_examples=300, deadline=None)
def test_a_time_of_any_year_is_read_or_asked_about(year: int, day: str, clock: str, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    context = Context(MOMENT.astimezone(zone), "MSI", "en", offset_minutes=minutes)
    named = (
        f"{day[:2]}{clock.replace(':', '').strip() or '0000'}Z{'JAN' if day[:2] == '01' else 'DEC'}{year:04d}"
    )
    for text in (f"{day}/{year:04d}{clock}", named, f"{year:04d}-{day[3:]}-{day[:2]}"):
        decoded = decode(f"DRG MSI YAB 5T SEIZED {text}", shipped(), context)
        assert reply(decoded, "K7M4-P", shipped(), "en", segments, zone=zone)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("221800ZNOV26", "23/11/2026 01:00: when was it? DDHHMM"),
        ("22/11/2026 23:10", "22/11/2026 23:10: when was it? DDHHMM"),
        ("011800ZNOV26", "02/11/2026 01:00: older than a week?"),
    ],
)
def test_a_time_that_is_asked_about_is_said_as_the_office_would(
    time: str, said: str, book: Book, context: Context
) -> None:
    question = decode(f"DRG MSI YAB 5T SEIZED {time}", book, context).question
    assert question is not None
    assert question.text.endswith(said)
