"""Times and days as officers write them: date-time groups, clock times, the Buddhist Era."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from codes.context import Context

OLDEST = timedelta(days=7)
SLACK = timedelta(minutes=10)
"""A phone's clock may run this much ahead of ours."""
BUDDHIST = 543
_YEARS = range(1900, 2200)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})(Z?)(?:([A-Z]{3})(\d{4}|\d{2})?)?$")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
_NAMED_DAY = re.compile(r"(\d{1,2})([A-Z]{3})(\d{4}|\d{2})?$")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2}) ?([AP]M)?$")
_HOURS = re.compile(r"(\d{2})(\d{2})(?:H|HRS|HR)$")
_HALF_DAY = re.compile(r"(\d{1,2})([AP]M)$")
_NOON = 12
_TO_THE_MINUTE = len("2026-11-22T12:00")


class Moment(NamedTuple):
    """A time as read: UTC to the minute, and whether it is so odd that we ask (`future`, `old`, or empty)."""

    value: str
    odd: str = ""


def zone(context: Context) -> timezone:
    """Return the office's zone: handed in, else that of the time handed in."""
    if context.offset_minutes is not None:
        return timezone(timedelta(minutes=context.offset_minutes))
    return timezone(context.now.utcoffset() or timedelta())


def _years(text: str | None, near: int) -> Iterator[int]:
    """Every year that the digits may mean: in full or short, of either era."""
    if not text:
        yield from (near, near - 1)
    elif len(text) > 2:  # noqa: PLR2004 - two digits are the short form
        year = int(text)
        yield year - BUDDHIST if year > near + BUDDHIST // 2 else year
    else:
        yield 2000 + int(text)
        yield 2500 + int(text) - BUDDHIST


def _build(year: int, month: int, day: int, hour: int, minute: int, tz: timezone) -> datetime | None:
    """Return a moment of a year that a report can tell of; the first and the last have none in every zone."""
    try:
        return datetime(year, month, day, hour, minute, tzinfo=tz) if year in _YEARS else None
    except ValueError:
        return None


def _judge(candidates: list[datetime], moment: datetime) -> Moment | None:
    """Prefer what is neither ahead nor old; among the rest take the nearest, and say what is odd."""
    past = [c for c in candidates if moment - OLDEST <= c <= moment + SLACK]
    if past:
        return Moment(_utc(max(past)))
    if not candidates:
        return None
    nearest = min(candidates, key=lambda c: abs(c - moment))
    return Moment(_utc(nearest), "future" if nearest > moment else "old")


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()[:_TO_THE_MINUTE] + "Z"


def _months(name: str | None, near: date) -> list[tuple[int, int]]:
    """Return (months back, month) pairs: the one that is named, or this and the last one."""
    if name:
        return [(0, _MONTHS.index(name) + 1)] if name in _MONTHS else []
    last = near.month - 1 or 12
    return [(0, near.month), (1 if near.month == 1 else 0, last)]


def group(word: str, context: Context) -> Moment | None:
    """Read a date-time group, `120230`, `120230NOV`, `111930ZNOV26` (ACP 121, 317)."""
    found = _GROUP.match(word)
    if not found:
        return None
    day, hour, minute, zulu, name, year = found.groups()
    tz = UTC if zulu else zone(context)
    near = context.moment.astimezone(tz)
    built = [
        _build(y - back, month, int(day), int(hour), int(minute), tz)
        for back, month in _months(name, near.date())
        for y in (_years(year, near.year) if name else (near.year,))
    ]
    return _judge([b for b in built if b], context.moment)


def clock(word: str, context: Context, day: date | None = None) -> Moment | None:
    """Read a time of day, `02:30`, `2:30 PM`, `0230H`, `2PM`: the last that has passed, or that of `day`."""
    found = _CLOCK.match(word) or _HOURS.match(word) or _HALF_DAY.match(word)
    if not found:
        return None
    parts = found.groups()
    half = parts[-1] if parts[-1] in ("AM", "PM") else None
    hour, minute = int(parts[0]), int(parts[1]) if str(parts[1]).isdecimal() else 0
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "PM" else 0)
    tz = zone(context)
    near = context.moment.astimezone(tz).date()
    days = [day] if day else [near, near - timedelta(days=1)]
    built = [_build(d.year, d.month, d.day, hour, minute, tz) for d in days]
    return _judge([b for b in built if b], context.moment)


def day_of(word: str, context: Context) -> list[date]:
    """Return every day that `12/11/2569`, `12-11-69` or `12NOV26` may mean: day before month, either era."""
    if found := _DAY.match(word):
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif (found := _NAMED_DAY.match(word)) and found[2] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2]) + 1, found[3]
    else:
        return []
    near = context.moment.astimezone(zone(context))
    built = [_build(y, month, day, 0, 0, UTC) for y in _years(year, near.year)]
    return [b.date() for b in built if b]


def whole_day(days: list[date], context: Context) -> Moment | None:
    """Read a day without a time of day: its noon, or now when noon is still ahead."""
    tz = zone(context)
    near = context.moment.astimezone(tz)
    built = [datetime(d.year, d.month, d.day, _NOON, tzinfo=tz) for d in days]
    return _judge([near if b.date() == near.date() and b > near else b for b in built], context.moment)


def local(value: str, tz: tzinfo) -> str:
    """Return a UTC time as it is written in the region, in that zone: `25/11/2026 07:05`."""
    return f"{datetime.fromisoformat(value).astimezone(tz):%d/%m/%Y %H:%M}"


def written(value: str) -> str:
    """Return the canonical group of a UTC time: `2026-11-11T19:30Z` is `111930ZNOV26`."""
    day, _, time = value.partition("T")
    year, month, of_month = day.split("-")
    return f"{of_month}{time[:2]}{time[3:5]}Z{_MONTHS[int(month) - 1]}{year[2:]}"
