"""Whether a console is live: when an open page of somebody who may take an alarm was last told something."""

from gateway.clock import Clock

GONE_S = 20.0  # a heartbeat and a bit: a page that is being changed for another is not gone


class Presence:
    """The last sign of a console; a station that has just started waits for them to come back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen = clock.monotonic()

    def seen(self) -> None:
        """Note that a console is being told what is new."""
        self._seen = self._clock.monotonic()

    def live(self) -> bool:
        return self._clock.monotonic() - self._seen < GONE_S
