"""What decoding needs from above: the time, the office, and what the officer has confirmed already."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when a text is read; `now` and `sent_at` carry a zone.

    `sent_at` is the TP-SCTS where the network gave one; relative times count from it, else from `now`.
    `offset_minutes` is the office's zone (Thailand +420, Myanmar +390). `used_digits` are those of the
    officer's last question: the next one takes others, so that a late answer cannot answer it.
    """

    now: datetime
    office: str
    language: str = "en"
    sent_at: datetime | None = None
    offset_minutes: int | None = None
    used_digits: str = ""
    confirmed: frozenset[str] = frozenset()

    @property
    def moment(self) -> datetime:
        """The time from which the officer speaks."""
        return self.sent_at or self.now
