"""Read-backs: the meaning in the officer's language, within a segment for every possible report."""

import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.book import Book, Kind
from codes.context import Context
from codes.decode import decode
from codes.load import shipped
from codes.noise.campaign import messages
from codes.noise.profiles import PROFILES
from codes.report import Correction, Decoded, Outcome, Report, Value
from codes.sampling.sample import sample
from codes.talk.reply import NOTICES, notice, reply
from codes.talk.segments import segments
from tests.codes.moment import MOMENT, ZONE
from tests.codes.noise.campaigns import NOW, size

LANGUAGES = sorted(shipped().catalogues)


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_every_report_is_read_back_in_one_segment_and_two_when_corrected(seed: int, language: str) -> None:
    book = shipped()
    report = sample(book, random.Random(seed), None, MOMENT)
    plain = Decoded(Outcome.ACCEPTED, report, 1)
    assert segments(reply(plain, "K7M4-P", book, language, segments, zone=ZONE)) == 1
    fixed = (Correction("action", "SEIZD", "SEIZED", "one slip"),) * 3
    corrected = Decoded(Outcome.FLAGGED, report, 1, corrections=fixed)
    assert segments(reply(corrected, "K7M4-P", book, language, segments, zone=ZONE)) <= 2


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
    assert segments(reply(decoded, "", shipped(), language, segments, zone=ZONE)) == 1


def test_the_meaning_is_read_back(book: Book, context: Context) -> None:
    decoded = decode("DRG MSI YAB 200000T SEIZED", book, context)
    said = reply(decoded, "K7M4-P", book, "en", segments, zone=ZONE)
    assert all(part in said for part in ("K7M4-P", "yaba", "200,000", "Mae Sai", "seized"))
    thai = reply(decoded, "K7M4-P", book, "th", segments, zone=ZONE)
    assert all(part in thai for part in ("K7M4-P", "ยาบ้า", "แม่สาย", "ยึด"))


@pytest.mark.parametrize(
    ("quantity", "language", "words"),
    [
        ("200000", "en", "200,000 (200 thousand)"),
        ("1250000", "en", "1,250,000 (1.25 million)"),
        ("200000", "th", "200,000 (2 แสน)"),
        ("20000", "lo", "20,000 (2 ໝື່ນ)"),
        ("200000", "my", "200,000 (2 သိန်း)"),
        ("30000", "km", "30,000 (3 ម៉ឺន)"),
        ("200000", "vi", "200,000 (200 nghìn)"),
        ("200000", "vi-plain", "200,000 (200 nghin)"),
        ("9999", "en", "9,999 "),
        ("123456", "en", "123,456 "),
    ],
)
def test_the_magnitude_of_large_figures_is_read_back_in_words(
    quantity: str, language: str, words: str, book: Book
) -> None:
    items: Value = [{"code": "YAB", "quantity": quantity, "unit": "T"}]
    decoded = Decoded(
        Outcome.ACCEPTED, Report("DRG", {"place": "MSI", "items": items, "action": "SEIZED"}), 1
    )
    assert words in reply(decoded, "K7M4-P", book, language, segments, zone=ZONE)


@pytest.mark.parametrize(("minutes", "time"), [(420, "23/11/2026 00:30"), (390, "23/11/2026 00:00")])
def test_the_time_is_read_back_in_the_offices_zone(minutes: int, time: str, book: Book) -> None:
    zone = timezone(timedelta(minutes=minutes))
    now = datetime(2026, 11, 23, 12, 0, tzinfo=zone)
    context = Context(now, "MSI", "en", sent_at=now)
    decoded = decode(f"DRG MSI YAB 5T SEIZED 23{time[-5:].replace(':', '')}", book, context)
    assert decoded.fields["time"] == "2026-11-22T17:30Z"
    assert f"{time}." in reply(decoded, "K7M4-P", book, "en", segments, zone=zone)


def test_a_day_is_read_back_day_first(book: Book) -> None:
    wanted = next(k for k in book.types.values() if any(s.kind is Kind.DATE for s in k.slots.values()))
    born = next(name for name, slot in wanted.slots.items() if slot.kind is Kind.DATE)
    decoded = Decoded(Outcome.ACCEPTED, Report(wanted.code, {born: "1988-02-01"}), 1)
    assert "01/02/1988" in reply(decoded, "K7M4-P", book, "en", segments, zone=ZONE)


