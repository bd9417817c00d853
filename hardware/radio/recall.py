"""Which text is a repetition and which is new: the key that a hearing from a radio goes by.

A radio has no TP-SCTS, and ids come round: handhelds count from 1 again when they are switched on, so the
second `NIL{1` of a patrol may be the first one, said again because our ack was lost, or the next day's.
To take a new report for a repetition would acknowledge and lose it; the opposite mistake makes a second
report that people see. So a text is a repetition only when the same source said the same id and text
within `remember` of the last time: longer than radios try (8 times from a minute, growing by half, is 50
minutes), shorter than a shift.

The key also holds the stretch of wall time in which the text was first heard. That makes the next day's
key a new one, and lets a restarted station find the same key again, except where a stretch ended and the
station was restarted between two sayings: then there are two reports, and nothing is lost.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

REMEMBER = 2 * 3600.0  # seconds
# Without an id nobody repeats: what comes again within these seconds came through a digipeater.
ECHOES = 30.0

_MOST = 10_000


class Recall:
    """The texts heard lately, each with the stretch that its key holds and when it was last heard."""

    def __init__(
        self, now: Callable[[], datetime], monotonic: Callable[[], float], remember: float = REMEMBER
    ) -> None:
        self._now = now
        self._monotonic = monotonic
        self._remember = remember
        self._heard: dict[bytes, tuple[float, str]] = {}  # in the order of the last hearing

    def key(self, source: str, message_id: str, text: str) -> bytes:
        """Return the key of a text: 32 octets, the same for each saying of one message."""
        said = hashlib.sha256(f"{source}\0{message_id}\0{text}".encode()).digest()
        stretch = self._known(said, self._remember if message_id else ECHOES)
        if stretch is None:
            seconds = self._now().timestamp()
            stretch = str(int(seconds // self._remember)) if message_id else str(seconds)
        self._heard.pop(said, None)
        self._heard[said] = (self._monotonic(), stretch)
        if len(self._heard) > _MOST:
            del self._heard[next(iter(self._heard))]
        return hashlib.sha256(said + stretch.encode()).digest()

    def _known(self, said: bytes, within: float) -> str | None:
        last, stretch = self._heard.get(said, (0.0, None))
        return stretch if stretch is not None and self._monotonic() - last <= within else None
