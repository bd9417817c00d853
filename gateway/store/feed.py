"""The feed: what changed, numbered in the order of commits; streams and exports read from any seq on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from gateway.store import bulk
from gateway.store.columns import table
from gateway.store.keys import ReportKey, this
from gateway.store.order import hold
from gateway.store.rows import many
from gateway.store.tables import Feed, Report

_FEED = table(Feed)
_REPORT = table(Report)
_ADD = insert(_FEED).returning(_FEED.c.seq)
_REMEMBER = update(_REPORT).where(this(_REPORT)).values(feed_seq=bindparam("to"))


def add(
    conn: Connection, kind: str, at: datetime, key: ReportKey | None = None, message_id: int | None = None
) -> int:
    """Say that something changed; a report also remembers the seq as its `feed_seq`. Return the seq."""
    if key is not None:
        seq = tell(conn, at, key, kind)
        conn.execute(_REMEMBER, {**key.named(), "to": seq})
        return seq
    hold(conn)
    return conn.execute(_ADD, {"kind": kind, "at": at, "message_id": message_id}).scalar_one()


def tell(conn: Connection, at: datetime, key: ReportKey, kind: str = "report") -> int:
    """Say that a report is about to be filed; return the seq to file it with."""
    hold(conn)
    row = {"kind": kind, "at": at, "origin": key.origin, "epoch": key.epoch, "report_seq": key.seq}
    return conn.execute(_ADD, row).scalar_one()


def add_all(conn: Connection, kind: str, at: datetime, keys: Sequence[ReportKey]) -> list[int]:
    """Do as `add` for a set of reports, in their order; return their seqs."""
    seqs = number(conn, kind, at, keys)
    if seqs:
        conn.execute(_REMEMBER, [{**key.named(), "to": seq} for key, seq in zip(keys, seqs, strict=True)])
    return seqs


def number(conn: Connection, kind: str, at: datetime, keys: Sequence[ReportKey]) -> list[int]:
    """Say that a set of reports changed and return their seqs; the caller writes each into its report."""
    if not keys:
        return []
    hold(conn)
    rows = [{"kind": kind, "at": at, "origin": k.origin, "epoch": k.epoch, "report_seq": k.seq} for k in keys]
    return [row.seq for row in bulk.add(conn, _FEED, rows, ("seq",))]


def since(conn: Connection, seq: int, limit: int = 256) -> list[Feed]:
    """Return what changed after `seq`, in order."""
    return many(conn, Feed, select(_FEED).where(_FEED.c.seq > seq).order_by(_FEED.c.seq).limit(limit))


def last(conn: Connection) -> int:
    """Return the newest seq; 0 when nothing ever changed."""
    return conn.execute(select(func.coalesce(func.max(_FEED.c.seq), 0))).scalar_one()
