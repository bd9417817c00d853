"""A worker that dies with envelopes in hand delays them by at most a lease, in virtual time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from gateway.board.board import Board
from gateway.intake import intake
from gateway.kit import Kit
from gateway.links.link import Exchanged, Link
from gateway.relay.courier import LEASE, Courier
from gateway.relay.receive import receive
from gateway.store.store import Store
from tests.gateway.offices import BEARER, START, House, found_pair, text
from tests.simulation.loop import VirtualLoop

PHASES = (0, 1, 14)  # seconds after a look of the other worker at which the first one takes its share


class LoopClock:
    """The time of the loop, as a wall clock."""

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic())

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


async def _die_and_wait(kit: Kit, store: Store, wire: Wire, phase: int) -> timedelta:
    """File a report and let one worker die in its exchange; return how long it waited for another."""
    second = asyncio.create_task(_courier(kit, store, wire).run())
    await asyncio.sleep(phase)
    await store.write(lambda conn: intake.take(conn, kit, BEARER, [text(f"DRG MSI YAB {phase + 1}T SEIZED")]))
    stuck = Stuck()
    first = asyncio.create_task(_courier(kit, store, stuck).run())
    async with asyncio.timeout(10 * LEASE.total_seconds()):
        await stuck.held.wait()
        died = kit.clock.monotonic()
        first.cancel()
        await wire.used.wait()
    second.cancel()
    return timedelta(seconds=kit.clock.monotonic() - died)


def _courier(kit: Kit, store: Store, link: Link) -> Courier:
    return Courier(kit, store, Board(kit.clock.now), "TCL", link, lambda: 0.0)
