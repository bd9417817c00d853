"""How long to wait before the next attempt: growing, with jitter, never for ever."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between attempts: `first`, growing by `factor` to at most `longest`, each shaken by a third.

    Fixed timers let stations fall into step and collapse together, hence the jitter.
    """

    first: float
    longest: float
    factor: float = 2.0

    def wait(self, attempt: int, uniform: Callable[[], float]) -> float:
        """Return the seconds before retry number `attempt`, from 0; `uniform` gives 0 to 1."""
        grown = self.first * self.factor ** min(attempt, 60)
        return min(grown, self.longest) * (2 / 3 + uniform() * 2 / 3)
