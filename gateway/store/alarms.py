"""Alarms and claims as the station watches them: how far each has come, and how long each rests."""

from typing import Any

from sqlalchemy import Connection

from gateway.store.columns import table
from gateway.store.rows import keep_last
from gateway.store.tables import Claim, Escalation

_KEY = ["origin", "epoch", "seq"]
_KEEP, _REST = keep_last(table(Escalation), _KEY), keep_last(table(Claim), _KEY)


def keep(conn: Connection, values: dict[str, Any]) -> None:
    """Write how far an alarm has come: the key, and columns of `Escalation`."""
    fixed: dict[str, Any] = {"round": 1, "open": True, "waited_s": 0, "told": [], "hub": False}
    conn.execute(_KEEP(conn), {**fixed, **values})


def rest(conn: Connection, values: dict[str, Any]) -> None:
    """Write how long a claim has rested: the key, and columns of `Claim`."""
    fixed: dict[str, Any] = {"rested_s": 0, "warned": False}
    conn.execute(_REST(conn), {**fixed, **values})
