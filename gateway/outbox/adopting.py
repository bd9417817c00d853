"""Texts of a bearer that the configuration no longer names: another takes what certainly did not go out.

What the lost one had in hand, or sent in part, is `unknown`, for it may have gone out: never sent again.
"""

from typing import Final

import structlog
from sqlalchemy import Connection

from gateway.kit import Kit
from gateway.outbox.delivery import Event, after
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


def any_lost(conn: Connection, kit: Kit, carries: AddressKind) -> bool:
    """Say whether there is any text of which no bearer of ours would take care."""
    return bool(outbox.strays(conn, tuple(kit.voices), carries.value, 1))


def adopt(conn: Connection, kit: Kit, bearer: str, carries: AddressKind) -> None:
    """Let `bearer` have the lost texts that it can carry."""
    found = outbox.strays(conn, tuple(kit.voices), carries.value, _MOST)
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
