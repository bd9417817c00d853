"""The whole network in one process and one seed: founded, run through all its trouble, and judged."""

import asyncio
import shutil
import tempfile
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from codes.load import shipped
from gateway.errors import StoreFullError, StoreLostError
from gateway.store import audit, envelopes, reports
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from hardware.bearer import Address, AddressKind, Fate, Hearing, Receipt
from tests.simulation import checks
from tests.simulation.checks import Office
from tests.simulation.clock import OfficeClock
from tests.simulation.disk import Disks
from tests.simulation.held import Held
from tests.simulation.home import FILES, KEY, Home
from tests.simulation.judging import judged
from tests.simulation.life import LIFE, End, PowerOff
from tests.simulation.link import Path as Way
from tests.simulation.loop import VirtualLoop
from tests.simulation.network import found_network, numbers
from tests.simulation.officers import Crowd
from tests.simulation.plan import DAY, HOUR, Plan
from tests.simulation.points import points
from tests.simulation.sim_card import Taken, soon
from tests.simulation.staff import Staff
from tests.simulation.trace import Trace
from tests.simulation.trouble import Trouble

QUIET = 10 * HOUR
LAST_WORDS_S, LAST_LOOKS = 300.0, 12  # what a station says by itself as the quiet ends may be under way
_NETWORK = Address(AddressKind.UNKNOWN, "")


@dataclass
class Outcome:
    """What became of one run."""

    seed: int
    digest: str
    events: int
    breaches: list[str]
    counts: dict[str, int] = field(default_factory=dict[str, int])


