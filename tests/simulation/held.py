"""Everything one office's store holds, read at one moment."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from gateway.store import audit, notices
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.tables import Asked, Delivery, Envelope, Message, Passage, Report, Segment

Row = dict[str, Any]


def rows(conn: Connection, model: type) -> list[Row]:
    """Return a whole table in the order of its key."""
    of = table(model)
    return [dict(row) for row in conn.execute(select(of).order_by(*of.primary_key.columns)).mappings()]


class Held:
    """Everything one office's store holds."""

    def __init__(self, conn: Connection) -> None:
        self.heard: dict[bytes, list[Row]] = {}
        for row in rows(conn, Segment):
            self.heard.setdefault(bytes(row["raw"]), []).append(row)
        self.messages = {row["id"]: row for row in rows(conn, Message)}
        self.deliveries = {row["tag"]: row for row in rows(conn, Delivery)}
        self.reports = {ReportKey(r["origin"], r["epoch"], r["seq"]): r for r in rows(conn, Report)}
        self.envelopes = {(r["origin"], r["epoch"], r["seq"]): r for r in rows(conn, Envelope)}
        self.passages = {
            (ReportKey(r["origin"], r["epoch"], r["seq"]), r["partner"]): r for r in rows(conn, Passage)
        }
        self.asked = rows(conn, Asked)
        self.told = {one.name: one.sentence for one in notices.standing(conn)}
        self.broken = audit.verify(conn)

    def everything(self) -> Iterator[Row]:
        """Yield all rows in an order that is always the same."""
        for same in self.heard.values():
            yield from same
        for part in (self.messages, self.deliveries, self.reports, self.envelopes, self.passages):
            yield from part.values()
