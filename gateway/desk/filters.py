"""A filter of the queue as conditions on reports, and what of them a person may see at all."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, null, or_

from codes.precedence import Precedence
from gateway.desk.values import CLAIMED, NEW, Filter, Person
from gateway.store import search
from gateway.store.columns import table
from gateway.store.tables import Report
from gateway.store.tables.reports import OPEN

_REPORT = table(Report)


UNSEEN = "unseen"
"""The filter for what nobody has looked at: changed, recalled, or with an officer's request."""
LONGEST = 80
LONGEST_PLACES = 8_000
"""A mark of the map names all its places: about 450 by their degrees; an address may be that long."""
FURTHEST = 100_000


def asked(pairs: Mapping[str, str]) -> Filter:
    """Read a filter from the names and values of an address; what makes no sense asks for nothing."""
    given = {name: value.strip()[:LONGEST] for name, value in pairs.items()}
    offset = given.get("offset", "")
    days = {name: given.get(name, "") for name in ("from", "to")}
    return Filter(
        state=given.get("state", ""),
        type=given.get("type", ""),
        precedence=given.get("precedence", ""),
        place=_places(pairs.get("place", "").strip()),
        text=given.get("q", ""),
        offset=min(int(offset), FURTHEST) if offset.isascii() and offset.isdecimal() else 0,
        provenance=given.get("prov", ""),
        since=days["from"] if day_of(days["from"]) else "",
        until=days["to"] if day_of(days["to"]) else "",
    )


def _places(written: str) -> str:
    return written if len(written) <= LONGEST_PLACES else written[:LONGEST_PLACES].rpartition(",")[0]


def visible(who: Person) -> ColumnElement[bool]:
    """Return what a person may see: his agency's reports, partners' reports, and every distress."""
    c = _REPORT.c
    if not who.agency:
        return c.seq.is_not(None)
    return or_(c.agency == who.agency, c.agency == "", c.precedence == Precedence.FLASH)


def conditions(who: Person, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Return a filter as conditions on a report; without a state it asks for all that is open."""
    c = _REPORT.c
    yield visible(who)
    yield from _state(who, wanted.state)
    # Of what is open there is little: no index but that of the open ones is of use then.
    few = wanted.state != "all"
    if wanted.type:
        yield _by(c.type, few=few) == wanted.type
    if wanted.precedence in Precedence.__members__:
        yield c.precedence == Precedence[wanted.precedence].value
    if wanted.place:
        yield _by(c.place, few=few).in_(set(wanted.place.split(",")))
    if wanted.provenance:
        yield c.provenance == wanted.provenance
    yield from _between(wanted, _by(c.received_at, few=few))
    words = wanted.words or search.words_of(wanted.text)
    if words:
        yield search.written(words, walk=few)


def _state(who: Person, state: str) -> Iterator[ColumnElement[bool]]:
    """Return which of the open reports are asked for, or all there are."""
    held = _REPORT.c.claimed_by
    by_name = {"mine": held == who.name, CLAIMED: held.is_not(None), NEW: held.is_(None)}
    by_name |= {UNSEEN: _REPORT.c.unseen.is_not(None)}
    if state != "all":
        yield OPEN
    if state in by_name:
        yield by_name[state]


def _by(column: ColumnElement[Any], *, few: bool) -> ColumnElement[Any]:
    """Return a column, or the same out of the planner's sight, so that it looks for no index of it."""
    return func.nullif(column, null(), type_=column.type) if few else column


def _between(wanted: Filter, came: ColumnElement[datetime]) -> Iterator[ColumnElement[bool]]:
    """Return a filter's days, from the first moment of the one to the last of the other."""
    first, last = day_of(wanted.since), day_of(wanted.until)
    if first:
        yield came >= _midnight(first, wanted.zone)
    if last and last < date.max:
        yield came < _midnight(last + timedelta(days=1), wanted.zone)


def day_of(text: str) -> date | None:
    """Read a day as it stands in an address, `2026-11-23`; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date, zone: str) -> datetime:
    # The first and the last years of the calendar have no room for a zone.
    return datetime.combine(max(day, date(1970, 1, 1)), time(), ZoneInfo(zone))
