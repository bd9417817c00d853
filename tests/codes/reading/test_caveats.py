"""Where the answers to a question about two neighbours lead: to what each of them says."""

from dataclasses import replace

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.report import Outcome, Value

TEN = [{"code": "ICE", "quantity": "10", "unit": "KG"}]
ONE = [{"code": "ICE", "quantity": "1", "unit": "KG"}]
NINE = [{"code": "PISTOL", "quantity": "9"}]
BOTH = [{"count": "12", "sex": "M"}, {"count": "5", "sex": "F"}]


@pytest.mark.parametrize(
    ("text", "way", "stated"),
    [
        ("DRG MSI ICE 10X1KG SEIZED", 0, {"items": TEN}),
        ("DRG MSI ICE 10 X 1KG SEIZED", 1, {"items": ONE, "persons": [{"count": "10", "sex": "X"}]}),
        ("ARMS MSI PISTOL 9 MM", 1, {"items": NINE, "nationality": ["MM"]}),
        ("ARMS MSI PISTOL 2 CAL 9 MM", 0, {"calibre": "9MM"}),
        ("MIGR MOT 17 PAX 12M 5F MM", 0, {"persons": BOTH}),
        ("MIGR MOT 17 PAX 12M 5F MM", 1, {"persons": [*BOTH, {"count": "17", "sex": "X"}]}),
        ("TIMB CMK ROSEW 40LOG SAWN NO PERMIT", 0, {"place": "CMK"}),
        ("TIMB CMK ROSEW 40LOG SAWN PERMIT NO", 0, {"place": "CMK"}),
        ("TIMB CMK ROSEW 40LOG SAWN PERMIT NO TH1123", 0, {"permit": "TH1123"}),
        ("TIMB CMK ROSEW 40LOG SAWN PERMIT NO TH1123", 2, {"plate": "TH1123"}),
        ("DRG MSI ICE 10BAG 1KG EACH SEIZED", 0, {"items": TEN}),
        ("DRG MSI ICE 10 BAGS EACH 1KG SEIZED", 0, {"items": TEN}),
        ("DRG MSI ICE 10BAG 1KG EACH SEIZED // AT NIGHT", 1, {"items": ONE}),
    ],
)
def test_an_answer_leads_to_what_it_says(
    text: str, way: int, stated: dict[str, Value], book: Book, context: Context
) -> None:
    asked = decode(text, book, context)
    chosen = asked.ways[way]
    told = decode(chosen.text, book, replace(context, confirmed=frozenset(chosen.confirmed)))
    assert told.outcome in (Outcome.ACCEPTED, Outcome.FLAGGED)
    assert {name: told.fields[name] for name in stated} == stated
    assert "document" not in told.fields


def test_the_number_that_was_no_number_is_asked_for(book: Book, context: Context) -> None:
    asked = decode("ARMS MSI PISTOL 9 MM", book, context)
    told = decode(asked.ways[0].text, book, context)
    assert told.fields["calibre"] == "9MM"
    assert told.question is not None
    assert told.question.field == "items.quantity"


@pytest.mark.parametrize("text", ["DRG MSI ICE 1KG EACH SEIZED", "DRG MSI ICE 1 0KG SEIZED"])
def test_a_figure_that_is_no_whole_one_is_said_in_the_officers_words(
    text: str, book: Book, context: Context
) -> None:
    asked = decode(text, book, context)
    assert asked.question is not None
    assert asked.question.field == "items.quantity"
    told = decode(asked.ways[-1].text.format("10KG"), book, context)
    assert told.fields["items"] == TEN
    assert told.outcome is Outcome.ACCEPTED
