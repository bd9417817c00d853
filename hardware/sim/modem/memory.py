"""Where a modem keeps messages: the memories SM, ME and SR, each with numbered places (TS 27.005, 3.1)."""

import enum
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from hardware.sim.modem.journal import Keep, keep_nothing


class Status(enum.IntEnum):
    """<stat> in PDU mode; ALL only asks (TS 27.005, 3.1)."""

    REC_UNREAD = 0
    REC_READ = 1
    STO_UNSENT = 2
    STO_SENT = 3
    ALL = 4


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored message: what a client reads (hex, SMSC first), and its entry in the ledger, if any."""

    status: Status
    pdu: str
    entry: int | None = None

    @property
    def length(self) -> int:
        """Return the octets behind the SMSC, as CMGL and +CMT count them (TS 27.005, 3.1)."""
        return tpdu_length(self.pdu)


class Memory:
    """Places 1 to `capacity`; the lowest free one is taken first."""

    def __init__(self, name: str, capacity: int, keep: Keep = keep_nothing) -> None:
        self.name = name
        self.capacity = capacity
        self._keep = keep
        self._places: dict[int, Stored] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[tuple[int, Stored]]:
        return iter(sorted(self._places.items()))

    @property
    def full(self) -> bool:
        return len(self._places) >= self.capacity

    def has(self, index: int) -> bool:
        """Tell whether there is such a place, empty or not."""
        return 1 <= index <= self.capacity

    def get(self, index: int) -> Stored | None:
        return self._places.get(index)

    def add(self, stored: Stored) -> int | None:
        """Put a message in the lowest free place and return its index; None when full."""
        if self.full:
            return None
        index = next(i for i in range(1, self.capacity + 1) if i not in self._places)
        self.put(index, stored)
        return index

    def put(self, index: int, stored: Stored) -> None:
        self._places[index] = stored
        self._keep(f"{self.name}/{index}", asdict(stored))

    def drop(self, index: int) -> None:
        if self._places.pop(index, None) is not None:
            self._keep(f"{self.name}/{index}", None)

    def restore(self, index: int, stored: Stored) -> None:
        """Take a place as it was before a restart, even beyond a capacity that has shrunk since."""
        self._places[index] = stored


def tpdu_length(pdu: str) -> int:
    """Return the octets of a hex PDU behind its SMSC; nothing is left of one that is all SMSC."""
    smsc = int(pdu[:2] or "0", 16) + 1
    return max(0, len(pdu) // 2 - smsc)
