"""Claims as the station watches them: what somebody has in hand, and how long nothing was done about it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, tuple_

from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import keep_last, many
from gateway.store.tables import Claim, History, Report

_REPORT, _CLAIM, _HISTORY = table(Report), table(Claim), table(History)
_REST = keep_last(_CLAIM, ["origin", "epoch", "seq"])


def in_hand(conn: Connection) -> list[Report]:
    """Return the open reports that somebody has in hand, oldest first."""
    c = _REPORT.c
    query = select(_REPORT).where(c.claimed_by.is_not(None), c.state.in_(("new", "claimed")))
    return many(conn, Report, query.order_by(c.received_at, c.seq))


def newest_lines(conn: Connection, keys: Sequence[ReportKey], actors: Iterable[str]) -> dict[ReportKey, int]:
    """Return the number of each report's newest history line that one of `actors` wrote."""
    if not keys:
        return {}
    c = _HISTORY.c
    mine = tuple_(c.origin, c.epoch, c.seq).in_(keys), c.actor.in_(sorted(actors))
    query = select(c.origin, c.epoch, c.seq, func.max(c.id)).where(*mine).group_by(c.origin, c.epoch, c.seq)
    return {ReportKey(*row[:3]): row[3] for row in conn.execute(query)}


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
