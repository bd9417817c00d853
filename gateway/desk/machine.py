"""What only the running station can say of itself: its bearers, its disk; handed in as a callable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BearerState:
    """One bearer: how it is, its `facts` that are figures, and when receiving was last proved."""

    name: str
    ready: bool
    sentence: str
    alarm: str = ""
    facts: Mapping[str, float] = field(default_factory=dict[str, float])
    proved: datetime | None = None
    proves: bool = False  # whether it sends texts to itself now and then


@dataclass(frozen=True, slots=True)
class Machine:
    """The station's bearers, and the bytes that are free where it keeps things; None where nobody knows."""

    bearers: tuple[BearerState, ...] = ()
    free: int | None = None


def unknown() -> Machine:
    """Return a machine of which nothing is known: a console without a station."""
    return Machine()
