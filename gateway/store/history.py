"""History: what happened to a report, line by line, never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from gateway.store import bulk
from gateway.store.columns import table
from gateway.store.keys import ReportKey, this
from gateway.store.rows import many
from gateway.store.tables import History

_HISTORY = table(History)
_NOTE = insert(_HISTORY)
_OF = select(_HISTORY).where(this(_HISTORY)).order_by(_HISTORY.c.id)


def note(
    conn: Connection,
    key: ReportKey,
    at: datetime,
    actor: str,
    what: str,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add one line; `actor` is a role of ours, or an office across a border."""
    row = {**key.values(), "at": at, "actor": actor, "what": what, "detail": detail or {}}
    conn.execute(_NOTE, row)


def note_all(
    conn: Connection, at: datetime, lines: Sequence[tuple[ReportKey, str, str, dict[str, Any]]]
) -> None:
    """Add a line for each (report, actor, what, detail), all of the same moment."""
    rows = [
        {**key.values(), "at": at, "actor": actor, "what": what, "detail": detail}
        for key, actor, what, detail in lines
    ]
    bulk.add(conn, _HISTORY, rows)


def of(conn: Connection, key: ReportKey) -> list[History]:
    """Return all lines of a report, oldest first."""
    return many(conn, History, _OF, key.named())


def keys_of(conn: Connection, origin: str, what: str) -> list[ReportKey]:
    """Return the reports of an office in whose history this stands."""
    c = _HISTORY.c
    query = select(c.origin, c.epoch, c.seq).where(c.origin == origin, c.what == what).distinct()
    return [ReportKey(*row) for row in conn.execute(query.order_by(c.epoch, c.seq))]
