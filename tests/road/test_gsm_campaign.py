"""Kills, unplugging, noise, storms, full SIMs and false answers: nothing is lost, and nothing comes twice."""

import asyncio
import contextlib
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hardware.failpoint import POINTS
from tests.road.clockwork import JUMPS, TRUE, Clockwork
from tests.road.disk import Disk, may_mount, small_disk
from tests.road.keeper import AT_END, ONCE, Station
from tests.road.post import HERE, OFFICER, STRANGER, THERE, Post, post
from tests.road.tally import Given, Tally, differences, note
from tests.soak import Note
from web.bench.pretend_modem import PretendModem

SOAK = os.environ.get("PATROLWIRE_SOAK") == "1"
SEED = os.environ.get("PATROLWIRE_SEED", "5")
STORM = 100
SHARES = (1, 3)  # of the messages, to the small SIM and to the large one
FIRST = 1_000  # the quantity in the first report, so that all have as many digits or more
DRAIN_S = 300.0 if SOAK else 120.0  # without any progress; silences may follow each other
COMMANDS = ("CMGD", "CMGL", "CPMS", "CMGF", "CNMI", "CMGS", "CSQ", "CREG", "CNMA")
REFUSALS = ("ERROR", "+CMS ERROR: 500", "+CMS ERROR: 321", "+CME ERROR: 14")
# The driver waits for an answer as long as a slow modem may take, so silence costs the run its time.
SILENCES = 20 if SOAK else 2
SILENT = ("CMGD", "CMGL", "CMGS", "CNMI") if SOAK else ("CMGD",)
MEGABYTES = 256 if SOAK else 64  # the log alone may take 16
PATIENCE_S = 60.0  # for a death at a failpoint, start included; a life that ends elsewhere is over sooner
LIVES = 5
POINTS_HERE = [one for one in POINTS if not one.startswith(("door-", "backup-", "restore-", "rotate-"))]
POINTS_THERE = [one for one in POINTS if one.startswith("door-")]
TEXTS, KILLS = (10_000, 2 * len(POINTS_HERE)) if SOAK else (300, 2)
pytestmark = [pytest.mark.timeout(7200 if SOAK else 900), pytest.mark.xdist_group("road")]


