"""The plug between bearers and the gateway: what a bearer hands up, and what it is asked to send.

A bearer hands up *hearings* and may forget them (delete from the SIM, ack on the air) only after
`deliver` has returned, because by then they are committed (promise 1). If `deliver` raises, nothing
may be forgotten: the bearer keeps them and hands them up again later.
"""

import enum
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from hardware.sentence import NOTHING, Sentence


class AddressKind(enum.StrEnum):
    """What sort of name a sender goes by; only numbers and call signs can be answered."""

    NUMBER = "number"
    CALLSIGN = "callsign"
    ALPHANUMERIC = "alphanumeric"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Address:
    """Who is at the other end: `+66812345678`, `9V1AB-7`, `AIS`, or empty when the network hid it."""

    kind: AddressKind
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """Place of a segment in a concatenated message (TS 23.040, 9.2.3.24.1); index counts from 1.

    `wide` tells a reference of 16 bits from one of 8: 7 of one sort is not 7 of the other.
    """

    ref: int
    count: int
    index: int
    wide: bool = False


class Fate(enum.StrEnum):
    """What became of a segment we sent: TP-ST (3GPP TS 23.040, 9.2.3.15), or an ack on the air."""

    DELIVERED = "delivered"
    PENDING = "pending"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A status report or an ack on the air, matched by the bearer's own reference (TP-MR, message id).

    `submitted_at` is when the network took the segment, by its own clock (TP-SCTS of TS 23.040, 9.2.2.3): it
    tells two segments apart that were given the same reference.
    """

    reference: str
    fate: Fate
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """One segment or frame as a bearer heard it.

    `key` tells a redelivery from a new message: (sender, TP-SCTS, PDU hash) for modems. Exactly one of
    `text`, `data`, `receipt` is set, unless `problem` says in one sentence why nothing could be read;
    `raw` is always what came, byte for byte. `ports` are (destination, source), mostly of data.
    """

    key: bytes
    raw: bytes
    sender: Address
    sent_at: datetime | None = None
    text: str | None = None
    data: bytes | None = None
    part: Part | None = None
    receipt: Receipt | None = None
    problem: str | None = None
    ports: tuple[int, int] | None = None


class SendOutcome(enum.StrEnum):
    """What is known after one attempt to send."""

    SUBMITTED = "submitted"  # the network took it
    REFUSED = "refused"  # it said no; nothing went out
    UNKNOWN = "unknown"  # it may or may not have gone out: never resent blindly
    UNREADY = "unready"  # nothing was tried: no port, no registration


@dataclass(frozen=True, slots=True)
class Sent:
    """Result of one attempt: a reference a segment, and a sentence for the operator when it failed."""

    outcome: SendOutcome
    references: tuple[str, ...] = ()
    retryable: bool = True
    sentence: Sentence = NOTHING


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text for one officer; `tag` is the gateway's own name for it, the same at each attempt.

    `precedence` is for a bearer that holds several texts at once: 0 is FLASH and goes before all others.
    `valid` is how long the network shall keep trying; None leaves it to the bearer. `begun` are the
    references of the segments that it took at earlier attempts, which are not sent again.
    """

    tag: str
    to: Address
    text: str
    receipt_wanted: bool = True
    precedence: int = 3
    valid: timedelta | None = None
    begun: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What a bearer can say of itself; `sentence` is for a lay person, `facts` for metrics.

    `alarm` is what a person should know although the bearer is ready: a SIM that fills up, another SIM.
    """

    ready: bool
    sentence: Sentence
    facts: dict[str, str | int | float]
    alarm: Sentence = NOTHING


Deliver = Callable[[Sequence[Hearing]], Awaitable[None]]


class Bearer(Protocol):
    """A way for messages to come and go. `run` never ends by itself: it reconnects until cancelled."""

    name: str
    carries: AddressKind

    async def run(self, deliver: Deliver) -> None: ...

    async def send(self, message: Outgoing) -> Sent: ...

    def measure(self, text: str) -> int:
        """Return how many segments `text` would take on this bearer."""
        ...

    def join(self, raws: Sequence[bytes]) -> str | None:
        """Return the text of a whole message from its segments in order, or None to join their texts.

        Some senders tear a character in two between segments; only who knows the coding can mend it.
        """
        ...

    def health(self) -> Health: ...


@runtime_checkable
class Looped(Protocol):
    """A bearer that can write to itself, and so prove that it receives."""

    def own(self) -> Address | None:
        """Return its own address; None while it is not known."""
        ...

    def proved(self) -> None:
        """Take note that a message to itself came back."""
        ...

    def renew(self) -> None:
        """Set the hardware up anew, radio included, because what was sent to itself does not come back."""
        ...
