"""The one clock: wall time for people, monotonic time for schedules."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the gateway asks for the time; handed in everywhere, so that tests can run a week in a second."""

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC; it may jump (a board without a battery wakes in 1970)."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only grow; zero means nothing."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
