"""Alarms as the station watches them: what nobody has in hand, and how far each has come."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, tuple_, update

from codes.precedence import Precedence
from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import keep_last, many
from gateway.store.tables import Escalation, Report

_REPORT, _ESCALATION = table(Report), table(Escalation)
_C = _REPORT.c
ALARM: ColumnElement[bool] = and_(
    _C.state == "new",
    or_(_C.precedence == Precedence.FLASH, _C.type == "SOS"),
    _C.claimed_by.is_(None),
    _C.taken_by.is_(None),
)
"""A FLASH or an SOS that nobody has in hand: siren and escalation go by this alone, merged or not."""
_KEEP = keep_last(_ESCALATION, ["origin", "epoch", "seq"])


def unclaimed(conn: Connection) -> list[Report]:
    """Return what the siren sounds for, all of it, oldest first."""
    return many(conn, Report, select(_REPORT).where(ALARM).order_by(_REPORT.c.received_at, _REPORT.c.seq))


def sounds(report: Report) -> bool:
    """Say whether a report is one that the siren sounds for while nobody has it in hand."""
    return report.precedence == Precedence.FLASH or report.type == "SOS"


def stands(report: Report) -> bool:
    """Say of one report what ALARM says of a table's."""
    return sounds(report) and report.state == "new" and not report.claimed_by and not report.taken_by


def standing(conn: Connection) -> list[Escalation]:
    """Return the open alarms as far as they have come."""
    return many(conn, Escalation, select(_ESCALATION).where(_ESCALATION.c.open.is_(True)))


def known(conn: Connection, keys: Sequence[ReportKey]) -> list[Escalation]:
    """Return how far those of a set that ever were alarms have come."""
    if not keys:
        return []
    c = _ESCALATION.c
    return many(conn, Escalation, select(_ESCALATION).where(tuple_(c.origin, c.epoch, c.seq).in_(keys)))


def unclaimed_so_far(conn: Connection) -> list[Escalation]:
    """Return how far the alarms of `unclaimed` have come, those that ever were looked at."""
    mine = and_(*(_C[name] == _ESCALATION.c[name] for name in ReportKey._fields))
    return many(conn, Escalation, select(_ESCALATION).join(_REPORT, mine).where(ALARM))


def latest(conn: Connection, most: int = 200) -> list[Escalation]:
    """Return all open alarms, and the youngest of those that are over."""
    c = _ESCALATION.c
    over = select(_ESCALATION).where(c.open.is_(False)).order_by(c.seq.desc()).limit(most)
    return [*standing(conn), *many(conn, Escalation, over)]


def keep(conn: Connection, values: dict[str, Any]) -> None:
    """Write how far an alarm has come: the key, and columns of `Escalation`."""
    fixed: dict[str, Any] = {"round": 1, "open": True, "waited_s": 0, "told": [], "hub": False}
    conn.execute(_KEEP(conn), {**fixed, **values})


def end(conn: Connection, key: ReportKey) -> bool:
    """End an alarm; False when it had ended before."""
    mine = same(_ESCALATION, key), _ESCALATION.c.open.is_(True)
    return conn.execute(update(_ESCALATION).where(*mine).values(open=False)).rowcount > 0
