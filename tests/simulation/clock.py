"""An office's clock in virtual time: its wall may jump, its monotonic seconds only grow."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class OfficeClock:
    """The true time lies `START` plus the loop's seconds; the wall is off by whatever jumped."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._off = timedelta()
        self._booted = 0.0

    def true(self) -> datetime:
        return START + timedelta(seconds=self._loop.time())

    def now(self) -> datetime:
        return self.true() + self._off

    def monotonic(self) -> float:
        return self._loop.time() - self._booted

    def jump(self, to: datetime | None) -> None:
        """Set the wall, or put it right."""
        self._off = timedelta() if to is None else to - self.true()

    def boot(self) -> None:
        """Begin to count the seconds anew."""
        self._booted = self._loop.time()
