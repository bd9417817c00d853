"""The pocket cards: each example is a real report, each answer a real answer, each word in six languages."""

from datetime import UTC, datetime

import pytest

from codes.card.card import Look, Wanted, back, example, front
from codes.card.shape import CarriedShape
from codes.context import Context
from codes.decode import decode
from codes.load import cards, shipped
from codes.report import Outcome

BOOK = shipped()
UNITS, WORDS = cards()
LANGUAGES = ("en", "th", "lo", "km", "my", "vi")
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
EXAMPLES = [(unit.code, one) for unit in UNITS.values() for one in unit.report]


@pytest.mark.parametrize(("unit", "carried"), EXAMPLES, ids=[f"{u}-{c.type}" for u, c in EXAMPLES])
def test_every_example_is_a_report_that_says_what_the_card_says(unit: str, carried: CarriedShape) -> None:
    assert unit in UNITS
    for place in BOOK.places:
        text, fields = example(carried, place)
        found = decode(text, BOOK, Context(NOW, place, sent_at=NOW))
        assert (found.outcome, found.type) == (Outcome.ACCEPTED, carried.type), text
        assert dict(found.fields) == fields, text


def test_the_five_units_carry_every_report_between_them() -> None:
    assert set(UNITS) == {"border", "marine", "forest", "customs", "immigration"}
    carried = {one.type for unit in UNITS.values() for one in unit.report}
    assert carried | {"SOS"} == {kind.code for kind in BOOK.types.values() if not kind.control}


@pytest.mark.parametrize(("unit", "carried"), EXAMPLES, ids=[f"{u}-{c.type}" for u, c in EXAMPLES])
def test_every_code_on_a_card_stands_in_its_list(unit: str, carried: CarriedShape) -> None:
    for listing, codes in carried.lists.items():
        assert set(codes) <= set(BOOK.lists[listing].entries), (unit, listing)
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("name", WORDS)
def test_every_word_is_said_in_six_languages(name: str) -> None:
    said = WORDS[name]
    assert tuple(said) == LANGUAGES
    assert all(said[language] != said["en"] for language in LANGUAGES[1:])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_both_sides_say_sos_and_one_the_number(unit: str, language: str) -> None:
    wanted = Wanted("MSI", "Mae Sai", language, "+66812345678")
    sides = [make(UNITS[unit], BOOK, WORDS, wanted) for make in (front, back)]
    for side in sides:
        (sos,) = [block for block in side if block.look is Look.SOS]
        assert sos.runs[0] == ("SOS", True)
    assert ("+66812345678", True) in sides[1][-1].runs


def test_the_four_answers_are_what_they_are_called() -> None:
    blocks = back(UNITS["border"], BOOK, WORDS, Wanted("MSI", "Mae Sai", "en"))
    said = ["".join(text for text, _ in block.runs) for block in blocks]
    at = said.index(WORDS["accepted"]["en"])
    accepted, flagged, asked, unread = said[at + 1 : at + 8 : 2]
    assert accepted.startswith("K7M4-P drugs: Mae Sai. 200,000")
    assert "Read:" not in accepted
    assert "Read: SEIZD=SEIZED" in flagged
    assert "1=" in asked
    assert unread.startswith("Not understood")
