"""The situation on one page: what came in, what is urgent, what is open, and how the station is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, or_, select

from codes.precedence import Precedence
from gateway.desk.filters import visible
from gateway.desk.health import Health, health
from gateway.desk.period import Period
from gateway.desk.rows import Naming, row_of
from gateway.desk.shift.figures import Tally, figures
from gateway.desk.shift.pins import Pin, pins
from gateway.desk.values import Person, Row
from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Report
from gateway.store.tables.reports import OPEN

MOST = 8  # lines of a list, so that all of it is one page
_REPORT = table(Report)


@dataclass(frozen=True, slots=True)
class Listed:
    """The head of a list, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Situation:
    """All of one page; `open_by` are (precedence, reports), the most urgent first."""

    total: int
    types: tuple[Tally, ...]
    urgent: Listed
    waiting: Listed
    open_by: tuple[tuple[str, int], ...]
    pins: tuple[Pin, ...]
    health: Health


def situation(conn: Connection, who: Person, period: Period, zone: ZoneInfo, naming: Naming) -> Situation:
    """Read it all at one committed moment: urgent of that time, open whenever they came."""
    c = _REPORT.c
    inside = [visible(who), *period.holds(c.received_at)]
    counted = figures(conn, inside, zone, naming)
    grave = or_(c.precedence <= Precedence.IMMEDIATE, c.type == "SOS")
    still = [visible(who), OPEN]
    return Situation(
        counted.total,
        counted.types,
        _listed(conn, [*inside, grave], (c.precedence, c.received_at.desc()), naming),
        _listed(conn, still, (c.precedence, c.received_at), naming),
        _open_by(conn, still),
        tuple(pins(conn, inside, naming)),
        health(conn, tuple(naming.partners.items())),
    )


def _listed(
    conn: Connection, which: Sequence[ColumnElement[bool]], order: tuple[Any, ...], naming: Naming
) -> Listed:
    total = conn.execute(select(func.count()).select_from(_REPORT).where(*which)).scalar_one()
    found = many(conn, Report, select(_REPORT).where(*which).order_by(*order).limit(MOST))
    return Listed(tuple(row_of(report, (), naming) for report in found), total)


def _open_by(conn: Connection, which: Sequence[ColumnElement[bool]]) -> tuple[tuple[str, int], ...]:
    precedence = _REPORT.c.precedence
    query = select(precedence, func.count()).where(*which).group_by(precedence)
    counts: dict[int, int] = {row[0]: row[1] for row in conn.execute(query)}
    return tuple((one.name, counts.get(one.value, 0)) for one in Precedence)
