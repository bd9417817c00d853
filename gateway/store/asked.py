"""Whom this office asked after a restore what it had sent, and how far each has answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from gateway.store.columns import table
from gateway.store.rows import keep_last, many, one
from gateway.store.tables import Asked

_ASKED = table(Asked)
_BEGIN = keep_last(_ASKED, ["partner"])
_COUNTS = ("parts", "came", "reports", "versions", "doubtful", "unread")


def begin(conn: Connection, partner: str, epoch: int, now: datetime) -> None:
    """Note that a partner is asked; what it answered to an earlier restore is forgotten."""
    row = {"partner": partner, "epoch": epoch, "at": now, "done_at": None, **dict.fromkeys(_COUNTS, 0)}
    conn.execute(_BEGIN(conn), row)


def get(conn: Connection, partner: str) -> Asked | None:
    return one(conn, Asked, select(_ASKED).where(_ASKED.c.partner == partner))


def every(conn: Connection, epoch: int) -> Sequence[Asked]:
    """Return the partners that were asked in an epoch, by name."""
    query = select(_ASKED).where(_ASKED.c.epoch == epoch).order_by(_ASKED.c.partner)
    return many(conn, Asked, query)


def note(conn: Connection, partner: str, **values: Any) -> None:  # noqa: ANN401  # columns of Asked
    conn.execute(update(_ASKED).where(_ASKED.c.partner == partner).values(**values))
