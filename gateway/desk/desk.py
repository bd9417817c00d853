"""The desk: everything the console asks and does, one method each."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from gateway.board.board import Board
from gateway.board.lasting import KEPT
from gateway.board.presence import Presence
from gateway.clock import Clock
from gateway.desk import doing, opening, reading
from gateway.desk.doing import Act, Done
from gateway.desk.health import Health, health
from gateway.desk.machine import Machine, unknown
from gateway.desk.people import Lasting, People
from gateway.desk.plugs import Station, Words
from gateway.desk.roles import Right
from gateway.desk.rows import Naming
from gateway.desk.values import (
    Change,
    Filter,
    MessageRow,
    MessageView,
    Outgoing,
    Overview,
    Person,
    ReportView,
    Row,
    Spot,
)
from gateway.desk.watch import Watch
from gateway.desk.wellness import Line, lines
from gateway.office.config import Office
from gateway.store import audit, notices
from gateway.store.keys import ReportKey
from gateway.store.store import Store


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue and how many reports its filter finds."""

    rows: tuple[Row, ...]
    total: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """One office's desk; `partners` are (code, name)."""

    store: Store
    office: Office
    clock: Clock
    words: Words
    partners: tuple[tuple[str, str], ...]
    station: Station
    board: Board
    presence: Presence | None = None  # told when a console that can take an alarm is live
    machine: Callable[[], Machine] = unknown
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        watch = Watch(self.store)
        self.board.listen(watch.nudge)
        object.__setattr__(self, "watch", watch)

    def people(self, lasting: Lasting) -> People:
        """Return the staff's door, with sign-ins that last so long."""
        return People(self.store, self.clock, lasting)

    async def overview(self, who: Person) -> Overview:
        return await self.store.read(lambda conn: reading.overview(conn, who, self.naming(who)))

    async def queue(self, who: Person, wanted: Filter) -> tuple[Overview, QueuePage]:
        """Return the head of the page and one page of the queue, read together."""
        naming, wanted = self.naming(who), self.meant(wanted)

        def work(conn: Connection) -> tuple[Overview, QueuePage]:
            head = reading.overview(conn, who, naming)
            rows = tuple(reading.queue(conn, who, wanted, naming))
            spots = tuple(reading.spots(conn, who, wanted, naming))
            return head, QueuePage(rows, reading.count(conn, who, wanted), spots)

        return await self.store.read(work)

    async def count(self, who: Person, wanted: Filter) -> int:
        """Return how many reports a filter finds; more than are counted only as one more."""
        wanted = self.meant(wanted)
        return await self.store.read(lambda conn: reading.count(conn, who, wanted))

    async def spots(self, who: Person, wanted: Filter) -> list[Spot]:
        """Return the places of what a filter finds, for the map."""
        naming, wanted = self.naming(who), self.meant(wanted)
        return await self.store.read(lambda conn: reading.spots(conn, who, wanted, naming))

    async def changes(self, who: Person, wanted: Filter, since: int) -> list[Change]:
        """Return what a console that knows the feed up to `since` has to hear."""
        naming, wanted = self.naming(who), self.meant(wanted)
        return await self.store.read(lambda conn: reading.changes(conn, who, wanted, since, naming))

    async def report(self, who: Person, key: ReportKey) -> ReportView | None:
        naming, office = self.naming(who), self.office.name
        return await self.store.read(lambda conn: opening.report(conn, who, key, naming, office))

    async def outgoing(self, who: Person, key: ReportKey, partner: str) -> Outgoing | None:
        """Return exactly what a partner would be shown, or None when there is nothing to show."""
        naming, preview = self.naming(who), self.station.preview
        return await self.store.read(lambda conn: opening.outgoing(conn, who, key, partner, naming, preview))

    async def lane(
        self, who: Person, before: int | None = None, most: int = reading.PAGE
    ) -> list[MessageRow]:
        return await self.store.read(lambda conn: reading.lane(conn, who, before, most))

    async def message(self, who: Person, message_id: int) -> MessageView | None:
        return await self.store.read(lambda conn: opening.message(conn, who, message_id, self.office))

    async def health(self) -> Health:
        return await self.store.read(lambda conn: health(conn, self.partners, self.clock.now()))

    async def wellness(self) -> tuple[Line, ...]:
        """Return how everything is, worst first, each with what it is about."""
        return lines(await self.health(), self.machine(), self.board.standing(), self.clock.now())

    async def clear_notice(self, who: Person, name: str) -> bool:
        """Take down a notice that stands until a person clears it; False when it may not be, or is not up."""
        if not who.may(Right.CLAIM) or not name.startswith(KEPT):
            return False
        at = self.clock.now()

        def work(conn: Connection) -> bool:
            cleared = notices.clear(conn, name.removeprefix(KEPT))
            if cleared:
                audit.append(conn, at, who.name, "notice cleared", name.removeprefix(KEPT))
            return cleared

        cleared = await self.store.write(work)
        if cleared:
            self.board.clear(name)
        return cleared

    async def claim(self, who: Person, key: ReportKey) -> Done:
        return await self.act(who, key, lambda conn, act: doing.claim(conn, act, self.station))

    async def give_back(self, who: Person, key: ReportKey) -> Done:
        return await self.act(who, key, doing.give_back)

    async def see(self, who: Person, key: ReportKey) -> Done:
        return await self.act(who, key, lambda conn, act: doing.see(conn, act, self.station))

    async def reopen(self, who: Person, key: ReportKey) -> Done:
        return await self.act(who, key, doing.reopen)

    async def assign(self, who: Person, key: ReportKey, to: str) -> Done:
        return await self.act(who, key, lambda conn, act: doing.assign(conn, act, to, self.station))

    async def end(self, who: Person, key: ReportKey, outcome: str, reason: str) -> Done:
        return await self.act(who, key, lambda conn, act: doing.end(conn, act, outcome, reason, self.station))

    async def close(self, who: Person, key: ReportKey, reason: str) -> Done:
        return await self.act(who, key, lambda conn, act: doing.close(conn, act, reason, self.station))

    async def release(self, who: Person, key: ReportKey, partner: str, version: str) -> Done:
        if partner not in dict(self.partners):
            return Done.UNKNOWN
        return await self.act(
            who, key, lambda conn, act: doing.release(conn, act, partner, self.station, version=version)
        )

    async def reply(self, who: Person, key: ReportKey, text: str) -> Done:
        return await self.act(who, key, lambda conn, act: doing.reply(conn, act, text, self.station))

    async def act(self, who: Person, key: ReportKey, work: Callable[[Connection, Act], Done]) -> Done:
        """Do one person's work on one report in one transaction."""
        act = Act(self.office.code, who, key, self.clock.now())
        done = await self.store.write(lambda conn: work(conn, act))
        self.watch.hint()
        return done

    def meant(self, wanted: Filter) -> Filter:
        """Return a filter with its days in the office's zone and its words as the book understands them."""
        return replace(wanted, zone=self.office.zone, words=self.words.meant(wanted.text))

    def naming(self, who: Person) -> Naming:
        """Return the names for one reader."""
        return Naming(self.words, who.language, dict(self.partners))
