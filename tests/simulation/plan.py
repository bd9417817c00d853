"""What one simulated run is: how many offices, how long, how much trouble, and the seed of all dice."""

import random
from dataclasses import dataclass

HOUR, DAY = 3600.0, 86400.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """How often things go wrong: events an office a week, shares of what the links carry."""

    kills: float = 4.0
    cuts: float = 3.0
    stops: float = 1.0
    jumps: float = 1.5
    full: float = 1.0
    unplugged: float = 1.0
    flaps: float = 14.0
    lost: float = 0.03
    doubled: float = 0.04
    losses: float = 1.5  # of a machine with its disk, in the whole network a week


@dataclass(frozen=True, slots=True)
class Careless:
    """What the negative controls leave out, each of which must be found out."""

    fsync: bool = False  # the disk is never forced
    order: bool = False  # the modem deletes before the commit
    keys: bool = False  # the store forgets at each start what it has heard
    epoch: bool = False  # a restore goes on in the epoch of its backup


@dataclass(frozen=True, slots=True)
class Plan:
    """One run; the same plan gives the same run, in any process."""

    seed: int
    offices: int = 12
    days: float = 7.0
    reports: int = 20  # an office a day
    trouble: Trouble = Trouble()  # frozen
    careless: Careless = Careless()  # the same

    @property
    def end(self) -> float:
        return self.days * DAY

    def dice(self, name: str) -> random.Random:
        """Return dice of their own for one part, so that a change in one does not shift the others."""
        return random.Random(f"{self.seed}/{name}")