class World:
    """Everything there is."""

    def __init__(self, plan: Plan, folder: Path, tell: Callable[[str], object] | None) -> None:
        self.plan, self.trace, self.disks = plan, Trace(tell), Disks(folder)
        self.breaches: list[str] = []
        self.loop = asyncio.get_running_loop()
        self._dice = plan.dice("world")
        self._ways: dict[tuple[str, ...], Way] = {}
        self._trouble = Trouble(plan, self._dice, self.later)
        codes = found_network(folder, plan.offices)
        image = _empty()
        self.offices = {code: self._office(folder / code, place, image) for place, code in enumerate(codes)}
        self.secrets = [number for place in range(len(codes)) for number in numbers(place)]

    def _office(self, folder: Path, place: int, image: dict[str, bytes]) -> Office:
        home = Home(folder.name, folder, self, OfficeClock(self.loop), images=dict(image))
        crowd = Crowd(
            shipped(),
            home.card,
            numbers(place),
            self.plan.dice(f"crowd/{folder.name}"),
            self.later,
            self.loop.time,
            home.clock.true,
        )
        return Office(home, crowd, Staff(self.plan.dice(f"staff/{folder.name}")))

    def breach(self, sentence: str) -> None:
        self.trace.note(self.loop.time(), "BREACH", sentence)
        self.breaches.append(f"{self.loop.time() / DAY:.3f} d: {sentence}")

    def later(self, seconds: float, do: Callable[[], Any]) -> None:
        """Do something of the world's own, in no station's life."""
        self.loop.call_later(seconds, do, context=Context())

    def way(self, one: str, other: str) -> Way:
        return self._ways.setdefault(tuple(sorted((one, other))), Way())

    def home(self, code: str) -> Home:
        return self.offices[code].home

    def phone(self, home: Home, taken: Taken) -> None:
        """Bring a text to its phone, and what became of it back."""
        crowd, dice = self.offices[home.code].crowd, self._dice
        if dice.random() < 0.05:  # the phone stays off
            if dice.random() < 0.5:  # and the network says so
                self.later(soon(dice, 60.0, 7200.0), lambda: self._report(home, taken, Fate.FAILED))
            return
        delay = soon(dice, 2.0, 600.0)
        self.later(delay, lambda: crowd.hear(taken))
        if dice.random() < 0.95:  # reports get lost
            self.later(delay + dice.uniform(1.0, 30.0), lambda: self._report(home, taken, Fate.DELIVERED))

    def _report(self, home: Home, taken: Taken, fate: Fate) -> None:
        crowd = self.offices[home.code].crowd
        for number, reference in enumerate(taken.references):
            key = f"report/{taken.tag}/{taken.at}/{number}/{fate}".encode()
            crowd.card.offer(Hearing(key, key, _NETWORK, receipt=Receipt(reference, fate)), None)

    def risen(self, home: Home) -> None:
        """Look at an office as it comes up: what it said it had, it has."""
        life = home.life
        if life is None:
            return
        if self.plan.careless.keys:
            _forget(life.store)
        self._other_machine(home, life.store)
        found = life.store.read_now(lambda conn: list(checks.acknowledged(conn, home)))
        mine = life.store.read_now(lambda conn: {code: checks.received(conn, code) for code in self.offices})
        for code, office in self.offices.items():
            other = office.home.life
            if code == home.code or other is None or other.dead:
                continue
            lost = other.store.read_now(lambda conn: checks.promised(conn, home.code)) - mine[code]
            lost -= home.machine.gone.received
            if lost:
                found.append(f"{len(lost)} envelopes of {code} that were called stored are gone: {min(lost)}")
        for sentence in found:
            self.breach(f"{home.code} (life {home.lives}): {sentence}")

    def _other_machine(self, home: Home, store: Store) -> None:
        """After a restore, forget of its network and its staff what the office cannot know any more."""
        held, office = home.machine.compare(store), self.offices[home.code]
        if held is None:
            return
        gone = home.machine.gone
        home.card.taken = [taken for taken in home.card.taken if taken.tag not in gone.texts]
        office.staff.released = {
            (key, partner)
            for key, partner in office.staff.released
            if (key, partner) in held.passages or self._holds(partner, key)
        }

    def _holds(self, partner: str, key: ReportKey) -> bool:
        life = self.home(partner).life
        return bool(life and not life.dead and life.store.read_now(lambda conn: reports.get(conn, key)))

    def fallen(self, home: Home) -> None:
        """Have an office come up again in a while, its clock perhaps without a battery."""
        self._trouble.wakes(home)
        self.later(0.5 if self._trouble.over else soon(self._dice, 5.0, 1800.0), lambda: self._up(home))

    def _up(self, home: Home) -> None:
        try:
            home.power_up()
        except Exception as error:  # noqa: BLE001  # whatever it is, the office is down
            self.breach(f"{home.code} does not come up again: {error!r}")

    async def run(self) -> None:
        for office in self.offices.values():
            office.home.power_up()
            self._busy(office)
            self._trouble.office(office.home)
        for code, office in self.offices.items():
            life = office.home.life
            for partner in life.station.kit.config.partner if life else ():
                if code < partner.code:
                    self._trouble.way(self.way(code, partner.code))
        await asyncio.sleep(self.plan.end)
        self._calm()
        await asyncio.sleep(QUIET)
        await self._silence()
        self._judge()
        for office in self.offices.values():
            if office.home.life is not None:
                await office.home.life.stop()

    def _busy(self, office: Office) -> None:
        dice, count = self._dice, round(self.plan.days * self.plan.reports)
        for _ in range(count):
            self.later(dice.uniform(0.0, self.plan.end), office.crowd.report)
        for _ in range(round(self.plan.days * 12)):
            self.later(dice.uniform(0.0, self.plan.end), lambda: self._staff(office))
        for hours in range(int(self.plan.end // HOUR)):
            self.later(hours * HOUR, lambda: self._witness(office.home))

    def _staff(self, office: Office) -> None:
        life = office.home.life
        if life is not None and not life.dead:
            life.spawn(_try(office.staff.act(life.station)))

    def _witness(self, home: Home) -> None:
        if home.life is not None and not home.life.dead:
            home.head = home.life.store.read_now(audit.head)

    def _calm(self) -> None:
        """End all trouble: what is left must come right by itself."""
        self._trouble.over = True
        for way in self._ways.values():
            way.up = True
        for office in self.offices.values():
            office.home.plugged, office.home.full, office.crowd.quiet = True, False, True
            office.home.clock.jump(None)
            if office.home.life:
                office.home.life.fuse = None

    async def _silence(self) -> None:
        """Wait for what is under way, an hour at most: what stays under way is a breach."""
        for _ in range(LAST_LOOKS):
            if not any(self._speaks(office.home) for office in self.offices.values()):
                return
            await asyncio.sleep(LAST_WORDS_S)

    def _speaks(self, home: Home) -> bool:
        if home.life is None or home.life.dead:
            return False
        partners = [one.code for one in home.life.station.kit.config.partner]
        read = home.life.store.read_now
        return any(read(lambda conn, one=one: envelopes.due(conn, one, 1)) for one in partners)

    def _judge(self) -> None:
        held: dict[str, Held] = {}
        for code, office in self.offices.items():
            life = office.home.life
            if life is None or life.dead:
                self.breach(f"{code} did not come up again")
                return
            held[code] = life.store.read_now(Held)
        restored = {code for code, office in self.offices.items() if office.home.machine.restores}
        for code, office in self.offices.items():
            for sentence in judged(office, held, restored):
                self.breach(f"{code}: {sentence}")
            for row in held[code].everything():
                # A frame is sealed with fresh randomness each time.
                rest = sorted((key, str(value)) for key, value in row.items() if key != "frame")
                self.trace.add(repr(rest).encode())

    def outcome(self) -> Outcome:
        counts = {
            "texts": sum(len(one.crowd.sendings) for one in self.offices.values()),
            "replies": sum(len(one.home.card.taken) for one in self.offices.values()),
            "lives": sum(one.home.lives for one in self.offices.values()),
            **{
                how.value: sum(h is how for o in self.offices.values() for _, h in o.home.ended)
                for how in End
            },
            "syncs": self.disks.syncs,
        }
        return Outcome(self.plan.seed, self.trace.digest(), self.trace.events, self.breaches, counts)

    def hear_log(self, logger: object, method: str, event: MutableMapping[str, object]) -> str:
        """Look at each line of the log: no number, no text, and no failure that nobody foresaw."""
        del logger
        life = LIFE.get()
        said = repr(event)
        if event.get("exc_info"):
            said += traceback.format_exc()
            if not getattr(life, "dead", True):
                self.breach(f"a part failed: {said[-1500:]}")
        if any(secret in said for secret in self.secrets):
            self.breach(f"a number stands in the log: {method}")
        raise structlog.DropEvent


def simulate(plan: Plan, tell: Callable[[str], object] | None = None) -> Outcome:
    """Run one plan from its founding to its judgement."""
    shared = Path("/dev/shm")  # noqa: S108  # memory, where there is any
    folder = Path(tempfile.mkdtemp(prefix="patrolwire-", dir=shared if shared.is_dir() else None))
    before = structlog.get_config()
    try:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner, points():
            return runner.run(_simulate(plan, folder, tell))
    finally:
        structlog.configure(**before)
        shutil.rmtree(folder)


async def _simulate(plan: Plan, folder: Path, tell: Callable[[str], object] | None) -> Outcome:
    world = World(plan, folder, tell)
    structlog.configure(processors=[world.hear_log])
    asyncio.get_running_loop().set_exception_handler(lambda _, context: _unheard(world, context))
    with world.disks.installed():
        await world.run()
    return world.outcome()


def _unheard(world: World, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if not isinstance(error, PowerOff | BaseExceptionGroup):
        world.breach(f"nobody heard of {context}")


async def _try(work: Awaitable[None]) -> None:
    """Let staff act; what the store refuses now is tried another time."""
    with suppress(StoreFullError, StoreLostError):
        await work


@cache
def _empty() -> dict[str, bytes]:
    """Return the files of a new office's store."""
    with tempfile.TemporaryDirectory(prefix="patrolwire-") as place:
        Store.make(f"sqlite:///{Path(place) / FILES[0]}", KEY).close()
        return {name: (Path(place) / name).read_bytes() for name in FILES if (Path(place) / name).exists()}


def _forget(store: Store) -> None:
    with store._writing.begin() as conn:
        conn.exec_driver_sql("UPDATE segment SET key = key || x'00'")
