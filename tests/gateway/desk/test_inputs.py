"""A report's fields as a form: whatever the book can say comes back from its cells as it was."""

import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.context import Context
from codes.load import shipped
from codes.report import Report
from codes.sampling.sample import sample
from gateway.desk import inputs
from gateway.desk.checking import check

BOOK = shipped()
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Yangon")
CONTEXT = Context(NOW, "MSI", "en", offset_minutes=420)
SEIZED = {"items": [{"code": "YAB", "quantity": "200000", "unit": "T"}], "place": "MSI", "action": "SEIZED"}


@given(st.integers(0, 2**32))
def test_what_is_typed_into_the_form_is_what_was_said(seed: int) -> None:
    report = sample(BOOK, random.Random(seed), now=NOW)
    kind = BOOK.types[report.type]
    if kind.control:
        return
    wanted = {name: value for name, value in report.fields.items() if name != "grade"}
    typed = inputs.typed(kind, report.fields, ZONE)
    assert inputs.fields(kind, typed, ZONE) == wanted
    cells = {
        cell.name: cell for line in inputs.lines(kind, typed, BOOK, "km") for row in line.rows for cell in row
    }
    assert set(typed) <= set(cells)
    assert all(not one.options or one.value in {"", *dict(one.options)} for one in cells.values())


@given(st.integers(0, 2**32))
def test_the_book_takes_what_it_made(seed: int) -> None:
    report = sample(BOOK, random.Random(seed), now=NOW)
    if not BOOK.types[report.type].control:
        assert check(report, BOOK, CONTEXT).report is not None


@given(
    st.dictionaries(
        st.sampled_from(["place", "time", "text", "items.0.code", "items.11.quantity", "persons.1.count"]),
        st.text(max_size=30),
    )
)
def test_no_form_breaks_the_reading_of_it(form: dict[str, str]) -> None:
    fields = inputs.fields(BOOK.types["DRG"], form, ZONE)
    check(Report("DRG", fields), BOOK, CONTEXT)
    inputs.lines(BOOK.types["DRG"], form, BOOK, "en")


def test_what_the_book_finds_hard_to_believe_is_asked_and_can_be_confirmed() -> None:
    much = {**SEIZED, "items": [{"code": "YAB", "quantity": "9000000", "unit": "T"}]}
    asked = check(Report("DRG", much), BOOK, CONTEXT)
    assert asked.report is None
    assert len(asked.questions) == 1
    taken = check(Report("DRG", much), BOOK, CONTEXT, asked.mark)
    assert taken.report == Report("DRG", much)
    more = {**SEIZED, "items": [{"code": "YAB", "quantity": "90000000", "unit": "T"}]}
    assert check(Report("DRG", more), BOOK, CONTEXT, asked.mark).report is None


@pytest.mark.parametrize(
    "change",
    [
        {"items": [{"code": "YAB", "quantity": "5"}]},
        {"place": "NOWHERE"},
        {"place": None},
        {"time": "yesterday"},
        {"persons": [{"count": "many", "sex": "M"}]},
        {"plate": "SEIZED"},
    ],
)
def test_what_the_book_does_not_take_is_refused_and_cannot_be_confirmed(change: dict[str, object]) -> None:
    fields = {name: value for name, value in {**SEIZED, **change}.items() if value is not None}
    refused = check(Report("DRG", fields), BOOK, CONTEXT)  # pyright: ignore[reportArgumentType]  # that is the point
    assert refused.report is None
    assert refused.questions or refused.otherwise
    assert refused.mark == ""
