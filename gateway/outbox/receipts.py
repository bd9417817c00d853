"""Receipts: what the network says became of a text, matched by the reference it gave.

A network may say it late, twice, out of order, before `send` has returned, after a restart, or of a text that
somebody else sent with our SIM. TP-MR has 8 bits, so a reference (which names the recipient too) is given
again within days: what the network says of *when* it took the segment tells them apart. What names nothing
is kept and tried again whenever references are written; a text of which nobody knows whether it went out
is found by its recipient alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from gateway.kit import Kit
from gateway.outbox.delivery import Event, after
from gateway.store import outbox, references
from gateway.store.states import DeliveryState as State
from gateway.store.tables import Delivery, Reference
from hardware.bearer import Address, AddressKind, Fate, Receipt
from hardware.failpoint import reach

_MEANING = {Fate.DELIVERED: Event.DELIVERED, Fate.FAILED: Event.FAILED, Fate.EXPIRED: Event.OVERDUE}
_SAME_TEXT: Final = timedelta(days=1)  # between our clock and the network's; some have the zone wrong
_OTHER_BEARER: Final = timedelta(minutes=5)  # a SIM that was put into another modem
_UNSURE: Final = timedelta(minutes=10)
_CLOCKS_AGREE: Final = timedelta(days=7)  # beyond that one of them is wrong, and times say nothing
_TAIL: Final = 8  # figures that +66812345678 and 0812345678 have in common


@dataclass(frozen=True, slots=True)
class Heard:
    """A receipt, of a text to whom, and when and by what it came."""

    bearer: str
    to: Address
    receipt: Receipt
    at: datetime


def settle(conn: Connection, kit: Kit, heard: Heard) -> None:
    """Note a receipt; the delivery is delivered once every segment is, failed once one has failed."""
    reach("before-receipt")
    if heard.receipt.fate not in _MEANING or _settled(conn, kit, heard):
        return
    references.stray(
        conn,
        bearer=heard.bearer,
        reference=heard.receipt.reference,
        to_kind=heard.to.kind.value,
        to=heard.to.value,
        fate=heard.receipt.fate.value,
        submitted_at=heard.receipt.submitted_at,
        at=heard.at,
    )


def again(conn: Connection, kit: Kit, bearer: str) -> None:
    """Try the receipts that named nothing when they came: a text was sent meanwhile, or given up."""
    for one in references.strays(conn, bearer):
        to = Address(AddressKind(one.to_kind), one.to)
        receipt = Receipt(one.reference, Fate(one.fate), one.submitted_at)
        if _settled(conn, kit, Heard(bearer, to, receipt, one.at)):
            references.found(conn, one.id or 0)


def _settled(conn: Connection, kit: Kit, heard: Heard) -> bool:
    """Return whether the receipt found its segment."""
    segment = match(references.called(conn, heard.receipt.reference), heard)
    delivery = outbox.get(conn, segment.delivery_id) if segment else _unsure(conn, kit, heard)
    if delivery is None:
        return False
    if segment is None:
        refs = [*delivery.references, heard.receipt.reference]
        outbox.references(conn, delivery.id or 0, heard.bearer, refs, heard.at)
        segment = references.of_delivery(conn, delivery.id or 0)[-1]
    if segment.fate != Fate.DELIVERED:  # nothing that comes after that is news
        references.settle(conn, segment.id or 0, heard.receipt.fate.value, heard.receipt.submitted_at)
        _draw(conn, kit, delivery, heard)
    return True


def match(known: Sequence[Reference], heard: Heard) -> Reference | None:
    """Return which of the segments that were given this reference, the newest first, is meant."""
    taken = heard.receipt.submitted_at
    told = [one for one in known if one.submitted_at and one.submitted_at == taken]
    if told:  # the same again, or a later word on it
        return told[0]
    fitting = [one for one in known if one.submitted_at is None and _fits(one, heard)]
    waiting = [one for one in fitting if one.fate == references.PENDING]
    if taken is None:
        return next(iter(waiting or fitting), None)
    return min(waiting, key=lambda one: (one.bearer != heard.bearer, abs(one.at - taken)), default=None)


def _fits(one: Reference, heard: Heard) -> bool:
    taken = heard.receipt.submitted_at
    if one.bearer != heard.bearer:
        return taken is not None and abs(one.at - taken) <= _OTHER_BEARER
    if taken is None or abs(heard.at - taken) > _CLOCKS_AGREE:
        return True
    return abs(one.at - taken) <= _SAME_TEXT


def _unsure(conn: Connection, kit: Kit, heard: Heard) -> Delivery | None:
    """Return the one text to that number that may have gone out without our knowing its reference.

    It went out by this bearer, or by one that was taken away: its SIM may be in this one now.
    """
    tail, taken = heard.to.value[-_TAIL:], heard.receipt.submitted_at
    if taken is None or not tail:
        return None
    found = references.unsure(conn, kit.voices.keys() - {heard.bearer}, tail)
    if any(one.state == State.SUBMITTED for one in found):
        return None  # it may yet tell
    open_ = [
        one
        for one in found
        if one.created_at - _UNSURE <= taken <= one.changed_at + _UNSURE
        and len(one.references) < kit.voices[heard.bearer].measure(one.text)
    ]
    return open_[0] if len(open_) == 1 else None


def _draw(conn: Connection, kit: Kit, delivery: Delivery, heard: Heard) -> None:
    """Say what the receipts together mean for the text."""
    fates = [one.fate for one in references.of_delivery(conn, delivery.id or 0)]
    event = _MEANING[heard.receipt.fate]
    known = len(fates) >= kit.voices[heard.bearer].measure(delivery.text)
    if event is Event.DELIVERED and (set(fates) != {Fate.DELIVERED.value} or not known):
        return
    new = after(State(delivery.state), event)
    if new is not None:
        outbox.mark(conn, delivery.id or 0, new.value, heard.at)