@dataclass
class Campaign:
    """A run of `texts` messages with `kills` deaths ordered and as many at failpoints, `rough` with all else.

    `disk` and `clock` are filled and set, where there are any; `done` counts the troubles made.
    """

    here: Post
    chance: random.Random
    texts: int
    kills: int
    rough: bool = True
    disk: Disk | None = None
    clock: Clockwork | None = None
    given: Given = field(default_factory=Given)
    done: Counter[str] = field(default_factory=Counter)
    deaths: int = 0

    def __post_init__(self) -> None:
        self.over = asyncio.Event()

    async def run(self) -> Tally:
        async with asyncio.TaskGroup() as troubles:
            for trouble in self._roughness():
                troubles.create_task(trouble)
            await asyncio.gather(self._kill(), self._give_all())
            self.over.set()
        await self._drain()
        return await self.here.tally()

    # What the network gives: a share of it before each death.

    async def _give_all(self) -> None:
        while self.given.count < self.texts:
            await self._give()

    async def _give(self) -> None:
        """Give a burst, but of each death's share no more than there is, so that every death finds work."""
        while self.given.count >= self._due():
            await asyncio.sleep(0.02)
        [modem] = self.chance.choices(self.here.modems, SHARES)
        for _ in range(min(self.chance.choice((1, 1, 3, 30)), self._due() - self.given.count)):
            await self._give_one(modem)
        await asyncio.sleep(self.chance.uniform(0, 0.05))

    def _due(self) -> int:
        return self.texts * (self.deaths + 1) // (self.kills + 1)

    async def _give_one(self, modem: PretendModem) -> None:
        number = self.given.count
        self.given.count += 1
        match number % 20:
            case 7:
                text = " ".join([f"long {number:05}"] * 40)  # no part is like one of another text
                order = self.chance.sample((1, 2, 3), 3)
                await modem.ask("receive", **{"from": STRANGER, "text": text, "order": order})
                self.given.texts[text] += 1
            case 13:
                noise = self.chance.randbytes(6).hex()
                await modem.ask("receive_pdu", hex=f"0004ff{number:06x}{noise}")
                self.given.texts[""] += 1
            case _:
                self.given.quantities.append(str(FIRST + number))
                text = f"DRG MSI YAB {FIRST + number}T SEIZED"
                self.given.texts[text] += 1
                await modem.receive(OFFICER, text)

    # What goes wrong meanwhile.

    def _roughness(self) -> tuple[Coroutine[Any, Any, None], ...]:
        if not self.rough:
            return ()
        troubles = (self._unplug(), self._storm(), self._noise(), self._fail(), self._fill(), self._jump())
        return (*troubles, self._kill_partner())

    async def _kill(self) -> None:
        """Kill at a random moment after the last restart has begun to empty a SIM, or is still on its way.

        A rough one is then killed once more, at a failpoint, each in its turn.
        """
        for number in range(self.kills):
            if not self.rough or number % 4 != 2:
                await self._progress()
            await asyncio.sleep(self.chance.uniform(0, 1.5))
            if self.rough:
                await self._fall(self.here.station, POINTS_HERE[number % len(POINTS_HERE)])
            else:
                self.here.station.kill()
            self.deaths += 1

    async def _fall(self, station: Station, point: str) -> None:
        """Kill it, and let it die again at `point`, be it some lives later; give up after a few."""
        for _ in range(LIVES):
            if await self._fell(station, point):
                return

    async def _fell(self, station: Station, point: str) -> bool:
        """Kill it, and say whether its next life ends at `point`; new texts come in, so that it has work."""
        fell, loop = station.fell[point], asyncio.get_running_loop()
        before = (await self.here.counts())["deleted"]
        arm = f"{point}:{1 if point in ONCE else self.chance.choice((1, 1, 2, 5))}"
        station.arm = arm
        station.kill()
        until = loop.time() + PATIENCE_S
        while arm in (station.arm, station.armed) and station.fell[point] == fell and loop.time() < until:
            if await self._wait(0.5, 1.5):
                break
            await self._give_one(self.chance.choice(self.here.modems))
            if point == AT_END and (deleted := (await self.here.counts())["deleted"]) > before:  # it is up
                before = deleted
                station.end()
        return station.fell[point] > fell

    async def _kill_partner(self) -> None:
        for point in POINTS_THERE * (3 if SOAK else 1):
            if await self._lull(2, 20 if SOAK else 4):
                return
            await self._fall(self.here.partner, point)

    async def _progress(self) -> None:
        """Wait until more has been deleted than now."""
        before = (await self.here.counts())["deleted"]
        while (await self.here.counts())["deleted"] <= before and not self.over.is_set():
            await asyncio.sleep(0.1)

    async def _fill(self) -> None:
        """Fill the disk to the last byte for a while."""
        while self.disk is not None and not self.over.is_set():
            self.done["disk full"] += 1
            await asyncio.to_thread(self.disk.fill)
            await self._wait(0.5, 3)
            self.disk.free()
            await self._lull(3, 12)

    async def _jump(self) -> None:
        """Set the wall clock to 1970 or 2038 for a while."""
        while self.clock is not None and not await self._lull(2, 8):
            self.done["clock jumped"] += 1
            self.clock.set(self.chance.choice(JUMPS))
            await self._wait(1, 4)
            self.clock.set(TRUE)

    async def _unplug(self) -> None:
        while not await self._lull(2, 6):
            self.done["unplugged"] += 1
            seconds = self.chance.uniform(0, 1.0)
            await self.chance.choice(self.here.modems).ask("unplug", seconds=seconds)

    async def _storm(self) -> None:
        while not await self._wait(1, 4):
            self.done["storm"] += 1
            modem = self.chance.choice(self.here.modems)
            hints = (f'+CMTI: "SM",{index}' for index in range(1, STORM + 1))
            await modem.ask("urc", line="\r\n\r\n".join(hints))

    async def _noise(self) -> None:
        while not await self._wait(0.5, 1.5):
            self.done["noise"] += 1
            raw = self.chance.randbytes(self.chance.randint(1, 60)).hex()
            await self.chance.choice(self.here.modems).ask("urc", raw=raw)

    async def _fail(self) -> None:
        while not await self._wait(0.5, 2.0):
            command, instead = self.chance.choice(COMMANDS), self.chance.choice(REFUSALS)
            self.done["refused"] += 1
            if self.done["silent"] < SILENCES and self.chance.random() < 0.1:
                self.done["silent"] += 1
                command, instead = self.chance.choice(SILENT), self.chance.choice(("lost", "silence"))
            await self.chance.choice(self.here.modems).ask("fail", command=command, **{"with": instead})

    async def _lull(self, least_s: float, most_s: float) -> bool:
        """Wait a random time after something was done: trouble alone, on a busy machine, would be no test."""
        await self._progress()
        return await self._wait(least_s, most_s)

    async def _wait(self, least_s: float, most_s: float) -> bool:
        """Wait a random time; return whether the campaign is over."""
        try:
            async with asyncio.timeout(self.chance.uniform(least_s, most_s)):
                await self.over.wait()
        except TimeoutError:
            return False
        return True

    async def _drain(self) -> None:
        """Wait until nothing is left, or nothing more has moved for long."""
        loop = asyncio.get_running_loop()
        until, before = loop.time() + DRAIN_S, -1
        while (left := await self._left()) and loop.time() < until:
            if left != before:
                until, before = loop.time() + DRAIN_S, left
            await asyncio.sleep(2.0)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                while self.rough and not await self._across():
                    await asyncio.sleep(4.0)
        await asyncio.sleep(0.5)

    async def _left(self) -> int:
        return sum(one["deleted_at"] is None for one in await self.here.delivers())

    async def _across(self) -> bool:
        return len(await self.here.quantities(THERE)) >= len(self.given.quantities)


