"""The roster as staff keep it: who is enrolled, changed and retired, by whom; each step on record.

Who keeps it sees the last three figures of a number; whole it is shown only by `show`, on record each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk import roll
from gateway.desk.entry import Entry, Flaw, Line, entry_of, lines_of
from gateway.desk.plugs import Invite
from gateway.desk.roles import Right
from gateway.desk.roll import CALLSIGN, DONE, NUMBER, Ended, OfficerDone, OfficerRow, may_look
from gateway.desk.values import Person
from gateway.store import audit, officers, sheets
from gateway.store.store import Store
from gateway.store.tables import Enrolled

ASK_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Officers:
    """The roster of one office, whose `country` local numbers belong to."""

    store: Store
    clock: Clock
    country: str
    invite: Invite

    async def everyone(self, who: Person) -> list[OfficerRow] | None:
        """Return the officers whom this person may see; None when he may not see any."""
        if not may_look(who):
            return None
        return await self.store.read(lambda conn: roll.everyone(conn, who))

    async def one(self, who: Person, officer: int) -> OfficerRow | None:
        """Return one officer; None when there is none to see."""
        if not may_look(who):
            return None
        return await self.store.read(lambda conn: roll.one(conn, who, officer))

    async def show(self, who: Person, officer: int) -> tuple[str, ...] | None:
        """Return an officer's whole numbers and put the look on record, in one transaction."""
        if not who.may(Right.SOURCE):
            return None
        at = self.clock.now()

        def work(conn: Connection) -> tuple[str, ...] | None:
            if roll.found(conn, who, officer) is None:
                return None
            audit.append(conn, at, who.name, "read source identity", f"officer {officer}")
            return tuple(one.value for one in officers.reaches(conn, officer))

        return await self.store.write(work)

    async def add(self, who: Person, given: dict[str, str]) -> tuple[Ended, int | None]:
        """Enrol one officer and ask his number to confirm; the answer names him."""
        entry, at = entry_of(given, self.country), self.clock.now()
        if not who.may(Right.ROSTER):
            return OfficerDone.FORBIDDEN, None

        def work(conn: Connection) -> tuple[Ended, int | None]:
            flaw = next(iter((*entry.flaws(), *roll.beside(conn, who, entry))), None)
            if flaw is not None:
                return flaw, None
            return OfficerDone.ENROLLED, self._enrol(conn, who, entry, at)

        return await self.store.write(work)

    async def check(self, who: Person, text: str | None) -> list[Line] | None:
        """Read a CSV file and say of each line what is wrong with it; nothing is kept."""
        if not who.may(Right.ROSTER):
            return None
        lines = lines_of(text, self.country)
        return await self.store.read(lambda conn: roll.checked(conn, who, lines))

    async def keep(self, who: Person, text: str) -> list[Line] | None:
        """Enrol everybody of a CSV file, or nobody when a line of it is wrong; return the lines."""
        if not who.may(Right.ROSTER):
            return None
        lines, at = lines_of(text, self.country), self.clock.now()

        def work(conn: Connection) -> list[Line]:
            checked = roll.checked(conn, who, lines)
            if not any(one.flaws for one in checked):
                for one in checked:
                    self._enrol(conn, who, one.entry, at)
            return checked

        return await self.store.write(work)

    async def change(self, who: Person, officer: int, given: dict[str, str]) -> Ended:
        """Give an officer another name, unit, agency or language; his sheets go by his name with him."""
        entry = entry_of({**given, NUMBER: "", CALLSIGN: ""}, self.country)

        def work(conn: Connection, found: Enrolled, at: datetime) -> Ended:
            del at
            alone = [one for one in entry.flaws() if one is not Flaw.NOWHERE]
            flaw = next(iter((*alone, *roll.beside(conn, who, entry, found.id))), None)
            if flaw is not None:
                return flaw
            values = {"unit": entry.unit, "agency": entry.agency, "language": entry.language}
            officers.change(conn, officer, name=entry.name, **values)
            sheets.rename(conn, found.name, entry.name)
            return OfficerDone.KEPT

        return await self._act(who, officer, "changed", work)

    async def retire(self, who: Person, officer: int) -> Ended:
        """Take an officer off the roster: his numbers are forgotten, and his sheets end."""

        def work(conn: Connection, found: Enrolled, at: datetime) -> Ended:
            officers.change(conn, officer, retired_at=at)
            officers.drop(conn, officer)
            for sheet in sheets.everyone(conn):
                if sheet.officer == found.name:
                    sheets.revoke(conn, sheet.id, at)
            return OfficerDone.RETIRED

        return await self._act(who, officer, "retired", work)

    async def reach(self, who: Person, officer: int, given: dict[str, str]) -> Ended:
        """Give an officer another number or call sign; a number is asked to confirm."""

        def work(conn: Connection, found: Enrolled, at: datetime) -> Ended:
            values = {**given, "name": found.name, "agency": found.agency}
            entry = entry_of(values, self.country)
            flaw = next(iter((*entry.flaws(), *roll.held(conn, entry))), None)
            if flaw is not None:
                return flaw
            self._reaches(conn, officer, entry, found.language, at)
            return OfficerDone.KEPT

        return await self._act(who, officer, "added a number", work)

    async def remove(self, who: Person, officer: int, reach_id: int) -> Ended:
        """Take a number or call sign from an officer."""

        def work(conn: Connection, found: Enrolled, at: datetime) -> Ended:
            del at
            return OfficerDone.REMOVED if officers.drop(conn, found.id, reach_id) else OfficerDone.UNKNOWN

        return await self._act(who, officer, "removed a number", work)

    async def ask(self, who: Person, officer: int, reach_id: int) -> Ended:
        """Ask a number once more to confirm, not more often than every five minutes."""

        def work(conn: Connection, found: Enrolled, at: datetime) -> Ended:
            one = roll.waiting(conn, officer, reach_id)
            if one is None:
                return OfficerDone.UNKNOWN
            if one.asked_at is not None and timedelta() <= at - one.asked_at < ASK_AGAIN:
                return OfficerDone.LATELY
            sent = self.invite(conn, one.id, one.value, found.language, at)
            return OfficerDone.ASKED if sent else OfficerDone.NO_MODEM

        return await self._act(who, officer, "asked to confirm", work)

    async def confirm(self, who: Person, officer: int, reach_id: int) -> Ended:
        """Confirm a number by the clerk's own word: the officer stood before him with the phone."""

        def work(conn: Connection, found: Enrolled, at: datetime) -> Ended:
            if roll.waiting(conn, found.id, reach_id) is None:
                return OfficerDone.UNKNOWN
            officers.change_reach(conn, reach_id, code="", confirmed_at=at, confirmed_by=who.name)
            return OfficerDone.CONFIRMED

        return await self._act(who, officer, "confirmed by hand", work)

    def _enrol(self, conn: Connection, who: Person, entry: Entry, at: datetime) -> int:
        values = {"unit": entry.unit, "agency": entry.agency, "language": entry.language}
        officer = officers.add(conn, name=entry.name, made_at=at, **values)
        self._reaches(conn, officer, entry, entry.language, at)
        audit.append(conn, at, who.name, "enrolled", f"officer {officer}")
        return officer

    def _reaches(self, conn: Connection, officer: int, entry: Entry, language: str, at: datetime) -> None:
        if entry.callsign:
            sure = {"confirmed_at": at, "confirmed_by": "call sign"}
            officers.reach(conn, officer_id=officer, kind=CALLSIGN, value=entry.callsign, **sure)
        if entry.number:
            new = officers.reach(conn, officer_id=officer, kind=NUMBER, value=entry.number)
            self.invite(conn, new, entry.number, language, at)

    async def _act(
        self,
        who: Person,
        officer: int,
        what: str,
        work: Callable[[Connection, Enrolled, datetime], Ended],
    ) -> Ended:
        """Do something about one officer, and put it on record if it was done."""
        if not who.may(Right.ROSTER):
            return OfficerDone.FORBIDDEN
        at = self.clock.now()

        def whole(conn: Connection) -> Ended:
            found = roll.found(conn, who, officer)
            if found is None:
                return OfficerDone.UNKNOWN
            ended = work(conn, found, at)
            if ended in DONE:
                audit.append(conn, at, who.name, what, f"officer {officer}")
            return ended

        return await self.store.write(whole)
