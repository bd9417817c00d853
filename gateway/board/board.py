"""The notice board: what staff must know of the station itself, in memory.

It is not in the store, because its first use is to say that the store is full. Each notice is put up anew
by whoever sees the fault, and taken down by whoever sees it gone; a restart begins with an empty board.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hardware.sentence import Sentence


class Level(enum.StrEnum):
    """How bad it is: a fault stops messages, a warning will."""

    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Notice:
    """One standing notice: since when, and a sentence that says what is kept and what to do."""

    name: str
    since: datetime
    level: Level
    sentence: Sentence


class Board:
    """Notices by name, and who wants to hear of a change."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._standing: dict[str, Notice] = {}
        self._listeners: list[Callable[[], None]] = []

    def post(self, name: str, level: Level, sentence: Sentence) -> None:
        """Put a notice up; one that stands already keeps its time."""
        old = self._standing.get(name)
        if old is None or (old.level, old.sentence) != (level, sentence):
            self._standing[name] = Notice(name, old.since if old else self._now(), level, sentence)
            self._tell()

    def clear(self, name: str) -> None:
        """Take a notice down, if it stands."""
        if self._standing.pop(name, None):
            self._tell()

    def standing(self) -> list[Notice]:
        """Return what stands, the worst first."""
        return sorted(self._standing.values(), key=lambda one: (one.level is not Level.FAULT, one.since))

    def listen(self, told: Callable[[], None]) -> None:
        """Have `told` called after each change."""
        self._listeners.append(told)

    def _tell(self) -> None:
        for told in self._listeners:
            told()


def of(name: str, said: Sentence) -> Sentence:
    """Return what is said of a bearer or an office, with its name before it."""
    return Sentence("{name}: {said}", name=name, said=said)
