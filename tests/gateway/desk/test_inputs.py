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
    assert inputs.fields(kind, typed, ZONE, BOOK.places) == wanted
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
    fields = inputs.fields(BOOK.types["DRG"], form, ZONE, BOOK.places)
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


@pytest.mark.parametrize("said", ["MSI", "Mae Sai", "mae sai", "แม่สาย"])
def test_a_place_is_taken_by_its_name_as_by_its_code(said: str) -> None:
    assert inputs.fields(BOOK.types["DRG"], {"place": said}, ZONE, BOOK.places) == {"place": "MSI"}


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-23 06:50", "2026-11-23T00:20Z"),
        ("2026-11-23T06:50Z", "2026-11-23T06:50Z"),
        ("2026-11-23T06:50+07:00", "2026-11-22T23:50Z"),
        ("0001-01-01 00:00", "0001-01-01 00:00"),
    ],
)
def test_a_time_is_the_offices_unless_it_names_a_zone(said: str, moment: str) -> None:
    assert inputs.fields(BOOK.types["DRG"], {"time": said}, ZONE, BOOK.places) == {"time": moment}


def test_persons_of_whom_only_the_number_is_known_are_of_no_sex_that_is_known() -> None:
    form = {"place": "MSI", "persons.0.count": "30", "nationality.0": "XXX"}
    said = inputs.fields(BOOK.types["MIGR"], form, ZONE, BOOK.places)
    assert said["persons"] == [{"count": "30", "sex": "X"}]
    assert check(Report("MIGR", said), BOOK, CONTEXT).report is not None


def test_what_is_not_known_is_first_in_its_list() -> None:
    cells = {
        cell.name: cell
        for line in inputs.lines(BOOK.types["MIGR"], {}, BOOK, "en")
        for row in line.rows
        for cell in row
    }
    assert cells["nationality.0"].options[0][0] == "XXX"
    assert cells["persons.0.sex"].options[0][0] == "X"
    assert len(cells["nationality.0"].options) == len(BOOK.lists["country"].entries)


def test_all_that_is_missing_is_said_at_once() -> None:
    refused = check(Report("MIGR", {"document": ["NONE"]}), BOOK, CONTEXT)
    assert refused.missing == ("place", "persons", "nationality")
    assert set(refused.missing) <= set(refused.wrong(BOOK.types["MIGR"]))
