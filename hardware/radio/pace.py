"""How long to wait for an ack on the air: as long as acks took lately, growing by half, shaken.

Four stations with a fixed timer fall into step and get nothing through; these waits, eight of them, beat
every fixed schedule. The estimate is that of RFC 6298, and by its section 3 (Karn) a message
that was said twice teaches nothing, because nobody knows which saying the ack answers.
"""

import random

TRIES = 8
GROWTH = 1.5

_FIRST = 8.0  # seconds, before anything was learnt: four times the usual round trip at 1200 baud
_SHORTEST = 4.0
_LONGEST = 60.0
_AIRTIME = 0.5  # seconds a frame occupies the channel at 1200 baud; those waiting before us are said first


class Pace:
    """The waits of one channel; what one station's acks teach holds for all, since they share the air."""

    def __init__(self, shake: random.Random) -> None:
        self._shake = shake
        self._smooth: float | None = None
        self._spread = 0.0

    def learn(self, seconds: float) -> None:
        """Take in the round trip of a message that was said once."""
        if self._smooth is None:
            self._smooth, self._spread = seconds, seconds / 2
            return
        self._spread += (abs(self._smooth - seconds) - self._spread) / 4
        self._smooth += (seconds - self._smooth) / 8

    def wait(self, tries: int, waiting: int) -> float:
        """Return seconds until the next saying after `tries` (from 1), with `waiting` messages under way."""
        expected = _FIRST if self._smooth is None else self._smooth + 4 * self._spread
        base = min(max(expected, _SHORTEST), _LONGEST) + _AIRTIME * waiting
        return base * GROWTH ** (tries - 1) * self._shake.uniform(0.7, 1.3)
