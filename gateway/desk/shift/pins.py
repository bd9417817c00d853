"""What stands on the map: reports by place and type, and the crossings there are to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from gateway.desk.rows import Naming
from gateway.store.columns import UtcTime, table
from gateway.store.tables import Report

_REPORT = table(Report)


@dataclass(frozen=True, slots=True)
class Pin:
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


@dataclass(frozen=True, slots=True)
class Crossing:
    """One place of the codebook, by its name in the reader's script."""

    code: str
    name: str
    lat: float
    lon: float


def pins(conn: Connection, which: Sequence[ColumnElement[bool]], naming: Naming) -> list[Pin]:
    """Return what meets all conditions, the newest first; a place that cannot be told is left out."""
    c = _REPORT.c
    newest = func.max(c.received_at, type_=UtcTime())
    query = select(c.place, c.type, func.count(), func.min(c.precedence), newest).where(*which)
    grouped = query.where(c.place.is_not(None)).group_by(c.place, c.type).order_by(newest.desc(), c.place)
    return [
        Pin(place, naming.words.place(place, naming.language), *point, type_, label, count, urgency, at)
        for place, type_, count, urgency, at in conn.execute(grouped)
        if (point := naming.words.where(place)) is not None
        and (label := naming.words.type(type_, naming.language))
    ]


def crossings(naming: Naming) -> list[Crossing]:
    """Return the places of the codebook by name."""
    found = naming.words.book.places.values()
    named = (Crossing(one.code, one.name(naming.language), float(one.lat), float(one.lon)) for one in found)
    return sorted(named, key=lambda one: one.name)
