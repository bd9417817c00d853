"""The back-off at sign-in: by account and address together, so that nobody can lock a colleague out.

A third party who guesses at an account slows down only himself: the right person, at another address,
is not held up. The memory is bounded; the oldest pair is forgotten first.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

FREE = 4
FIRST_WAIT = 2.0
LONGEST_WAIT = 900.0
REMEMBERED = 10_000


@dataclass(slots=True)
class Throttle:
    """Failures by (account, address) and until when each pair has to wait; times are monotonic seconds."""

    _pairs: OrderedDict[tuple[str, str], tuple[int, float]] = field(default_factory=OrderedDict)

    def wait(self, account: str, address: str, now: float) -> float:
        """Return how many seconds this pair still has to wait, zero when it may try."""
        return max(0.0, self._pairs.get((account, address), (0, 0.0))[1] - now)

    def failed(self, account: str, address: str, now: float) -> None:
        """Count a failure: the first few are free, then each wait is twice the one before."""
        count = self._pairs.pop((account, address), (0, 0.0))[0] + 1
        over = min(count - FREE, 20)
        until = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (over - 1)) if over > 0 else 0.0
        self._pairs[account, address] = (count, until)
        while len(self._pairs) > REMEMBERED:
            self._pairs.popitem(last=False)

    def passed(self, account: str, address: str) -> None:
        """Forget the failures of a pair that has signed in."""
        self._pairs.pop((account, address), None)
