"""Claims as the station watches them: what somebody has in hand, and how long nothing was done about it."""

from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select

from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import keep_last, many
from gateway.store.tables import Account, Claim, History, Report

_REPORT, _CLAIM, _HISTORY, _ACCOUNT = table(Report), table(Claim), table(History), table(Account)
_IN_HAND = and_(_REPORT.c.claimed_by.is_not(None), _REPORT.c.state.in_(("new", "claimed")))
_REST = keep_last(_CLAIM, ["origin", "epoch", "seq"])


def in_hand(conn: Connection) -> list[Report]:
    """Return the open reports that somebody has in hand, oldest first."""
    c = _REPORT.c
    return many(conn, Report, select(_REPORT).where(_IN_HAND).order_by(c.received_at, c.seq))


def newest_acts(conn: Connection) -> dict[ReportKey, int]:
    """Return the number of the newest history line that each report's holder wrote.

    A line that names nobody is his when it is of his role.
    """
    c, by = _HISTORY.c, _HISTORY.c.detail["by"].as_string()
    of = and_(*(c[name] == _REPORT.c[name] for name in ReportKey._fields))
    role = select(_ACCOUNT.c.role).where(_ACCOUNT.c.name == _REPORT.c.claimed_by).scalar_subquery()
    staff = c.actor.in_(select(_ACCOUNT.c.role))  # the station's own lines name him too
    his = or_(by == _REPORT.c.claimed_by, and_(by.is_(None), c.actor == role))
    query = select(c.origin, c.epoch, c.seq, func.max(c.id)).join(_REPORT, of).where(_IN_HAND, staff, his)
    found = conn.execute(query.group_by(c.origin, c.epoch, c.seq))
    return {ReportKey(*row[:3]): row[3] for row in found}


def resting(conn: Connection) -> list[Claim]:
    """Return how long each claim has rested."""
    return many(conn, Claim, select(_CLAIM))


def rest(conn: Connection, values: dict[str, Any]) -> None:
    """Write how long a claim has rested: the key, and columns of `Claim`."""
    fixed: dict[str, Any] = {"rested_s": 0, "warned": False}
    conn.execute(_REST(conn), {**fixed, **values})


def forget(conn: Connection, key: ReportKey) -> None:
    """Stop watching a claim that is none any more."""
    conn.execute(delete(_CLAIM).where(same(_CLAIM, key)))
