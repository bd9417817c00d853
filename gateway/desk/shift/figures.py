"""Figures: how many reports by type, by place and by week of the office's calendar."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, select

from gateway.desk.rows import Naming
from gateway.store.columns import table
from gateway.store.tables import Report

MOST_PLACES = 20
_WEEK = timedelta(weeks=1)
_MOST_WEEKS = 106
_REPORT = table(Report)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one thing was reported, in all and in each week."""

    code: str
    name: str
    total: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All counts of one time; `weeks` are (Monday, reports), `elsewhere` those of places not listed."""

    total: int
    types: tuple[Tally, ...]
    places: tuple[Tally, ...]
    weeks: tuple[tuple[date, int], ...]
    elsewhere: int


def figures(
    conn: Connection, which: Sequence[ColumnElement[bool]], zone: ZoneInfo, naming: Naming
) -> Figures:
    """Count the reports that meet all conditions."""
    c = _REPORT.c
    query = select(c.type, c.place, c.received_at).where(*which)
    mondays: dict[date, date] = {}
    found = [(type_, place or "", _monday(at, zone, mondays)) for type_, place, at in conn.execute(query)]
    weeks = _weeks(monday for _, _, monday in found)
    types = _tallies(Counter((type_, week) for type_, _, week in found), weeks)
    places = _tallies(Counter((place, week) for _, place, week in found if place), weeks)
    by_week = Counter(week for _, _, week in found)
    listed = places[:MOST_PLACES]
    return Figures(
        len(found),
        tuple(_named(one, naming.words.type(one.code, naming.language)) for one in types),
        tuple(_named(one, naming.words.place(one.code, naming.language)) for one in listed),
        tuple((week, by_week[week]) for week in weeks),
        len(found) - sum(one.total for one in listed),
    )


def _monday(at: datetime, zone: ZoneInfo, known: dict[date, date]) -> date:
    day = at.astimezone(zone).date()
    return known.setdefault(day, day - timedelta(days=day.weekday()))


def _weeks(found: Iterable[date]) -> list[date]:
    """Return every Monday from the first to the last, those without a report too."""
    seen = sorted(set(found))
    if not seen:
        return []
    every = (seen[-1] - number * _WEEK for number in range(_MOST_WEEKS))
    return sorted(takewhile(lambda week: week >= seen[0], every))


def _tallies(counts: Counter[tuple[str, date]], weeks: Sequence[date]) -> list[Tally]:
    totals: Counter[str] = Counter()
    for (code, _), count in counts.items():
        totals[code] += count
    found = [
        Tally(code, code, total, tuple(counts[code, w] for w in weeks)) for code, total in totals.items()
    ]
    return sorted(found, key=lambda one: (-one.total, one.code))


def _named(one: Tally, name: str) -> Tally:
    return Tally(one.code, name, one.total, one.weeks)
