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
class Certificate:
    """The console's certificate: until when it holds, and its root's fingerprint for people to compare.

    `file` is the root as browsers take it in (PEM, no secret), `names` what it may speak for.
    """

    until: datetime
    root: str
    file: bytes = b""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """The station's bearers, the bytes that are free where it keeps things, the console's certificate.

    None where nobody knows, or where the console speaks no TLS.
    """

    bearers: tuple[BearerState, ...] = ()
    free: int | None = None
    certificate: Certificate | None = None


def unknown() -> Machine:
    """Return a machine of which nothing is known: a console without a station."""
    return Machine()
