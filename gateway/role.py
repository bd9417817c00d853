"""What a worker does of a station: all of it, or a share when several work on one PostgreSQL."""

import enum
from collections.abc import Mapping
from typing import Final


class Role(enum.StrEnum):
    """The word after `patrolwire run --role`."""

    ALL = "all"
    INGEST = "ingest"  # modems and radios: what comes in by them, and what goes out
    RELAY = "relay"  # partners: the door, and the couriers to theirs
    WEB = "web"  # the console


class Share(enum.Enum):
    """One share of the work."""

    BEARERS = enum.auto()
    PARTNERS = enum.auto()
    CONSOLE = enum.auto()


SHARES: Final[Mapping[Role, frozenset[Share]]] = {
    Role.ALL: frozenset(Share),
    Role.INGEST: frozenset({Share.BEARERS}),
    Role.RELAY: frozenset({Share.PARTNERS}),
    Role.WEB: frozenset({Share.CONSOLE}),
}
