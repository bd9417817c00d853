"""Read-backs: the meaning in the officer's language, within a segment for every possible report."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.load import shipped
from codes.reply import NOTICES, notice, reply
from codes.report import Correction, Decoded, Outcome, Report
from codes.sample import sample
from codes.segments import segments
from tests.codes.moment import MOMENT

LANGUAGES = sorted(shipped().catalogues)


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_every_report_is_read_back_in_one_segment_and_two_when_corrected(seed: int, language: str) -> None:
    book = shipped()
    report = sample(book, random.Random(seed), None, MOMENT)
    plain = Decoded(Outcome.ACCEPTED, report, 1)
    assert segments(reply(plain, "K7M4-P", book, language, segments)) == 1
    fixed = (Correction("action", "SEIZD", "SEIZED", "one slip"),) * 3
    corrected = Decoded(Outcome.FLAGGED, report, 1, corrections=fixed)
    assert segments(reply(corrected, "K7M4-P", book, language, segments)) <= 2


@given(
    text=st.sampled_from(
        ["DRG MSI YAB 5", "MIG", "WLD 3 PANG", "DRG 2 MSI", "VEH AB1234", "SIS", "HAZ MSI", "OZN 5KG"]
    ),
    language=st.sampled_from(LANGUAGES),
)
@settings(deadline=None)
def test_every_question_fits_one_segment(text: str, language: str) -> None:
    decoded = decode(text, shipped(), Context(MOMENT, "MSI", language))
    assert decoded.outcome is Outcome.ASKED
    assert segments(reply(decoded, "", shipped(), language, segments)) == 1


def test_the_meaning_is_read_back(book: Book, context: Context) -> None:
    decoded = decode("DRG MSI YAB 200000T SEIZED", book, context)
    said = reply(decoded, "K7M4-P", book, "en", segments)
    assert all(part in said for part in ("K7M4-P", "yaba", "200,000", "Mae Sai", "seized"))
    thai = reply(decoded, "K7M4-P", book, "th", segments)
    assert all(part in thai for part in ("K7M4-P", "ยาบ้า", "แม่สาย", "ยึด"))


def test_a_correction_is_read_back(book: Book, context: Context) -> None:
    decoded = decode("DRG MSI YAB 2O0000T SEIZD", book, context)
    assert "SEIZD=SEIZED" in reply(decoded, "K7M4-P", book, "en", segments)


def test_terse_says_the_reference_alone(book: Book, context: Context) -> None:
    decoded = decode("DRG MSI YAB 200000T SEIZED", book, context)
    assert reply(decoded, "K7M4-P", book, "en", segments, terse=True) == "K7M4-P"


def test_help_names_the_fields_of_a_type(book: Book, context: Context) -> None:
    said = reply(decode("HLP DRG", book, context), "", book, "en", segments)
    assert "DRG MSI YAB 200000T SEIZED" in said
    assert segments(reply(decode("HELP", book, context), "", book, "en", segments)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", NOTICES)
def test_set_answers_are_translated_and_fit(sort: str, language: str, book: Book) -> None:
    said = notice(sort, "K7M42-P", book, language, text="K7M4-P")
    assert segments(said) == 1
    assert language == "en" or said != notice(sort, "K7M42-P", book, "en", text="K7M4-P")


def test_an_unreadable_text_and_an_sos_are_answered(book: Book) -> None:
    unreadable = Decoded(Outcome.UNREADABLE, None, 1)
    assert "DRG" in reply(unreadable, "", book, "en", segments)
    sos = Decoded(Outcome.ACCEPTED, Report("SOS", {}), 1, distress=True)
    assert "SOS" in reply(sos, "K7M4-P", book, "th", segments)
