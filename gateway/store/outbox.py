"""The outbox towards bearers: texts for officers, and the references their receipts come back under."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import many, one
from gateway.store.states import DeliveryState
from gateway.store.tables import Delivery, Reference

_DELIVERY = table(Delivery)
_REFERENCE = table(Reference)
_QUEUE = insert(_DELIVERY).returning(_DELIVERY.c.id)


def queue(conn: Connection, **values: Any) -> int:  # noqa: ANN401  # columns of Delivery
    """Put a text into the outbox: tag, bearer, to_kind, to, text, precedence, created_at at least."""
    fixed: dict[str, Any] = {
        "state": DeliveryState.QUEUED,
        "references": [],
        "changed_at": values["created_at"],
    }
    return conn.execute(_QUEUE, {**fixed, **values}).scalar_one()


def get(conn: Connection, delivery_id: int) -> Delivery | None:
    return one(conn, Delivery, select(_DELIVERY).where(_DELIVERY.c.id == delivery_id))


def due(conn: Connection, bearer: str, n: int) -> list[Delivery]:
    """Return the next `n` queued texts of a bearer, the most urgent first, then the oldest.

    `not_before` is not looked at: stored wall time is only a hint, and the sender schedules.
    """
    c = _DELIVERY.c
    query = select(_DELIVERY).where(c.state == DeliveryState.QUEUED, c.bearer == bearer)
    return many(conn, Delivery, query.order_by(c.precedence, c.id).limit(n))


def mark(conn: Connection, delivery_id: int, state: str, at: datetime, **values: Any) -> bool:  # noqa: ANN401
    """Move a text to `state`; further columns of `Delivery` (attempts, sentence, not_before) as given."""
    change = update(_DELIVERY).where(_DELIVERY.c.id == delivery_id)
    return conn.execute(change.values(state=state, changed_at=at, **values)).rowcount > 0


def cancel(conn: Connection, key: ReportKey, at: datetime) -> int:
    """Kill what was not sent of a report's texts; return how many."""
    waiting = same(_DELIVERY, key), _DELIVERY.c.state == DeliveryState.QUEUED
    change = update(_DELIVERY).where(*waiting).values(state=DeliveryState.CANCELLED, changed_at=at)
    return conn.execute(change).rowcount


def of_report(conn: Connection, key: ReportKey) -> list[Delivery]:
    """Return the texts that were sent about a report, oldest first."""
    return many(conn, Delivery, select(_DELIVERY).where(same(_DELIVERY, key)).order_by(_DELIVERY.c.id))


def references(conn: Connection, delivery_id: int, bearer: str, refs: Sequence[str], at: datetime) -> None:
    """Keep the references the network gave to the segments of a text, in their order."""
    rows = [{"bearer": bearer, "reference": r, "delivery_id": delivery_id, "at": at} for r in refs]
    if rows:
        conn.execute(insert(_REFERENCE), [{**row, "fate": "pending"} for row in rows])
    change = update(_DELIVERY).where(_DELIVERY.c.id == delivery_id)
    conn.execute(change.values(references=list(refs)))


def by_reference(conn: Connection, bearer: str, reference: str) -> Reference | None:
    """Return the newest pending segment of that reference: TP-MR counts to 255 and begins again."""
    c = _REFERENCE.c
    query = select(_REFERENCE).where(c.reference == reference, c.bearer == bearer, c.fate == "pending")
    return one(conn, Reference, query.order_by(c.id.desc()).limit(1))


def settle(conn: Connection, reference_id: int, fate: str) -> list[str]:
    """Write what became of one segment; return the fates of all segments of its text."""
    change = update(_REFERENCE).where(_REFERENCE.c.id == reference_id).values(fate=fate)
    delivery = conn.execute(change.returning(_REFERENCE.c.delivery_id)).scalar_one()
    query = select(_REFERENCE.c.fate).where(_REFERENCE.c.delivery_id == delivery)
    return list(conn.execute(query.order_by(_REFERENCE.c.id)).scalars())


def requeue_interrupted(conn: Connection, bearer: str, at: datetime) -> int:
    """At start: what a bearer was sending when the station died is `unknown`, never sent again blindly."""
    mine = _DELIVERY.c.bearer == bearer, _DELIVERY.c.state == DeliveryState.SUBMITTED
    change = update(_DELIVERY).where(*mine)
    return conn.execute(change.values(state=DeliveryState.UNKNOWN, changed_at=at)).rowcount
