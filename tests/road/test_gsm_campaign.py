"""Kills, unplugging, noise, storms, full SIMs and false answers: nothing is lost, and nothing comes twice."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.road.post import OFFICER, STRANGER, Post, Tally, post
from web.bench.pretend_modem import PretendModem

SOAK = os.environ.get("PATROLWIRE_SOAK") == "1"
SEED = os.environ.get("PATROLWIRE_SEED", "5")
TEXTS, KILLS = (10_000, 60) if SOAK else (300, 2)
STORM = 100
SHARES = (1, 3)  # of the messages, to the small SIM and to the large one
FIRST = 1_000  # the quantity in the first report, so that all have as many digits or more
DRAIN_S = 600.0 if SOAK else 120.0  # without any progress; silences may follow each other
COMMANDS = ("CMGD", "CMGL", "CPMS", "CMGF", "CNMI", "CMGS", "CSQ", "CREG", "CNMA")
REFUSALS = ("ERROR", "+CMS ERROR: 500", "+CMS ERROR: 321", "+CME ERROR: 14")
# The driver waits for an answer as long as a slow modem may take, so silence costs the run its time: for a
# PDU that was sent, three minutes, which only a soak has.
SILENCES = 200 if SOAK else 2
SILENT = ("CMGD", "CMGL", "CMGS", "CNMI") if SOAK else ("CMGD",)
pytestmark = [pytest.mark.timeout(7200 if SOAK else 900), pytest.mark.xdist_group("road")]


@dataclass
class Campaign:
    """A run of `texts` messages with `kills` deaths, `rough` with every other trouble too."""

    here: Post
    chance: random.Random
    texts: int
    kills: int
    rough: bool = True
    given: int = 0
    deaths: int = 0
    silences: int = 0

    def __post_init__(self) -> None:
        self.wanted: Counter[str] = Counter()
        self.quantities: list[str] = []
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
        while self.given < self.texts:
            await self._give()

    async def _give(self) -> None:
        """Give a burst, but of each death's share no more than there is, so that every death finds work."""
        while self.given >= self._due():
            await asyncio.sleep(0.02)
        [modem] = self.chance.choices(self.here.modems, SHARES)
        for _ in range(min(self.chance.choice((1, 1, 3, 30)), self._due() - self.given)):
            await self._give_one(modem)
        await asyncio.sleep(self.chance.uniform(0, 0.05))

    def _due(self) -> int:
        return self.texts * (self.deaths + 1) // (self.kills + 1)

    async def _give_one(self, modem: PretendModem) -> None:
        number = self.given
        self.given += 1
        match number % 20:
            case 7:
                text = " ".join([f"long {number:05}"] * 40)  # no part is like one of another text
                order = self.chance.sample((1, 2, 3), 3)
                await modem.ask("receive", **{"from": STRANGER, "text": text, "order": order})
                self.wanted[text] += 1
            case 13:
                noise = self.chance.randbytes(6).hex()
                await modem.ask("receive_pdu", hex=f"0004ff{number:06x}{noise}")
                self.wanted[""] += 1
            case _:
                self.quantities.append(str(FIRST + number))
                text = f"DRG MSI YAB {FIRST + number}T SEIZED"
                self.wanted[text] += 1
                await modem.receive(OFFICER, text)

    # What goes wrong meanwhile.

    def _roughness(self) -> tuple[Coroutine[Any, Any, None], ...]:
        return (self._unplug(), self._storm(), self._noise(), self._fail()) if self.rough else ()

    async def _kill(self) -> None:
        """Kill at a random moment after the last restart has begun to empty a SIM, or is still on its way."""
        for number in range(self.kills):
            if not self.rough or number % 4 != 2:
                await self._progress()
            await asyncio.sleep(self.chance.uniform(0, 1.5))
            self.here.station.kill()
            self.deaths += 1

    async def _progress(self) -> None:
        """Wait until more has been deleted than now."""
        before = (await self.here.counts())["deleted"]
        while (await self.here.counts())["deleted"] <= before:
            await asyncio.sleep(0.05)

    async def _unplug(self) -> None:
        while not await self._wait(2, 6):
            seconds = self.chance.uniform(0, 1.0)
            await self.chance.choice(self.here.modems).ask("unplug", seconds=seconds)

    async def _storm(self) -> None:
        while not await self._wait(1, 4):
            modem = self.chance.choice(self.here.modems)
            hints = (f'+CMTI: "SM",{index}' for index in range(1, STORM + 1))
            await modem.ask("urc", line="\r\n\r\n".join(hints))

    async def _noise(self) -> None:
        while not await self._wait(0.2, 1.0):
            raw = self.chance.randbytes(self.chance.randint(1, 60)).hex()
            await self.chance.choice(self.here.modems).ask("urc", raw=raw)

    async def _fail(self) -> None:
        while not await self._wait(0.3, 1.5):
            command, instead = self.chance.choice(COMMANDS), self.chance.choice(REFUSALS)
            if self.silences < SILENCES and self.chance.random() < 0.1:
                self.silences += 1
                command, instead = self.chance.choice(SILENT), self.chance.choice(("lost", "silence"))
            await self.chance.choice(self.here.modems).ask("fail", command=command, **{"with": instead})

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
        while (counts := await self.here.counts())["stored"] + counts["waiting"] and loop.time() < until:
            if counts["deleted"] != before:
                until, before = loop.time() + DRAIN_S, counts["deleted"]
            await asyncio.sleep(0.2)
        await asyncio.sleep(0.5)


def differences(campaign: Campaign, tally: Tally) -> list[str]:
    """Say what is not as promised, in words a failing test can show."""
    found = {
        "PDUs lost": tally.lost.total(),
        "PDUs that nobody sent": tally.strange.total(),
        "PDUs kept twice": len(tally.doubled),
        "messages left on a SIM": tally.left,
        "texts lost": (campaign.wanted - tally.texts).total(),
        "texts too many": (tally.texts - campaign.wanted).total(),
        "reports lost": (Counter(campaign.quantities) - Counter(tally.quantities)).total(),
        "reports too many": (Counter(tally.quantities) - Counter(campaign.quantities)).total(),
        "replies sent more than twice": sum(count > 2 for count in tally.replies.values()),
    }
    return [f"{count} {what}" for what, count in found.items() if count]


async def test_whatever_happens_to_modems_and_station_each_message_is_kept_once(tmp_path: Path) -> None:
    async with post(tmp_path, "web") as here:
        campaign = Campaign(here, random.Random(SEED), TEXTS, KILLS)
        tally = await campaign.run()
        deaths = here.station.deaths
    assert differences(campaign, tally) == []
    assert tally.given > TEXTS
    assert deaths >= KILLS


async def test_the_count_sees_a_station_that_deletes_before_it_commits(tmp_path: Path) -> None:
    async with post(tmp_path, "tests.road.careless", "lose") as here:
        campaign = Campaign(here, random.Random(SEED), 60, 3, rough=False)
        tally = await campaign.run()
    assert tally.lost.total() > 0
    assert tally.left == 0
    assert any("reports lost" in one for one in differences(campaign, tally))


async def test_the_count_sees_a_station_that_takes_a_redelivery_for_new(tmp_path: Path) -> None:
    async with post(tmp_path, "tests.road.careless", "double") as here:
        campaign = Campaign(here, random.Random(SEED), 60, 3, rough=False)
        tally = await campaign.run()
    assert tally.lost.total() == 0
    assert tally.doubled
    assert any("texts too many" in one for one in differences(campaign, tally))
