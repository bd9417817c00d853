"""Segments: what bearers heard, byte for byte, each kept once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from gateway.store.columns import table
from gateway.store.rows import keep_first, many
from gateway.store.tables import Segment

_SEGMENT = table(Segment)
_KEEP = keep_first(_SEGMENT, ["key"], ["key", "id"])


def keep(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[int | None]:
    """Keep a set of segments; return for each its new id, or None for a redelivery (promise 2).

    Each row carries at least key, bearer, sender_kind, sender, raw, heard_at; all rows of one call
    name the same columns. Of two with one key in the same call the first is kept.
    """
    if not rows:
        return []
    found = conn.execute(_KEEP(conn), rows if len(rows) > 1 else rows[0])
    ids: dict[bytes, int] = {bytes(row.key): row.id for row in found}
    return [ids.pop(row["key"], None) for row in rows]


def parts(
    conn: Connection, bearer: str, sender_kind: str, sender: str, *, ref: int, count: int
) -> list[Segment]:
    """Return the parts of one concatenated message that belong to no message yet, by index then arrival."""
    c = _SEGMENT.c
    query = (
        select(_SEGMENT)
        .where(c.message_id.is_(None), c.bearer == bearer)
        .where(c.sender_kind == sender_kind, c.sender == sender)
        .where(c.part_ref == ref, c.part_count == count)
        .order_by(c.part_index, c.id)
    )
    return many(conn, Segment, query)


def loose(conn: Connection, limit: int = 1000) -> list[Segment]:
    """Return the oldest parts that belong to no message yet; receipts never do, and are none."""
    c = _SEGMENT.c
    query = select(_SEGMENT).where(c.message_id.is_(None), c.part_ref.is_not(None)).order_by(c.id)
    return many(conn, Segment, query.limit(limit))


def attach(conn: Connection, segment_ids: Sequence[int], message_id: int) -> None:
    """Say that these segments are that message."""
    if segment_ids:
        which = _SEGMENT.c.id.in_(segment_ids)
        conn.execute(update(_SEGMENT).where(which).values(message_id=message_id))


def of_message(conn: Connection, message_id: int) -> list[Segment]:
    """Return the segments of a message in their order, for the raw view."""
    c = _SEGMENT.c
    query = select(_SEGMENT).where(c.message_id == message_id).order_by(c.part_index, c.id)
    return many(conn, Segment, query)
