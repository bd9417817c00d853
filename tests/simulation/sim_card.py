"""A SIM card and the network behind it: what was offered, what lies on it, what was deleted and sent."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from hardware.bearer import Hearing

CAPACITY: Final = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the network hands over: a segment of an officer's text, or a report on one of ours."""

    id: int
    hearing: Hearing
    sending: int | None  # whose text it is; None for a report


@dataclass(frozen=True, slots=True)
class Taken:
    """One text the network took from a station, and in which of its lives."""

    tag: str
    to: str
    text: str
    life: int
    at: float
    references: tuple[str, ...] = ()


@dataclass
class SimCard:
    """The network's own ledger for one office; it outlives every crash of the station."""

    waiting: deque[Entry] = field(default_factory=deque[Entry])
    stored: list[Entry] = field(default_factory=list[Entry])
    deleted: list[Entry] = field(default_factory=list[Entry])
    taken: list[Taken] = field(default_factory=list[Taken])
    doubtful: set[str] = field(default_factory=set[str])  # tags of which the station cannot know
    hint: Callable[[], None] = field(default=lambda: None)
    offered: int = 0
    reference: int = 0

    def offer(self, hearing: Hearing, sending: int | None) -> Entry:
        self.offered += 1
        entry = Entry(self.offered, hearing, sending)
        self.waiting.append(entry)
        self._fill()
        return entry

    def again(self, entry: Entry) -> None:
        """Hand over once more what the network believes was not taken."""
        self.waiting.append(entry)
        self._fill()

    def delete(self, entry: Entry) -> None:
        self.stored.remove(entry)
        self.deleted.append(entry)
        self._fill()

    def next_references(self, count: int) -> tuple[str, ...]:
        """Return what the network calls the next segments: TP-MR counts to 255 and begins again."""
        found = tuple(str((self.reference + n) % 256) for n in range(count))
        self.reference = (self.reference + count) % 256
        return found

    def _fill(self) -> None:
        while self.waiting and len(self.stored) < CAPACITY:
            self.stored.append(self.waiting.popleft())
        self.hint()


def soon(dice: random.Random, least: float, most: float) -> float:
    """Return a delay, small ones oftener than large."""
    return least * (most / least) ** dice.random()
