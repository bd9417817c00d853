"""Receipts: what the network says became of a text, matched by the reference it gave."""

from datetime import datetime

from sqlalchemy import Connection

from gateway.delivery import Event, after
from gateway.store import outbox
from gateway.store.states import DeliveryState as State
from hardware.bearer import Fate, Receipt
from hardware.failpoint import reach

_MEANING = {Fate.DELIVERED: Event.DELIVERED, Fate.FAILED: Event.FAILED, Fate.EXPIRED: Event.OVERDUE}


def settle(conn: Connection, bearer: str, receipt: Receipt, at: datetime) -> None:
    """Note a receipt; the delivery is delivered once every segment is, failed once one has failed."""
    segment = outbox.by_reference(conn, bearer, receipt.reference)
    if segment is None or receipt.fate not in _MEANING:
        return
    fates = outbox.settle(conn, segment.id, receipt.fate.value)
    reach("status-report")
    event = _MEANING[receipt.fate]
    text = outbox.get(conn, segment.delivery_id)
    if text is None or (event is Event.DELIVERED and set(fates) != {Fate.DELIVERED.value}):
        return
    new = after(State(text.state), event)
    if new is not None:
        outbox.mark(conn, segment.delivery_id, new.value, at)
