"""Figures: each report counted once by type, by place and by the office's own week."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from codes.load import shipped
from gateway.desk.book_words import BookWords
from gateway.desk.rows import Naming
from gateway.desk.shift.figures import MOST_PLACES, Figures, figures
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Report
from tests.web.stage import file_report

ZONE = ZoneInfo("Asia/Bangkok")
NAMING = Naming(BookWords(shipped()), "en", {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.make(f"sqlite:///{tmp_path / 'desk.db'}", bytes(32), inline=True)
    yield made
    made.close()


def _count(store: Store) -> Figures:
    return store.read_now(lambda conn: figures(conn, [table(Report).c.seq > 0], ZONE, NAMING))


def _file(store: Store, at: datetime, **more: Any) -> None:  # noqa: ANN401  # columns of Report
    store.write_now(lambda conn: file_report(conn, received_at=at, **more))


def test_a_week_begins_on_monday_at_the_office(store: Store) -> None:
    _file(store, datetime(2026, 3, 15, 16, 59, tzinfo=UTC))  # Sunday, 23:59 in Bangkok
    _file(store, datetime(2026, 3, 15, 17, 0, tzinfo=UTC))  # Monday
    _file(store, datetime(2026, 3, 31, 0, 0, tzinfo=UTC))
    assert _count(store).weeks == (
        (date(2026, 3, 9), 1),
        (date(2026, 3, 16), 1),
        (date(2026, 3, 23), 0),
        (date(2026, 3, 30), 1),
    )


def test_types_and_places_have_their_names_and_weeks_the_most_frequent_first(store: Store) -> None:
    at = datetime(2026, 3, 16, tzinfo=UTC)
    for type_, place in (("DRG", "MSI"), ("MIG", "MSI"), ("DRG", None)):
        _file(store, at, type=type_, place=place)
    found = _count(store)
    assert [(one.code, one.total, one.weeks) for one in found.types] == [("DRG", 2, (2,)), ("MIG", 1, (1,))]
    assert [(one.name, one.total) for one in found.places] == [("Mae Sai", 2)]
    assert (found.total, found.elsewhere) == (3, 1)


def test_places_past_the_list_are_counted_together(store: Store) -> None:
    def fill(conn: Connection) -> None:
        for number in range(MOST_PLACES + 5):
            file_report(conn, place=f"P{number}")

    store.write_now(fill)
    found = _count(store)
    assert (len(found.places), found.elsewhere) == (MOST_PLACES, 5)


def test_nothing_reported_is_nothing_counted(store: Store) -> None:
    assert _count(store) == Figures(0, (), (), (), 0)


def test_a_clock_that_stood_in_1970_makes_no_endless_list_of_weeks(store: Store) -> None:
    _file(store, datetime(1970, 1, 3, tzinfo=UTC))
    _file(store, datetime(2026, 3, 16, tzinfo=UTC))
    found = _count(store)
    assert len(found.weeks) < 120
    assert found.total == 2
