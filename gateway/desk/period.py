"""From one day to another: a stretch of time as people ask for it, in the office's own days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement

_DAY = timedelta(days=1)
_FIRST, _LAST = date(1970, 1, 2), date(9990, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to, not including, `until`; an end that is None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: ColumnElement[datetime]) -> Iterator[ColumnElement[bool]]:
        """Return the conditions that a column's moment lies in it."""
        if self.since is not None:
            yield moment >= self.since
        if self.until is not None:
            yield moment < self.until


ALWAYS = Period()


def days(first: str, last: str, zone: ZoneInfo) -> Period:
    """Return whole days, both included, `2026-03-14`; a day that is none leaves its end open."""
    since, until = day_in(first), day_in(last)
    return Period(
        None if since is None else midnight(since, zone),
        None if until is None else midnight(until + _DAY, zone),
    )


def day_in(text: str) -> date | None:
    """Return a day as browsers write it, the nearest that every zone has a moment for; or None."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return min(max(found, _FIRST), _LAST)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment a day begins at the office."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
