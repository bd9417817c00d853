"""The life of a delivery: one text to an officer, from queued to what became of it.

docs/deliveries.md has the picture, printed from TABLE. `unknown` is the honest state of a text that may or
may not have gone out: it is never sent again by itself, and a late receipt settles it. A text expires when
its validity is over, counted in seconds of a running station. What a radio had in hand when the station died
could be repeated safely, since its receiver knows the tag: that would be an event of its own here.
"""

import enum
from datetime import timedelta
from typing import Final

from codes.precedence import Precedence
from gateway.store.states import DeliveryState as State


class Event(enum.StrEnum):
    """What can happen to a delivery."""

    CLAIM = "claim"  # a bearer is about to be given it; committed before the first byte leaves
    TAKEN = "taken"  # the network took every segment
    AGAIN = "again"  # refused or unready, and worth another try
    REFUSED = "refused"  # refused for good
    SILENT = "silent"  # no answer after the text was given
    INTERRUPTED = "interrupted"  # the station died between claim and answer, or the modem went for good
    DELIVERED = "delivered"  # the network's receipt
    FAILED = "failed"  # the network's receipt
    OVERDUE = "overdue"  # its validity is over
    CANCEL = "cancel"  # what it said was taken back before it was sent


# TP-VP: an urgent answer that comes a day late misleads, and staff should soon know that it did not come.
VALID: Final = {
    Precedence.FLASH: timedelta(hours=2),
    Precedence.IMMEDIATE: timedelta(hours=6),
    Precedence.PRIORITY: timedelta(hours=24),
    Precedence.ROUTINE: timedelta(hours=72),
}
LAST_WORD: Final = timedelta(minutes=10)  # for the network to say what became of it
_ENDINGS = {Event.DELIVERED: State.DELIVERED, Event.FAILED: State.FAILED, Event.OVERDUE: State.EXPIRED}

TABLE: dict[tuple[State, Event], State] = {
    (State.QUEUED, Event.CLAIM): State.SUBMITTED,
    (State.QUEUED, Event.OVERDUE): State.EXPIRED,
    (State.QUEUED, Event.CANCEL): State.CANCELLED,
    (State.QUEUED, Event.INTERRUPTED): State.UNKNOWN,  # a part of it had gone out
    (State.SUBMITTED, Event.TAKEN): State.WIRED,
    (State.SUBMITTED, Event.AGAIN): State.QUEUED,
    (State.SUBMITTED, Event.REFUSED): State.FAILED,
    (State.SUBMITTED, Event.SILENT): State.UNKNOWN,
    (State.SUBMITTED, Event.INTERRUPTED): State.UNKNOWN,
    **{(State.WIRED, event): state for event, state in _ENDINGS.items()},
    **{(State.UNKNOWN, event): state for event, state in _ENDINGS.items()},
    # A network that called a text expired or failed may still deliver it, and says so later.
    (State.FAILED, Event.DELIVERED): State.DELIVERED,
    (State.EXPIRED, Event.DELIVERED): State.DELIVERED,
}


def overdue(state: State, precedence: int, age_s: float) -> bool:
    """Say whether a text that has waited so long is past its validity."""
    known = VALID[Precedence(precedence)]
    return age_s > (known if state is State.QUEUED else known + LAST_WORD).total_seconds()


def after(state: State, event: Event) -> State | None:
    """Return the state after `event`, or None where the event means nothing and is only noted."""
    return TABLE.get((state, event))