@contextlib.asynccontextmanager
async def rough_post(folder: Path) -> AsyncGenerator[tuple[Post, Disk | None, Clockwork]]:
    """Set up an office on a small disk, where one can be mounted, and under a clock that jumps."""
    clock = Clockwork(folder)
    with contextlib.ExitStack() as held:
        disk = held.enter_context(small_disk(folder / HERE, MEGABYTES)) if may_mount() else None
        async with post(folder, "web", more=clock.environment) as here:
            yield here, disk, clock


async def test_whatever_happens_to_modems_and_station_each_message_is_kept_once(
    tmp_path: Path, record_property: Note
) -> None:
    async with rough_post(tmp_path) as (here, disk, clock):
        campaign = Campaign(here, random.Random(SEED), TEXTS, KILLS, disk=disk, clock=clock)
        tally = await campaign.run()
        fell = here.station.fell + here.partner.fell
    record_property("tried", tally.given)
    record_property("killed", here.station.deaths + here.partner.deaths)
    record_property("clock jumps", campaign.done["clock jumped"])
    note(record_property, tally)
    sys.stderr.write(f"{tally}; {dict(campaign.done)}; killed at {dict(fell)} and {KILLS} times at random\n")
    assert differences(campaign.given, tally) == []
    assert tally.given > TEXTS
    assert here.station.deaths >= 2 * KILLS
    assert not SOAK or set(fell) == {*POINTS_HERE, *POINTS_THERE}
    assert {"clock jumped", "unplugged", "storm", "noise", "refused"} <= set(campaign.done)
    assert disk is None or campaign.done["disk full"]


async def test_the_count_sees_a_station_that_deletes_before_it_commits(
    tmp_path: Path, record_property: Note
) -> None:
    record_property("control", 1)
    async with post(tmp_path, "tests.road.careless", "lose") as here:
        campaign = Campaign(here, random.Random(SEED), 60, 3, rough=False)
        tally = await campaign.run()
    assert tally.lost.total() > 0
    assert tally.left == 0
    assert any("reports lost" in one for one in differences(campaign.given, tally))


async def test_the_count_sees_a_station_that_takes_a_redelivery_for_new(
    tmp_path: Path, record_property: Note
) -> None:
    record_property("control", 1)
    async with post(tmp_path, "tests.road.careless", "double") as here:
        campaign = Campaign(here, random.Random(SEED), 60, 3, rough=False)
        tally = await campaign.run()
    assert tally.lost.total() == 0
    assert tally.doubled
    assert any("texts too many" in one for one in differences(campaign.given, tally))
