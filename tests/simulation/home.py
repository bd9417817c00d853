"""One office over all its lives: its folder, disk, clock and SIM card stay; the station comes and goes."""

import asyncio
import random
import shutil
from collections.abc import Coroutine, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import event
from sqlcipher3 import dbapi2

from gateway.errors import EnvelopeError, StoreFullError, StoreLostError
from gateway.links.link import Exchanged
from gateway.office.config import Config, Partner, load
from gateway.pace import Pace
from gateway.relay.receive import receive
from gateway.station.outside import Outside
from gateway.station.station import Station
from gateway.store.database import Database
from gateway.store.store import Store
from hardware.bearer import Bearer
from hardware.sentence import Sentence
from tests.simulation.clock import OfficeClock
from tests.simulation.disk import Disks
from tests.simulation.life import LIFE, End, PowerOff
from tests.simulation.link import MemoryLink
from tests.simulation.link import Path as Way
from tests.simulation.machine import Machine
from tests.simulation.modem import Modem
from tests.simulation.plan import HOUR, Plan
from tests.simulation.sim_card import SimCard, Taken
from tests.simulation.statements import share_statements
from tests.simulation.trace import Trace
from tests.simulation.watch import watch
from tests.simulation.writer import VirtualWriter

KEY: Final = b"k" * 32
FILES: Final = ("station.db", "station.db-wal")
BEARER: Final = "modem1"
# Whatever looks by itself looks seldom, lest a week is spent on looking: a lost hint costs hours here.
_PACE = replace(Pace(**{one.name: 6 * HOUR for one in fields(Pace)}), overdue=2 * HOUR)


class Around(Protocol):
    """What an office sees of the world."""

    plan: Plan
    trace: Trace
    disks: Disks

    def breach(self, sentence: str) -> None: ...

    def way(self, one: str, other: str) -> Way: ...

    def home(self, code: str) -> "Home": ...

    def phone(self, home: "Home", taken: Taken) -> None: ...

    def risen(self, home: "Home") -> None: ...

    def fallen(self, home: "Home") -> None: ...


@dataclass
class Home:
    """One office."""

    code: str
    folder: Path
    world: Around
    clock: OfficeClock
    card: SimCard = field(default_factory=SimCard)
    life: "Life | None" = None
    lives: int = 0
    plugged: bool = True
    full: bool = False
    images: dict[str, bytes] = field(default_factory=dict[str, bytes])
    ended: list[tuple[float, End]] = field(default_factory=list[tuple[float, End]])
    head: tuple[int, bytes] | None = None  # of the audit log, when it was last looked at

    def __post_init__(self) -> None:
        self.machine = Machine(self.code, self.folder / "office.backup")

    def dice(self, name: str) -> random.Random:
        return self.world.plan.dice(f"{self.code}/{self.lives}/{name}")

    def power_up(self) -> None:
        """Begin the next life on what the disk holds."""
        self.lives += 1
        self.clock.boot()
        place = self.folder / f"life{self.lives}"
        place.mkdir()
        for name, content in self.images.items():
            (place / name).write_bytes(content)
        self.images = {}
        if self.machine.lost:
            again = self.world.plan.careless.epoch
            self.machine.put_back(database(place), self.clock.now(), same_epoch=again)
            self.head = None
        self.life = Life(self, place)
        self.world.risen(self)
        self.life.start()

    async def door(self, frames: Sequence[bytes]) -> Exchanged:
        """Take a partner's frames in as the office's door does."""
        life = self.life
        if life is None or life.dead:
            return Exchanged(None, Sentence("its door cannot be reached"))
        task = life.spawn(self._receive(life, frames))
        await asyncio.wait([task])
        if life.dead or task.cancelled():
            return Exchanged(None, Sentence("its door did not answer in time"))
        if (error := task.exception()) is not None:
            self.world.breach(f"the door of {self.code} failed: {error!r}")
            return Exchanged(None, Sentence("its door answered 500"))
        return task.result()

    async def _receive(self, life: "Life", frames: Sequence[bytes]) -> Exchanged:
        try:
            return Exchanged(await receive(life.store, life.station.kit, frames))
        except (StoreFullError, StoreLostError):
            return Exchanged(None, Sentence("its door answered 503"))
        except EnvelopeError as error:
            self.world.breach(f"{self.code} refused what its partner sent: {error}")
            return Exchanged(None, Sentence("its door answered 400"))


