"""A draft is the canonical text, word for word, and knows which field each word belongs to."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from codes.encode import encode
from codes.load import shipped
from codes.noise.draft import TYPE, typed
from codes.report import Report
from codes.sampling.sample import sample
from tests.codes.noise.campaigns import NOW


@given(seed=st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_a_draft_is_the_canonical_text_and_names_every_field(seed: int) -> None:
    book = shipped()
    report = sample(book, random.Random(seed), None, NOW)
    draft = typed(report, book)
    assert draft.text == encode(report, book)
    assert {token.field for token in draft.tokens} == {TYPE, *report.fields}


def test_the_words_of_items_know_their_row_their_code_and_what_is_said_again() -> None:
    report = Report(
        "DRG",
        {
            "place": "MSI",
            "items": [
                {"code": "YAB", "quantity": "200000", "unit": "T"},
                {"code": "ICE", "quantity": "5", "unit": "KG"},
            ],
            "action": "SEIZED",
        },
    )
    tokens = typed(report, shipped()).tokens
    assert [(t.text, t.row, t.code, t.again) for t in tokens if t.field == "items"] == [
        ("YAB", 0, "YAB", False),
        ("200000T", 0, "", False),
        ("200000T", 0, "", True),
        ("ICE", 1, "ICE", False),
        ("5KG", 1, "", False),
        ("5KG", 1, "", True),
    ]
    assert [t.code for t in tokens if t.field in {"type", "place", "action"}] == ["DRG", "MSI", "SEIZED"]
