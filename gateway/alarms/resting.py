"""What comes next for a claim that nobody acts on: nothing yet, a warning, its end.

Nothing here knows a clock: seconds that have passed are handed in. A claim never ends without a warning a
quarter of the limit before.
"""

import enum
from dataclasses import dataclass

_WARNED_AT = 0.75


class Deed(enum.Enum):
    """What is to be done."""

    NONE = enum.auto()
    WARN = enum.auto()
    LAPSE = enum.auto()


@dataclass(frozen=True, slots=True)
class Rest:
    """How long a claim has rested, and whether its person was warned."""

    rested_s: float = 0.0
    warned: bool = False


def rest(was: Rest, passed_s: float, limit_s: float) -> tuple[Deed, Rest]:
    """Return what is to be done when `passed_s` more seconds went by without an act; a limit of 0 is none."""
    rested = was.rested_s + max(0.0, passed_s)
    if not limit_s or rested < limit_s * _WARNED_AT:
        return Deed.NONE, Rest(rested, was.warned and bool(limit_s))
    if not was.warned:
        return Deed.WARN, Rest(limit_s * _WARNED_AT, warned=True)
    return (Deed.LAPSE if rested >= limit_s else Deed.NONE), Rest(rested, warned=True)
