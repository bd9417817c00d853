"""The audit log: append-only; each hash covers the row and the hash before it."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import cbor2
from sqlalchemy import Connection, RowMapping, insert, select

from gateway.store.columns import table
from gateway.store.order import hold
from gateway.store.tables import Audit

_AUDIT = table(Audit)
_PAGE = 1000
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
START = bytes(32)


class AuditHead(NamedTuple):
    """The last row's number and hash; (0, 32 zero bytes) before the first."""

    seq: int
    hash: bytes


def append(conn: Connection, at: datetime, actor: str, action: str, subject: str, digest: bytes = b"") -> int:
    """Write one row; `digest` is the SHA-256 of what stands elsewhere, so that it can be erased there."""
    hold(conn)
    before = head(conn)
    row = {"seq": before.seq + 1, "at": at, "actor": actor, "action": action}
    row |= {"subject": subject, "digest": digest}
    conn.execute(insert(_AUDIT), {**row, "hash": link(before.hash, row)})
    return before.seq + 1


def link(before: bytes, row: RowMapping | dict[str, Any]) -> bytes:
    """Return SHA-256(hash before || CBOR of [seq, µs since 1970, actor, action, subject, digest])."""
    moment = (row["at"].astimezone(UTC) - _1970) // timedelta(microseconds=1)
    parts = [row["seq"], moment, row["actor"], row["action"], row["subject"], bytes(row["digest"])]
    return hashlib.sha256(before + cbor2.dumps(parts, canonical=True)).digest()


def head(conn: Connection) -> AuditHead:
    query = select(_AUDIT.c.seq, _AUDIT.c.hash).order_by(_AUDIT.c.seq.desc()).limit(1)
    row = conn.execute(query).first()
    return AuditHead(0, START) if row is None else AuditHead(row[0], bytes(row[1]))


def verify(conn: Connection) -> int | None:
    """Return the seq of the first row that is missing or was changed; None when all is well.

    A tail that was cut off cannot be seen from here: compare `head` with what a partner witnessed.
    """
    before = AuditHead(0, START)
    while rows := _after(conn, before.seq):
        for row in rows:
            if row["seq"] != before.seq + 1 or bytes(row["hash"]) != link(before.hash, row):
                return before.seq + 1
            before = AuditHead(row["seq"], bytes(row["hash"]))
    return None


def agrees(conn: Connection, witnessed: AuditHead) -> bool:
    """Return whether a head that a partner saw stands in this log: not in one cut off, nor in an old copy."""
    if witnessed.seq == 0:
        return witnessed.hash == START
    query = select(_AUDIT.c.hash).where(_AUDIT.c.seq == witnessed.seq)
    found = conn.execute(query).scalar_one_or_none()
    return found is not None and bytes(found) == witnessed.hash


def _after(conn: Connection, seq: int) -> Sequence[RowMapping]:
    query = select(_AUDIT).where(_AUDIT.c.seq > seq).order_by(_AUDIT.c.seq).limit(_PAGE)
    return conn.execute(query).mappings().all()
