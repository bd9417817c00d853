"""The back-off at sign-in: by account and way together, so that nobody can lock a colleague out.

A way is an address, or a browser in which the account has signed in before. A third party who guesses at an
account slows down only himself: the right person, at another address or in his usual browser, is not held up.
The memory is bounded; pairs that have to wait are kept apart from those that failed once or twice, so that a
guesser cannot make his own be forgotten by trying many names. After a quiet day a pair begins anew.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

FREE = 4
FIRST_WAIT = 2.0
LONGEST_WAIT = 900.0
REMEMBERED = 10_000  # of each kind
FORGOTTEN_AFTER = 86_400.0

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Failures:
    """How often a pair has failed, the last time, and until when it has to wait."""

    count: int = 0
    at: float = 0.0
    until: float = 0.0


@dataclass(slots=True)
class Throttle:
    """Failures by (account, way) and until when each pair has to wait; times are monotonic seconds."""

    _light: OrderedDict[Pair, Failures] = field(default_factory=OrderedDict)
    _heavy: OrderedDict[Pair, Failures] = field(default_factory=OrderedDict)

    def wait(self, account: str, way: str, now: float) -> float:
        """Return how many seconds this pair still has to wait, zero when it may try."""
        return max(0.0, self._heavy.get((account, way), Failures()).until - now)

    def failed(self, account: str, way: str, now: float, longest: float = LONGEST_WAIT) -> None:
        """Count a failure: the first few are free, then each wait is twice the last, `longest` at most."""
        before = self._forget((account, way))
        count = 1 if now - before.at > FORGOTTEN_AFTER else before.count + 1
        over = min(count - FREE, 20)
        until = now + min(longest, FIRST_WAIT * 2 ** (over - 1)) if over > 0 else 0.0
        kept = self._heavy if over > 0 else self._light
        kept[account, way] = Failures(count, now, until)
        if len(kept) > REMEMBERED:
            kept.popitem(last=False)

    def passed(self, account: str, way: str) -> None:
        """Forget the failures of a pair that has signed in."""
        self._forget((account, way))

    def _forget(self, pair: Pair) -> Failures:
        return self._heavy.pop(pair, None) or self._light.pop(pair, None) or Failures()
