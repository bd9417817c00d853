"""Texts of a bearer that no worker looks after any more: another takes what certainly did not go out.

What the lost one had in hand, or sent in part, is `unknown`, for it may have gone out: never sent again.
"""

from typing import Final

import structlog
from sqlalchemy import Connection

from gateway.kit import Kit
from gateway.outbox.delivery import Event, after
from gateway.outbox.living import Living
from gateway.store import outbox
from gateway.store.states import DeliveryState as State
from gateway.store.tables import Delivery
from hardware.bearer import AddressKind
from hardware.sentence import Sentence

TAKEN_AWAY: Final = Sentence(
    "Its modem was taken out of the configuration while it was being sent: it may have gone out."
)
_MOST: Final = 1000  # at a time
_log = structlog.get_logger()


def lost(conn: Connection, kit: Kit, living: Living, carries: AddressKind) -> list[str]:
    """Return the bearers that have texts of which nobody here or elsewhere takes care."""
    return living.silent(conn, outbox.bearers(conn, tuple(kit.voices), carries.value))


def adopt(conn: Connection, kit: Kit, living: Living, bearer: str, carries: AddressKind) -> None:
    """Let `bearer` have the lost texts that it can carry."""
    gone = lost(conn, kit, living, carries)
    found = outbox.strays(conn, gone, carries.value, _MOST) if gone else []
    for one in found:
        _adopt(conn, kit, bearer, one)
    if found:
        _log.warning("texts of a modem that was taken away", count=len(found), adopted_by=bearer)


def _adopt(conn: Connection, kit: Kit, bearer: str, one: Delivery) -> None:
    now, state = kit.clock.now(), State(one.state)
    if state is State.QUEUED and not one.references:
        outbox.mark(conn, one.id, state.value, now, bearer=bearer)
        return
    lost = after(state, Event.INTERRUPTED) or State.UNKNOWN
    outbox.mark(conn, one.id, lost.value, now, sentence=TAKEN_AWAY, leased_until=None)
