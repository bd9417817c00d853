"""Killed at every named failpoint, the office loses nothing, keeps nothing twice, and says nothing thrice."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.failpoint import POINTS, VARIABLE
from tests.road.keeper import AT_END, ONCE, ROOT, Station
from tests.road.post import HERE, OFFICER, THERE, Post, post
from tests.road.stations import export, until
from tests.road.tally import Given, differences, note
from tests.soak import Note

SOAK = os.environ.get("PATROLWIRE_SOAK") == "1"
TIMES = (1, 2, 7) if SOAK else (1,)
AT_ONCE = 4  # texts that come in together
BY_COMMAND = {point for point in POINTS if point.startswith(("backup-", "restore-", "rotate-"))}
OF_PARTNER = {"door-before-commit", "door-after-commit"}
# The receipt's point comes first: a modem that was left without a CNMA hands over no receipt for a minute.
FIRST = "before-receipt"
OF_STATION = [FIRST, *(point for point in POINTS if point not in BY_COMMAND | OF_PARTNER | {FIRST})]
pytestmark = [pytest.mark.timeout(3600 if SOAK else 600), pytest.mark.xdist_group("road")]


async def test_killed_at_each_point_the_office_keeps_every_message_once(
    tmp_path: Path, record_property: Note
) -> None:
    given = Given()
    async with post(tmp_path, "web") as here:
        for times in TIMES:
            for point in OF_STATION:
                await _die(here, here.station, f"{point}:{1 if point in ONCE else times}", given)
            for point in sorted(OF_PARTNER):
                await _die(here, here.partner, f"{point}:{times}", given)
        await _settle(here, given)
        tally, fell = await here.tally(), here.station.fell + here.partner.fell
        record_property("tried", fell.total())
        note(record_property, tally)
        assert differences(given, tally) == []
        assert fell == dict.fromkeys([*OF_STATION, *OF_PARTNER], len(TIMES))


async def test_the_count_sees_a_station_that_deletes_before_it_commits(
    tmp_path: Path, record_property: Note
) -> None:
    record_property("control", 1)
    given = Given()
    async with post(tmp_path, "tests.road.careless", "lose") as here:
        await _die(here, here.station, "after-delete:2", given)
        await _settle(here, given, whole=False)
        tally = await here.tally()
    assert tally.lost.total() > 0
    assert any("reports lost" in one for one in differences(given, tally))


async def test_killed_while_backing_up_or_restoring_there_is_a_whole_one_or_none(tmp_path: Path) -> None:
    given = Given()
    async with post(tmp_path, "web") as here:
        await _give(here, given)
        await _settle(here, given)
        config, held = here.config(HERE), await here.quantities(HERE)
        secret, kept, other = tmp_path / "recovery", tmp_path / "kept", f"sqlite:///{tmp_path}/other.db"
        assert _run("backup", secret, "--new-key") == 0
        backup = ("backup", kept, "--key", f"{secret}.pub", "--config", config)
        assert (_run(*backup, at="backup-written"), kept.exists()) == (-signal.SIGKILL, False)
        assert (_run(*backup, at="backup-named"), kept.exists()) == (-signal.SIGKILL, True)
        restore = ("restore", kept, "--key", secret, "--config", config, "--to", other)
        assert _run(*restore, at="restore-filled") == -signal.SIGKILL
        assert _run(*restore, at="restore-committed") == -signal.SIGKILL
        assert _run(*restore) == 1  # there is a store already, and it is whole:
        text = config.read_text(encoding="utf-8").replace('"sqlite:///station.db"', f'"{other}"')
        config.write_text(text, encoding="utf-8")
        assert sorted(one["fields"]["items"][0]["quantity"] for one in export(config)) == held
        assert _run("audit", "verify", "--config", config) == 0


def _run(*words: object, at: str = "") -> int:
    env = {**os.environ, **({VARIABLE: f"{at}:1"} if at else {})}
    command = [sys.executable, "-m", "web", *map(str, words)]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode


async def _die(here: Post, station: Station, arm: str, given: Given) -> None:
    """Let `station` die at the point, with messages coming in meanwhile."""
    point, fell = arm.partition(":")[0], station.fell.total()
    station.arm = arm
    station.kill()
    await until(lambda: station.armed == arm, 20, every=0.02)
    if point == AT_END:  # reached only by a station that is up and then told to end
        before = (await here.counts())["deleted"]
        await _give(here, given)
        await until(lambda: _deleted(here, before + AT_ONCE), 60, every=0.1)
        station.end()

    async def dead() -> bool:
        if station.fell.total() == fell and not (await here.counts())["stored"]:
            await _give(here, given)
        return station.fell.total() > fell

    await until(dead, 90, every=0.1)
    assert station.fell[point] > 0


async def _deleted(here: Post, count: int) -> bool:
    return (await here.counts())["deleted"] >= count


async def _give(here: Post, given: Given) -> None:
    for _ in range(AT_ONCE):
        modem = here.modems[given.count % len(here.modems)]
        text = f"DRG MSI YAB {1000 + given.count}T SEIZED"
        given.count += 1
        given.quantities.append(text.split()[3].removesuffix("T"))
        given.texts[text] += 1
        await modem.receive(OFFICER, text)


async def _settle(here: Post, given: Given, *, whole: bool = True) -> None:
    """Wait until no SIM holds anything, and the partner has all there is."""

    async def empty() -> bool:
        return all(one["deleted_at"] for one in await here.delivers())

    async def across() -> bool:
        return len(await here.quantities(THERE)) >= len(await here.quantities(HERE)) >= wanted

    await until(empty, 60)
    await asyncio.sleep(0.5)
    wanted = len(given.quantities) if whole else 0
    await until(across, 180, every=1.0)
