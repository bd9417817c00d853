"""The record as auditors read it: found by who, what and when; that it was read is on record too."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.store import audit, lookup
from gateway.store.store import Store

PAGE = 50


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, as it stands in the address: days of the office, the last of them included.

    `deeds` are actions that are called `what` in the asker's own language.
    """

    who: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    deeds: tuple[str, ...] = ()

    def said(self) -> str:
        """Return it in words for the record."""
        pairs = {
            "who": self.who,
            "what": self.what,
            "from": self.since,
            "to": self.until,
            "before": self.before,
        }
        return ", ".join(["the record", *(f"{name} {value}" for name, value in pairs.items() if value)])


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the record as it is shown."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one office, whose days are those of `zone`."""

    store: Store
    clock: Clock
    zone: str

    async def find(self, who: Person, query: Query) -> list[Entry] | None:
        """Return a page of the record, the newest first, and record the look; None without the right."""
        if not who.may(Right.AUDIT):
            return None
        asked, at = self._asked(query), self.clock.now()

        def work(conn: Connection) -> list[Entry]:
            rows = lookup.find(conn, asked, PAGE)
            audit.append(conn, at, who.name, "read the record", query.said())
            return [Entry(one.seq, one.at, one.actor, one.action, one.subject) for one in rows]

        return await self.store.write(work)

    def _asked(self, query: Query) -> lookup.Asked:
        since = None if query.since is None else self._midnight(query.since)
        last = query.until is None or query.until == date.max
        until = None if last or query.until is None else self._midnight(query.until + timedelta(days=1))
        return lookup.Asked(query.who, query.what, since, until, query.before, query.deeds)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone))
