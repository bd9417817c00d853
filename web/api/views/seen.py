"""What the office looks like from above as the API gives it: places, the map, figures, the situation."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from gateway.desk.shift.figures import Figures, Tally
from gateway.desk.shift.pins import Pin
from gateway.desk.shift.situation import Listed, Situation
from gateway.desk.values import Spot
from web.api.views.reports import ReportItem, report_item


class Place(Struct, frozen=True):
    """One place with open reports: how many, and the most urgent of them (0 is FLASH)."""

    place: str
    name: str
    lat: float
    lon: float
    count: int
    urgency: int


class Mark(Struct, frozen=True):
    """The reports of one type from one place: how many, the most urgent (0 is FLASH), the newest."""

    place: str
    name: str
    lat: float
    lon: float
    type: str
    label: str
    count: int
    urgency: int
    newest: datetime


class Map(Struct, frozen=True):
    """What stands on the map, the newest first, of the days `first` to `last` (empty: open)."""

    first: str
    last: str
    total: int
    marks: Sequence[Mark]


class Count(Struct, frozen=True):
    """How often one type or place was reported, in all and in each week."""

    code: str
    name: str
    total: int
    weeks: Sequence[int]


class Week(Struct, frozen=True):
    """The reports of one week, which begins with this Monday at the office."""

    monday: date
    reports: int


class Statistics(Struct, frozen=True):
    """All counts of the days `first` to `last`; `elsewhere` are the reports of places not listed."""

    first: str
    last: str
    total: int
    types: Sequence[Count]
    places: Sequence[Count]
    weeks: Sequence[Week]
    elsewhere: int


class Head(Struct, frozen=True):
    """The head of a list, and how many there are in all."""

    total: int
    reports: Sequence[ReportItem]


class Overall(Struct, frozen=True):
    """The situation: what came in these hours, what of it is urgent, what is open whenever it came."""

    since: datetime
    until: datetime
    total: int
    types: Sequence[Count]
    urgent: Head
    waiting: Head
    open_by: Sequence[tuple[str, int]]
    marks: Sequence[Mark]


def place(spot: Spot) -> Place:
    return Place(spot.place, spot.name, spot.lat, spot.lon, spot.count, spot.urgency)


def whole_map(pins: Sequence[Pin], days: tuple[str, str]) -> Map:
    return Map(*days, sum(pin.count for pin in pins), [_mark(pin) for pin in pins])


def statistics(found: Figures, days: tuple[str, str]) -> Statistics:
    return Statistics(
        *days,
        total=found.total,
        types=[_count(one) for one in found.types],
        places=[_count(one) for one in found.places],
        weeks=[Week(monday, count) for monday, count in found.weeks],
        elsewhere=found.elsewhere,
    )


def situation(found: Situation, since: datetime, until: datetime) -> Overall:
    return Overall(
        since=since,
        until=until,
        total=found.total,
        types=[_count(one) for one in found.types],
        urgent=_head(found.urgent),
        waiting=_head(found.waiting),
        open_by=found.open_by,
        marks=[_mark(pin) for pin in found.pins],
    )


def _mark(pin: Pin) -> Mark:
    where = (pin.place, pin.name, pin.lat, pin.lon)
    return Mark(*where, pin.type, pin.label, pin.count, pin.urgency, pin.newest)


def _count(one: Tally) -> Count:
    return Count(one.code, one.name, one.total, one.weeks)


def _head(found: Listed) -> Head:
    return Head(found.total, [report_item(row) for row in found.rows])
