"""How far a thing has come: the states of deliveries, envelopes and passages, one table a life."""

import enum
from typing import Final


class DeliveryState(enum.StrEnum):
    """The life of an MT text towards an officer."""

    QUEUED = "queued"
    SUBMITTED = "submitted"  # committed before the bearer is asked, so a crash is seen
    WIRED = "wired"  # the network took it
    DELIVERED = "delivered"
    UNKNOWN = "unknown"  # it may or may not have gone out: never resent blindly
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class EnvelopeState(enum.StrEnum):
    """The life of an envelope: ours from queued to stored, a partner's is `received`."""

    QUEUED = "queued"
    SENT = "sent"
    STORED = "stored"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    HELD = "held"  # after a restore, until the partner has said what it has
    RECEIVED = "received"


class PassageState(enum.StrEnum):
    """How far a report has come with one partner (promise 6)."""

    QUEUED = "queued"
    SENT = "sent"
    STORED = "stored"
    SEEN = "seen"
    ACTED = "acted"
    DECLINED = "declined"


class Unseen(enum.StrEnum):
    """What of a report no person here has looked at yet; it stands in the queue until somebody has."""

    CHANGED = "changed"  # its office says something else of it now
    RECALLED = "recalled"  # its office cancelled it, or took it back from us
    ASKED = "asked"  # its officer asks staff for a change
    ADDED = "added"  # its officer wrote more of it


# A passage only climbs. Receipts may overtake each other, so a step may be skipped and told later.
RANK: Final[dict[str, int]] = {
    PassageState.QUEUED: 0,
    PassageState.SENT: 1,
    PassageState.STORED: 2,
    PassageState.SEEN: 3,
    PassageState.ACTED: 4,
    PassageState.DECLINED: 4,
}

# Which column keeps when a state was reached; each is written once.
REACHED: Final[dict[str, str]] = {
    PassageState.QUEUED: "queued_at",
    PassageState.SENT: "sent_at",
    PassageState.STORED: "stored_at",
    PassageState.SEEN: "seen_at",
    PassageState.ACTED: "acted_at",
    PassageState.DECLINED: "acted_at",
}
