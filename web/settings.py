"""What the console is told about the place it runs in."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """How the console is reached and how long a sign-in lasts.

    An open console counts as used, because its siren has to ring while nobody touches it: `idle` runs
    from the last sign of life of the page, and `absolute` (one shift and a handover) ends it all the same.
    `patience` is how many seconds the first bytes of a body may take.
    `fresh` is how long a password counts for release, export, roster, keys and staff.
    """

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    tls: bool = False
    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=13)
    fresh: timedelta = timedelta(minutes=15)
    heartbeat: float = 15.0
    largest_body: int = 16_384
    patience: float = 30.0
