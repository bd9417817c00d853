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
    """A message that was read: who sent it, what it says, and its row."""

    incoming: Incoming
    officer: Officer | None
    decoded: Decoded
    message: int

    @property
    def provenance(self) -> str:
        """Grade the sender: C by a known number, D otherwise; a sender's code raises it to A or B."""
        return "C" if self.officer else "D"
