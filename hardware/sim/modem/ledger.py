"""What the network gave to this modem and what became of it: the count against which nothing may be lost."""

import enum
import hashlib
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from hardware.gsm.pdu import Deliver, MessageClass, decode_from_network
from hardware.sim.modem.journal import Keep, keep_nothing

Wall = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Kind(enum.StrEnum):
    """What the network hands out."""

    DELIVER = "deliver"
    REPORT = "report"


class State(enum.StrEnum):
    """Where it is: waiting -> stored -> deleted, waiting -> handed (a +CMT or +CDS), or discarded unseen."""

    WAITING = "waiting"
    STORED = "stored"
    DELETED = "deleted"
    HANDED = "handed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Entry:
    """One PDU (hex, SMSC first) and its history in ISO 8601, UTC; `read_at` is its first CMGR or CMGL."""

    id: int
    kind: Kind
    pdu: str
    hash: str
    offered_at: str
    state: State = State.WAITING
    memory: str | None = None
    index: int | None = None
    stored_at: str | None = None
    read_at: str | None = None
    handed_at: str | None = None
    deleted_at: str | None = None

    @property
    def raw(self) -> bytes:
        return bytes.fromhex(self.pdu)

    @property
    def message_class(self) -> MessageClass | None:
        heard = decode_from_network(self.raw)
        return heard.message_class if isinstance(heard, Deliver) else None


class Ledger:
    """Every entry by id, and the two queues in the network: messages, and reports on what was sent."""

    def __init__(self, wall: Wall = utc_now, keep: Keep = keep_nothing) -> None:
        self.entries: dict[int, Entry] = {}
        self._queues: dict[Kind, deque[int]] = {kind: deque() for kind in Kind}
        self._hashes: Counter[str] = Counter()
        self._wall = wall
        self._keep = keep

    def offer(self, kind: Kind, pdu: bytes) -> Entry:
        """Take a PDU into its queue."""
        entry = Entry(len(self.entries) + 1, kind, pdu.hex(), digest(pdu), self._now())
        self._put(entry)
        self._enter(entry)
        return entry

    def head(self, kind: Kind) -> Entry | None:
        """Return what waits longest, still waiting."""
        queue = self._queues[kind]
        return self.entries[queue[0]] if queue else None

    def knows(self, pdu: bytes) -> bool:
        return self._hashes[digest(pdu)] > 0

    def stored(self, entry: Entry, memory: str, index: int) -> None:
        """Take the head of its queue off: it is in a memory now."""
        self._leave(replace(entry, state=State.STORED, memory=memory, index=index, stored_at=self._now()))

    def handed(self, entry: Entry) -> None:
        """Take the head of its queue off: it went straight to the client."""
        self._leave(replace(entry, state=State.HANDED, handed_at=self._now()))

    def discarded(self, entry: Entry) -> None:
        """Take the head of its queue off: nobody wanted it."""
        self._leave(replace(entry, state=State.DISCARDED))

    def taken_back(self, number: int) -> None:
        """Queue a handed message again, first, because nobody confirmed it (TS 27.005, 3.4.4)."""
        entry = replace(self.entries[number], state=State.WAITING)
        self._queues[entry.kind].appendleft(number)
        self._put(entry)

    def read(self, number: int | None) -> None:
        entry = self.entries.get(number or 0)
        if entry is not None and entry.read_at is None:
            self._put(replace(entry, read_at=self._now()))

    def deleted(self, number: int | None) -> None:
        entry = self.entries.get(number or 0)
        if entry is not None:
            self._put(replace(entry, state=State.DELETED, deleted_at=self._now()))

    def counts(self) -> dict[str, int]:
        """Return how many there are in each state, `given` (left the queue) and `offered` (all)."""
        found = Counter(entry.state for entry in self.entries.values())
        by_state = {state.value: found[state] for state in State}
        offered = len(self.entries)
        return {"offered": offered, "given": offered - found[State.WAITING], **by_state}

    def restore(self, entry: Entry) -> None:
        """Take an entry as it was before a restart; entries come in the order of their ids."""
        self.entries[entry.id] = entry
        self._enter(entry)

    def _enter(self, entry: Entry) -> None:
        self._hashes[entry.hash] += 1
        if entry.state is State.WAITING:
            self._queues[entry.kind].append(entry.id)

    def _leave(self, entry: Entry) -> None:
        self._queues[entry.kind].remove(entry.id)
        self._put(entry)

    def _put(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        self._keep(f"entry/{entry.id}", asdict(entry))

    def _now(self) -> str:
        return self._wall().isoformat(timespec="milliseconds")


def digest(pdu: bytes) -> str:
    """Return SHA-256 in hex over the PDU as a client reads it, SMSC first."""
    return hashlib.sha256(pdu).hexdigest()
