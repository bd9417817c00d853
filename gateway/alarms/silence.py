"""How a patrol stands that has been silent for so long; nothing here knows a clock."""

import enum
from dataclasses import dataclass


class Standing(enum.Enum):
    """On time, overdue within its grace, or missed: the alarm is due."""

    ON_TIME = enum.auto()
    LATE = enum.auto()
    MISSED = enum.auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """Seconds within which a patrol has to be heard of, and the grace after them; 0 asks for nothing."""

    every_s: float
    grace_s: float

    def standing(self, silent_s: float) -> Standing:
        """Return how a patrol stands after `silent_s` seconds without a word."""
        if not self.every_s or silent_s < self.every_s:
            return Standing.ON_TIME
        return Standing.LATE if silent_s < self.every_s + self.grace_s else Standing.MISSED
