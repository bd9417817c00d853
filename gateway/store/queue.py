"""The queue: reports as staff triage them, the most urgent first, then the newest, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, and_, func, literal, or_, select, tuple_

from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.reports import get
from gateway.store.rows import many
from gateway.store.tables import Report

_REPORT = table(Report)
_NEWEST: tuple[Column[object], ...] = tuple(
    _REPORT.c[name] for name in ("received_at", "seq", "epoch", "origin")
)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What to show; an empty field asks for nothing."""

    states: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    precedence: int | None = None  # this urgent or more
    text: str = ""  # in the canonical text or the reference


def page(
    conn: Connection, wanted: QueueFilter, *, limit: int = 25, before: ReportKey | None = None
) -> list[Report]:
    """Return one page; `before` is the last report of the page above. Lower precedence is more urgent."""
    query = select(_REPORT).where(*_conditions(wanted))
    above = None if before is None else get(conn, before)
    query = query if above is None else query.where(_below(above))
    order = (_REPORT.c.precedence, *(column.desc() for column in _NEWEST))
    return many(conn, Report, query.order_by(*order).limit(limit))


def counts(conn: Connection, wanted: QueueFilter) -> dict[str, int]:
    """Return how many reports stand in each state."""
    query = select(_REPORT.c.state, func.count()).where(*_conditions(wanted)).group_by(_REPORT.c.state)
    return {row[0]: row[1] for row in conn.execute(query)}


def _below(above: Report) -> ColumnElement[bool]:
    c = _REPORT.c
    last = tuple_(*(literal(getattr(above, column.name), column.type) for column in _NEWEST))
    older = and_(c.precedence == above.precedence, tuple_(*_NEWEST) < last)
    return or_(c.precedence > above.precedence, older)


def _conditions(wanted: QueueFilter) -> Iterator[ColumnElement[bool]]:
    c = _REPORT.c
    lists = {c.state: wanted.states, c.type: wanted.types, c.origin: wanted.origins}
    lists |= {c.place: wanted.places, c.agency: wanted.agencies}
    yield from (column.in_(values) for column, values in lists.items() if values)
    if wanted.precedence is not None:
        yield c.precedence <= wanted.precedence
    if wanted.text:
        yield or_(*(column.icontains(wanted.text, autoescape=True) for column in (c.canonical, c.ref)))
