"""One whole MO message on its way through intake, before and after it was read."""

from dataclasses import dataclass
from datetime import datetime

from codes.report import Decoded
from gateway.config import Officer
from hardware.bearer import Address


@dataclass(frozen=True, slots=True)
class Incoming:
    """One whole MO message, with the ids of the segments it came in."""

    bearer: str
    sender: Address
    text: str
    sent_at: datetime | None
    received_at: datetime
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A message that was read: who sent it, what it says, its row, and the row of the message it completes.

    `about` is `message` itself, unless this one answers a question about an earlier one.
    """

    incoming: Incoming
    officer: Officer | None
    decoded: Decoded
    message: int
    about: int
