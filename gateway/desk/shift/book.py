"""The shift's book: staff read it, add a line, hand over, and say that they have read the note."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from gateway.desk.desk import Desk
from gateway.desk.roles import Right
from gateway.desk.rows import Naming
from gateway.desk.shift import log
from gateway.desk.shift.log import LogLine, Note
from gateway.desk.values import Person
from gateway.store import audit, shift

LONGEST_LINE, LONGEST_NOTE = 300, 1200


class Kept(enum.StrEnum):
    """How writing into the book ended; the console has one sentence for each."""

    WRITTEN = "written"
    HANDED = "handed"
    TAKEN = "taken"
    TOO_LATE = "too-late"  # somebody has read it already, or it is one's own
    EMPTY = "empty"
    TOO_LONG = "too-long"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class ShiftPage:
    """What stands in the book: the notes of handover, and the log, the newest first."""

    notes: tuple[Note, ...]
    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class ShiftBook:
    """One office's book of shifts."""

    desk: Desk

    async def page(self, who: Person, hours: int, until: datetime | None = None) -> ShiftPage:
        """Return so many hours of the book up to `until`, or up to now."""
        end = until or self.desk.clock.now() + timedelta(seconds=1)
        since, naming = end - timedelta(hours=hours), self.naming(who)

        def work(conn: Connection) -> ShiftPage:
            return ShiftPage(tuple(log.notes(conn, since)), tuple(log.log(conn, who, since, end, naming)))

        return await self.desk.store.read(work)

    async def write(self, who: Person, text: str) -> Kept:
        """Add a line to the log."""
        refused = _refused(who, text, LONGEST_LINE)
        if refused is not None:
            return refused
        at, said = self.desk.clock.now(), " ".join(text.split())

        def work(conn: Connection) -> None:
            shift.write(conn, at, who.name, shift.NOTE, said)
            audit.append(conn, at, who.name, "wrote a line", "shift log", sha256(said.encode()).digest())

        await self.desk.store.write(work)
        return Kept.WRITTEN

    async def hand_over(self, who: Person, text: str) -> Kept:
        """Leave a note to the next shift."""
        refused = _refused(who, text, LONGEST_NOTE)
        if refused is not None:
            return refused
        at, said = self.desk.clock.now(), text.strip()

        def work(conn: Connection) -> None:
            number = shift.hand_over(conn, at, who.name, said)
            audit.append(conn, at, who.name, "handed over", f"note {number}", sha256(said.encode()).digest())

        await self.desk.store.write(work)
        return Kept.HANDED

    async def take_over(self, who: Person, number: int) -> Kept:
        """Say that a note has been read; the first of two wins, and nobody reads his own."""
        if not who.may(Right.CLAIM):
            return Kept.FORBIDDEN
        at = self.desk.clock.now()

        def work(conn: Connection) -> Kept:
            if not shift.take_over(conn, number, at, who.name):
                return Kept.TOO_LATE
            audit.append(conn, at, who.name, "took over", f"note {number}")
            return Kept.TAKEN

        return await self.desk.store.write(work)

    def naming(self, who: Person) -> Naming:
        """Return the names that this reader is shown."""
        return Naming(self.desk.words, who.language, dict(self.desk.partners))


def _refused(who: Person, text: str, longest: int) -> Kept | None:
    if not who.may(Right.CLAIM):
        return Kept.FORBIDDEN
    if not text.strip():
        return Kept.EMPTY
    return Kept.TOO_LONG if len(text.strip()) > longest else None
