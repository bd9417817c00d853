"""The life of a delivery: one text to an officer, from queued to what became of it.

    queued ──claim──▶ submitted ──network took it──▶ wired ──receipt──▶ delivered
       ▲                  │  │                         ├──receipt──▶ failed
       │                  │  └──no answer──▶ unknown ──┤
       └──refused, again──┘                            └──validity over──▶ expired

`unknown` is the honest state of a text that may or may not have gone out: it is never sent again by
itself, and a late receipt settles it.
"""

import enum

from gateway.store.states import DeliveryState as State


class Event(enum.StrEnum):
    """What can happen to a delivery."""

    CLAIM = "claim"  # a bearer is about to be given it; committed before the first byte leaves
    TAKEN = "taken"  # the network took every segment
    AGAIN = "again"  # refused or unready, and worth another try
    REFUSED = "refused"  # refused for good
    SILENT = "silent"  # no answer after the text was given
    INTERRUPTED = "interrupted"  # the station died between claim and answer
    DELIVERED = "delivered"  # the network's receipt
    FAILED = "failed"  # the network's receipt
    OVERDUE = "overdue"  # its validity is over
    CANCEL = "cancel"  # what it said was taken back before it was sent


_ENDINGS = {Event.DELIVERED: State.DELIVERED, Event.FAILED: State.FAILED, Event.OVERDUE: State.EXPIRED}

TABLE: dict[tuple[State, Event], State] = {
    (State.QUEUED, Event.CLAIM): State.SUBMITTED,
    (State.QUEUED, Event.OVERDUE): State.EXPIRED,
    (State.QUEUED, Event.CANCEL): State.CANCELLED,
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


def after(state: State, event: Event) -> State | None:
    """Return the state after `event`, or None where the event means nothing and is only noted."""
    return TABLE.get((state, event))
