"""Segments: what bearers heard, byte for byte, each kept once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Connection, bindparam, false, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.store import driven
from gateway.store.columns import UtcTime, table
from gateway.store.rows import many
from gateway.store.tables import Segment

_SEGMENT = table(Segment)
_KEEP_EACH = sqlite.insert(_SEGMENT).on_conflict_do_nothing(index_elements=["key"])
_KEEP_ALL = (
    postgresql.insert(_SEGMENT)
    .on_conflict_do_nothing(index_elements=["key"])
    .returning(_SEGMENT.c.key, _SEGMENT.c.id)
)
_ATTACH = update(_SEGMENT).where(_SEGMENT.c.id == bindparam("of_id")).values(message_id=bindparam("to"))
_WAITING = select(_SEGMENT).where(text("message_id IS NULL AND part_ref IS NOT NULL")).order_by(_SEGMENT.c.id)
_ANY_WAITING = _WAITING.with_only_columns(_SEGMENT.c.id).limit(1)
_TAKEN_AT = func.coalesce(_SEGMENT.c.sent_at, _SEGMENT.c.heard_at)
_PARTS = (
    select(_SEGMENT)
    .where(_SEGMENT.c.sender == bindparam("sender"), _SEGMENT.c.sender_kind == bindparam("sender_kind"))
    .where(_SEGMENT.c.part_ref == bindparam("ref"), _SEGMENT.c.part_count == bindparam("total"))
    .where(func.coalesce(_SEGMENT.c.part_wide, false()) == bindparam("wide", type_=Boolean))
    .where(_TAKEN_AT.between(bindparam("since", type_=UtcTime), bindparam("until", type_=UtcTime)))
    .order_by(_SEGMENT.c.id)
)


class PartsKey(NamedTuple):
    """What the parts of one concatenated message have in common; two messages may, days apart."""

    sender_kind: str
    sender: str
    wide: bool
    ref: int
    total: int


def keep(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[int | None]:
    """Keep a set of segments; return for each its new id, or None for a redelivery (promise 2).

    Each row carries at least key, bearer, sender_kind, sender, raw, heard_at; all rows of one call
    name the same columns. Of two with one key in the same call the first is kept.
    """
    if not rows:
        return []
    if conn.dialect.name == "sqlite":
        return driven.keep_new(conn, _KEEP_EACH, rows)
    ids: dict[bytes, int] = {bytes(key): number for key, number in conn.execute(_KEEP_ALL, rows)}
    return [ids.pop(row["key"], None) for row in rows]


def parts(conn: Connection, of: PartsKey, since: datetime, until: datetime) -> list[Segment]:
    """Return the parts of that key, through whatever bearer they came, as they came.

    `since` and `until` bound when the network took them (TP-SCTS), or when they were heard if it did not say.
    """
    return many(conn, Segment, _PARTS, {**of._asdict(), "since": since, "until": until})


def loose(conn: Connection, limit: int = 1000) -> list[Segment]:
    """Return the oldest parts that belong to no message yet: they wait for their others."""
    return many(conn, Segment, _WAITING.limit(limit))


def any_loose(conn: Connection) -> bool:
    """Say whether any part belongs to no message yet."""
    return conn.execute(_ANY_WAITING).first() is not None


def attach(conn: Connection, segment_ids: Sequence[int], message_id: int) -> None:
    """Say that these segments are that message."""
    if segment_ids:
        conn.execute(_ATTACH, [{"of_id": one, "to": message_id} for one in segment_ids])


def of_message(conn: Connection, message_id: int) -> list[Segment]:
    """Return the segments of a message in their order, for the raw view."""
    c = _SEGMENT.c
    query = select(_SEGMENT).where(c.message_id == message_id).order_by(c.part_index, c.id)
    return many(conn, Segment, query)