def database(place: Path) -> Database:
    return Database(f"sqlite:///{place / FILES[0]}", KEY)


class Life:
    """One life of an office's station; after its end nothing that still runs in it reaches the outside."""

    def __init__(self, home: Home, place: Path) -> None:
        self.home, self.place, self.number = home, place, home.lives
        self.dead = False
        self.fuse: tuple[int, End] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        plan = home.world.plan
        self.store = Store(
            database(place),
            inline=True,
            writer=lambda batch: VirtualWriter(batch, self, home.dice("writer"), lambda: home.full),
        )
        share_statements(self.store)
        watch(self.store, self._breach)
        if plan.careless.fsync:
            _never_force(self.store)
        outside = Outside(home.clock, home.dice("chance").random, self._bearers, self._link, _PACE)
        self.station = Station(load(home.folder / "office.toml"), outside, self.store)

    def start(self) -> None:
        self.spawn(self._run())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something inside this life."""
        context = copy_context()
        context.run(LIFE.set, self)
        task = asyncio.get_running_loop().create_task(work, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def step(self, name: str) -> None:
        """Count a step; the fuse may have burnt down at this one."""
        if self.dead:
            raise PowerOff
        self.home.world.trace.note(self.now(), self.home.code, name)
        if self.fuse is None:
            return
        left, how = self.fuse
        self.fuse = (left - 1, how)
        if left <= 1:
            self.end(how, f"at {name!r}")
            raise PowerOff

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def end(self, how: End, where: str = "") -> None:
        """End it here and now, as `how` says."""
        home, disks = self.home, self.home.world.disks
        if self.dead:
            return
        home.world.trace.note(self.now(), home.code, f"ends by {how} {where}")
        home.ended.append((self.now(), how))
        self.dead = True
        home.card.hint = lambda: None
        dice = home.dice("cut")
        for name in FILES:
            file = self.place / name
            if how is not End.LOST and file.exists():
                home.images[name] = disks.after_cut(file, dice) if how is End.CUT else file.read_bytes()
        asyncio.get_running_loop().create_task(self._bury(), context=Context())
        home.world.fallen(home)

    async def stop(self) -> None:
        """End it in order: tasks are cancelled, the store is closed, and all of it is on the disk."""
        await self._cancel()
        home = self.home
        if self.dead:
            return
        self.store.close()
        self.dead = True
        home.world.trace.note(self.now(), home.code, "ends in order")
        home.ended.append((self.now(), End.STOP))
        home.images = {
            name: (self.place / name).read_bytes() for name in FILES if (self.place / name).exists()
        }
        self._clear()
        home.world.fallen(home)

    async def _cancel(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if not tasks:
            return
        _, pending = await asyncio.wait(tasks, timeout=600.0)
        if pending:
            self._breach(f"{len(pending)} tasks do not end when told to")

    async def _bury(self) -> None:
        await self._cancel()
        self.store._reading.dispose()
        self.store._writing.dispose()
        self._clear()

    def _clear(self) -> None:
        self.home.world.disks.forget(self.place)
        shutil.rmtree(self.place)

    async def _run(self) -> None:
        try:
            await self.station.run()
        except BaseException as error:
            if not self.dead and not isinstance(error, asyncio.CancelledError):
                self._breach(f"the station ended: {error!r}")
            raise

    def _bearers(self, config: Config, called: object) -> list[Bearer]:
        del config, called
        home, careless = self.home, self.home.world.plan.careless.order
        return [
            Modem(
                BEARER,
                home.card,
                self,
                home.dice("modem"),
                lambda: home.plugged,
                self._sent,
                careless=careless,
            )
        ]

    def _sent(self, taken: Taken) -> None:
        self.home.world.phone(self.home, taken)

    def _link(self, partner: Partner, card: object) -> MemoryLink:
        del card
        home, world = self.home, self.home.world
        dice = home.dice(f"link/{partner.code}")
        there = world.home(partner.code)
        return MemoryLink(world.way(home.code, partner.code), there.door, dice, world.plan.trouble)

    def _breach(self, sentence: str) -> None:
        self.home.world.breach(f"{self.home.code} (life {self.number}): {sentence}")


def _never_force(store: Store) -> None:
    @event.listens_for(store._writing, "connect")
    def connected(conn: dbapi2.Connection, record: object) -> None:
        del record
        conn.execute("PRAGMA synchronous = OFF")
