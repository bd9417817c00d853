"""The station: bearers, senders, couriers and the intake of one office, running together until stopped."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

import structlog

from gateway.alarms.checkins import CheckIns
from gateway.alarms.claims import Claims
from gateway.alarms.escalation import Escalations
from gateway.audit.retention import Retention
from gateway.board.board import Board, Level
from gateway.board.caretaker import BEARER, Caretaker
from gateway.board.elsewhere import Elsewhere
from gateway.board.lasting import Lasting
from gateway.board.presence import Presence
from gateway.desk.roles import Right, rights_of
from gateway.errors import ConfigError, StoreFullError, StoreLostError
from gateway.intake.intake import Intake
from gateway.intake.overdue import Overdue
from gateway.kit import kit_of
from gateway.office.config import Config
from gateway.outbox.ageing import Ageing
from gateway.outbox.fleet import Fleet
from gateway.outbox.sender import Sender
from gateway.relay.courier import Courier
from gateway.relay.heads import Heads
from gateway.relay.restored import Restored
from gateway.relay.worded import Worded
from gateway.role import SHARES, Role, Share
from gateway.senders.guesses import Guesses
from gateway.senders.rollcall import Rollcall
from gateway.station.outside import Outside
from gateway.station.watchdog import Watchdog
from gateway.store.store import Store
from hardware.bearer import Address, AddressKind, Bearer, Deliver, Hearing, Looped
from hardware.sentence import Sentence

_log = structlog.get_logger()


class Runs(Protocol):
    """A part of the station that runs until it is cancelled."""

    async def run(self) -> None: ...


def _takes_alarms(role: str) -> bool:
    return Right.CLAIM in rights_of(role)


class Station:
    """All that runs for one office apart from its web servers."""

    def __init__(self, config: Config, outside: Outside, store: Store, role: Role = Role.ALL) -> None:
        if role is not Role.ALL and store.alone:
            raise ConfigError(
                f"a worker for {role} alone needs a store that several can share; "
                "set [store] dsn to a PostgreSQL, or run without --role"
            )
        self.shares = SHARES[role]
        self.bearers = outside.bearers(config, self._called)
        voices = {one.name: one for one in self.bearers}
        self.kit = kit = kit_of(config, outside.clock, voices, outside.pace, _takes_alarms)
        self.store = store
        self._sign = "" if store.alone else f"{role}-{int(outside.uniform() * 2**32):08x}"
        self.board = Board(outside.clock.now)
        self.presence = Presence(outside.clock)
        for bearer in self.running():
            self.board.post(
                f"{BEARER}{bearer.name}",
                Level.WARNING,
                Sentence("{bearer} is being started.", bearer=bearer.name),
            )
        self.watchdogs = {
            one.name: Watchdog(kit, store, self.board, one)
            for one in self.running()
            if isinstance(one, Looped)
        }
        self._calls: set[asyncio.Task[None]] = set()
        self._intake = Intake(kit, store)
        self._rollcall = Rollcall(kit, store)
        partners = kit.config.partner if Share.PARTNERS in self.shares else ()
        self._links = {one.code: outside.link(one, kit.cards[one.code]) for one in partners}
        fleet = Fleet()
        self._outgoing: list[Sender | Courier] = [
            *(Sender(kit, store, bearer, outside.uniform, fleet, self.board) for bearer in self.running()),
            *(
                Courier(kit, store, self.board, code, link, outside.uniform)
                for code, link in self._links.items()
            ),
        ]

    async def run(self) -> None:
        """Run until cancelled; a part that fails for a reason nobody foresaw is started again."""
        for part in self._outgoing:
            self.store.add_listener(part.wake, part.about)
        try:
            async with asyncio.TaskGroup() as group:
                for bearer in self.running():
                    group.create_task(self._again(bearer.name, partial(bearer.run, self._deliver(bearer))))
                for part in (*self._outgoing, *self._watches()):
                    group.create_task(self._again(type(part).__name__, part.run))
        finally:
            for link in self._links.values():
                await link.close()

    def running(self) -> Sequence[Bearer]:
        """Return the bearers that this worker runs; the others only know how texts are measured."""
        return self.bearers if Share.BEARERS in self.shares else ()

    def _watches(self) -> "list[Runs]":
        """Return what looks now and then, share by share."""
        caretaker = Caretaker(self.kit, self.board, self.running(), lambda: self.store.relieved)
        found: list[Runs] = [caretaker, self._rollcall]
        if self._sign:
            listens = Share.CONSOLE in self.shares
            found.append(Elsewhere(self.store, self.board, self.kit.clock, self._sign, listens=listens))
        if Share.BEARERS in self.shares:
            found += [
                Overdue(self.kit, self.store),
                Ageing(self.kit, self.store),
                *self.watchdogs.values(),
                Retention(self.kit, self.store),
            ]
        if Share.PARTNERS in self.shares:
            found += [Heads(self.kit, self.store), Restored(self.kit, self.store)]
            found += [] if self.store.alone else [Worded(self.kit, self.store)]
        if Share.CONSOLE in self.shares:
            found += [
                Guesses(self.kit, self.store, self.board),
                Lasting(self.kit, self.store, self.board),
                CheckIns(self.kit, self.store),
                Claims(self.kit, self.store),
                Escalations(self.kit, self.store, self.presence, self._phones()),
            ]
        return found

    def _phones(self) -> str | None:
        """Return how phones of the duty list are reached: by the first bearer that carries numbers."""
        return next((one.name for one in self.bearers if one.carries is AddressKind.NUMBER), None)

    def _called(self, bearer: str, caller: Address) -> None:
        """Keep a refused call for staff: an officer who calls wants to be called back."""
        kept = asyncio.create_task(self._intake.called(bearer, caller))
        self._calls.add(kept)
        kept.add_done_callback(self._calls.discard)

    def _deliver(self, bearer: Bearer) -> Deliver:
        async def deliver(heard: Sequence[Hearing]) -> None:
            try:
                watchdog = self.watchdogs.get(bearer.name)
                rest = await watchdog.take(heard) if watchdog else heard
                if rest:
                    await self._intake.take(bearer.name, rest)
            except (StoreFullError, StoreLostError) as error:
                _log.error("nothing was kept and nothing is deleted from the bearer", why=str(error))
                self.board.post("store", Level.FAULT, error.sentence)
                raise
            self.board.clear("store")

        return deliver

    async def _again(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await run()
            except Exception as error:  # noqa: BLE001  # the rest of the station must go on
                _log.exception("a part of the station failed and is started again", part=name)
                sentence = Sentence(
                    "{part} failed ({kind}) and was started again; tell the engineer.",
                    part=name,
                    kind=type(error).__name__,
                )
                self.board.post(f"part {name}", Level.WARNING, sentence)
            await asyncio.sleep(1.0)
