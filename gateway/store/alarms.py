"""Alarms as the station watches them: what nobody has in hand, and how far each has come."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, or_, select, update

from codes.precedence import Precedence
from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import keep_last, many
from gateway.store.tables import Escalation, Report

_REPORT, _ESCALATION = table(Report), table(Escalation)
_KEEP = keep_last(_ESCALATION, ["origin", "epoch", "seq"])


def unclaimed(conn: Connection, most: int = 100) -> list[Report]:
    """Return what the siren sounds for: FLASH and SOS that nobody has in hand anywhere, oldest first."""
    c = _REPORT.c
    urgent = or_(c.precedence == Precedence.FLASH, c.type == "SOS")
    query = select(_REPORT).where(urgent, c.state == "new", c.claimed_by.is_(None), c.taken_by.is_(None))
    return many(conn, Report, query.order_by(c.received_at, c.seq).limit(most))


def sounds(report: Report) -> bool:
    """Say whether a report is one that the siren sounds for while nobody has it in hand."""
    return report.precedence == Precedence.FLASH or report.type == "SOS"


def standing(conn: Connection) -> list[Escalation]:
    """Return the open alarms as far as they have come."""
    return many(conn, Escalation, select(_ESCALATION).where(_ESCALATION.c.open.is_(True)))


def known(conn: Connection, keys: Sequence[ReportKey]) -> list[Escalation]:
    """Return how far those of a set that ever were alarms have come."""
    if not keys:
        return []
    found = or_(*(same(_ESCALATION, key) for key in keys))
    return many(conn, Escalation, select(_ESCALATION).where(found))


def latest(conn: Connection, most: int = 200) -> list[Escalation]:
    """Return the open alarms and the youngest of those that are over."""
    c = _ESCALATION.c
    return many(conn, Escalation, select(_ESCALATION).order_by(c.open.desc(), c.seq.desc()).limit(most))


def keep(conn: Connection, values: dict[str, Any]) -> None:
    """Write how far an alarm has come: the key, and columns of `Escalation`."""
    fixed: dict[str, Any] = {"round": 1, "open": True, "waited_s": 0, "told": [], "hub": False}
    conn.execute(_KEEP(conn), {**fixed, **values})


def end(conn: Connection, key: ReportKey) -> bool:
    """End an alarm; False when it had ended before."""
    mine = same(_ESCALATION, key), _ESCALATION.c.open.is_(True)
    return conn.execute(update(_ESCALATION).where(*mine).values(open=False)).rowcount > 0