def test_the_words_of_a_figure_give_way_before_any_field_does(book: Book) -> None:
    items: Value = [{"code": code, "quantity": "200000", "unit": "T"} for code in ("YAB", "MDMA")]
    fields: dict[str, Value] = {"place": "MSI", "items": items, "action": "SEIZED"}
    said = reply(
        Decoded(Outcome.ACCEPTED, Report("DRG", fields), 1),
        "K7M4-P",
        book,
        "th",
        lambda t: 1 + (len(t) > 66),
        zone=ZONE,
    )
    assert said.count("200,000") == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_answer_to_whatever_officers_send_fits(profile: str, language: str, book: Book) -> None:
    dice = random.Random(f"{profile}-{language}")
    kinds: set[Outcome] = set()
    for sent, context in messages(book, PROFILES[profile], size(5000), dice, NOW):
        for text in sent.texts:
            decoded = decode(text, book, replace(context, language=language))
            kinds.add(decoded.outcome)
            most = 2 if decoded.corrections and decoded.question is None else 1
            for terse in (False, True):
                said = reply(decoded, "K7M42-P", book, language, segments, zone=ZONE, terse=terse)
                assert said
                assert segments(said) <= most, said
                assert language != "vi-plain" or said.isascii() or not text.isascii(), said
    assert kinds >= set(Outcome) - {Outcome.UNREADABLE}


def test_plain_vietnamese_has_no_letter_that_gsm_lacks(book: Book) -> None:
    said = [
        *book.catalogues["vi-plain"].values(),
        *(place.name("vi-plain") for place in book.places.values()),
    ]
    said += [e.name("vi-plain") for listing in book.lists.values() for e in listing.entries.values()]
    said += [slot.title("vi-plain") for kind in book.types.values() for slot in kind.slots.values()]
    assert [text for text in said if not text.isascii()] == []
    assert book.catalogues["vi-plain"]["yes"] == "dung"


def test_a_correction_is_read_back(book: Book, context: Context) -> None:
    decoded = decode("DRG MSI YAB 2O0000T SEIZD", book, context)
    assert "SEIZD=SEIZED" in reply(decoded, "K7M4-P", book, "en", segments, zone=ZONE)


def test_terse_says_the_reference_alone(book: Book, context: Context) -> None:
    decoded = decode("DRG MSI YAB 200000T SEIZED", book, context)
    assert reply(decoded, "K7M4-P", book, "en", segments, zone=ZONE, terse=True) == "K7M4-P"


def test_help_names_the_fields_of_a_type(book: Book, context: Context) -> None:
    said = reply(decode("HLP DRG", book, context), "", book, "en", segments, zone=ZONE)
    assert "DRG MSI YAB 200000T SEIZED" in said
    assert segments(reply(decode("HELP", book, context), "", book, "en", segments, zone=ZONE)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", NOTICES)
def test_set_answers_are_translated_and_fit(sort: str, language: str, book: Book) -> None:
    parts = {"text": "K7M4-P", "other": "K7M43-N", "another": "1", "correction": "2"}
    said = notice(sort, "K7M42-P", book, language, **parts)
    assert segments(said) == 1
    assert language == "en" or said != notice(sort, "K7M42-P", book, "en", **parts)


def test_an_unreadable_text_and_an_sos_are_answered(book: Book) -> None:
    unreadable = Decoded(Outcome.UNREADABLE, None, 1)
    assert "DRG" in reply(unreadable, "", book, "en", segments, zone=ZONE)
    sos = Decoded(Outcome.ACCEPTED, Report("SOS", {}), 1, distress=True)
    assert "SOS" in reply(sos, "K7M4-P", book, "th", segments, zone=ZONE)


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
@settings(max_examples=50, deadline=None)
def test_what_a_person_read_says_how_to_object_within_two_segments(seed: int, language: str) -> None:
    report = sample(shipped(), random.Random(seed), None, MOMENT)
    if report.type == "SOS":
        return
    plain = Decoded(Outcome.FLAGGED, report, 1)
    said = reply(plain, "K7M4-P", shipped(), language, segments, zone=ZONE, objectable=True)
    if not shipped().types[report.type].control:
        assert said.endswith(shipped().say(language, "Wrong? Answer N."))
    assert segments(said) <= 2
