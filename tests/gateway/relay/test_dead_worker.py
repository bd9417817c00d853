"""A worker that dies with envelopes in hand delays them by at most a lease, in virtual time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gateway.board.board import Board
from gateway.intake import intake
from gateway.kit import Kit
from gateway.links.link import Exchanged, Link
from gateway.relay import answer
from gateway.relay.answer import Answer
from gateway.relay.courier import LEASE, Courier
from gateway.relay.receive import receive
from gateway.store import envelopes
from gateway.store.keys import EnvelopeKey
from gateway.store.store import Store
from tests.gateway.offices import BEARER, START, House, found_pair, text
from tests.simulation.loop import VirtualLoop

PHASES = (0, 1, 14)  # seconds after a look of the other worker at which the first one takes its share


@dataclass(frozen=True)
class LoopClock:
    """The time of the loop, as a wall clock that is so far ahead."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return START + self.ahead + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


@dataclass
class Stuck:
    """A link on which an exchange never ends: the worker dies in it."""

    held: asyncio.Event = field(default_factory=asyncio.Event)

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        self.held.set()
        await asyncio.Event().wait()
        raise AssertionError(f"nobody ends this exchange of {len(frames)}")

    async def close(self) -> None: ...


@dataclass
class Wire:
    """A link that works, and says when it was used first."""

    to: House
    used: asyncio.Event = field(default_factory=asyncio.Event)

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        self.used.set()
        return Exchanged(await receive(self.to.store, self.to.kit, frames))

    async def close(self) -> None: ...


def test_what_a_dead_worker_had_in_hand_waits_at_most_a_lease(tmp_path: Path) -> None:
    pair = found_pair(tmp_path)
    house = pair["MSI"]
    house.store.alone = False  # as on a store that several workers share
    kit = replace(house.kit, clock=LoopClock())
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        waited = [runner.run(_die_and_wait(kit, house.store, Wire(pair["TCL"]), phase)) for phase in PHASES]
    assert timedelta() < min(waited)
    assert max(waited) <= LEASE


@pytest.mark.parametrize("ahead", [timedelta(seconds=9), timedelta(minutes=50), timedelta(minutes=-50)])
def test_a_dead_worker_whose_clock_was_wrong_held_nothing_longer(tmp_path: Path, ahead: timedelta) -> None:
    pair = found_pair(tmp_path)
    house = pair["MSI"]
    house.store.alone = False  # as on a store that several workers share
    kit = replace(house.kit, clock=LoopClock())
    work = _die_and_wait(kit, house.store, Wire(pair["TCL"]), 1, ahead)
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        assert runner.run(work) <= LEASE


@dataclass
class Late:
    """A link whose answer comes late: an older copy of the partner refused it."""

    kit: Kit
    held: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        assert frames
        self.held.set()
        await self.go_on.wait()
        no = Answer("TCL", "MSI", (), (("MSI", 1, 1, "no"),))
        return Exchanged(answer.encode(no, self.kit.keys.sign))

    async def close(self) -> None: ...


async def test_a_refusal_that_comes_after_the_lease_undoes_nothing(tmp_path: Path) -> None:
    pair = found_pair(tmp_path)
    house, there = pair["MSI"], pair["TCL"]
    house.store.alone = False
    heard = [text("DRG MSI YAB 1000T SEIZED")]
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))
    late = Late(there.kit)
    first = asyncio.create_task(_courier(house.kit, house.store, late)._round())  # one of what runs for ever
    async with asyncio.timeout(30):
        await late.held.wait()
        house.clock.go(LEASE)
        await _courier(house.kit, house.store, Wire(there))._round()  # the same
        late.go_on.set()
        await first
    found = house.store.read_now(lambda conn: envelopes.get(conn, EnvelopeKey("MSI", 1, 1)))
    assert found is not None
    assert found.state == "stored"


async def _die_and_wait(
    kit: Kit, store: Store, wire: Wire, phase: int, ahead: timedelta = timedelta()
) -> timedelta:
    """File a report and let one worker die in its exchange; return how long it waited for another.

    The clock of the one that dies is so far `ahead`.
    """
    second = asyncio.create_task(_courier(kit, store, wire).run())
    await asyncio.sleep(phase)
    await store.write(lambda conn: intake.take(conn, kit, BEARER, [text(f"DRG MSI YAB {phase + 1}T SEIZED")]))
    stuck = Stuck()
    first = asyncio.create_task(_courier(replace(kit, clock=LoopClock(ahead)), store, stuck).run())
    async with asyncio.timeout(10 * LEASE.total_seconds()):
        await stuck.held.wait()
        died = kit.clock.monotonic()
        first.cancel()
        await wire.used.wait()
    second.cancel()
    return timedelta(seconds=kit.clock.monotonic() - died)


def _courier(kit: Kit, store: Store, link: Link) -> Courier:
    return Courier(kit, store, Board(kit.clock.now), "TCL", link, lambda: 0.0)
