"""Several workers on one PostgreSQL: any of them may die, and so may the server, and nothing is lost."""

import asyncio
import os
import random
import sys
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.store.store import Store
from tests.peers import need
from tests.road.stations import until
from tests.road.workers import Workers, workers
from tests.soak import Note
from web.bench import cluster
from web.bench.cluster import Cluster

SOAK = os.environ.get("PATROLWIRE_SOAK") == "1"
TEXTS, KILLS = (200, 20) if SOAK else (30, 6)
ROLES = ("ingest", "ingest", "relay", "relay", "web", "web")  # two of each: what is done twice shows
# As if nobody had sent it: its name and what the network took of it would each keep it from going out twice.
_AGAIN = """INSERT INTO delivery SELECT (jsonb_populate_record(NULL::delivery, to_jsonb(one) ||
    '{"id": 100000, "state": "queued", "attempts": 0, "tag": "again", "references": []}')).*
    FROM delivery AS one ORDER BY id LIMIT 1"""
pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("road")]


@pytest.fixture
async def primary() -> AsyncGenerator[Cluster]:
    need(cluster.program("initdb"))
    place = cluster.create()
    server = cluster.start(place, fsync=True)
    server.run("CREATE DATABASE office")
    Store.make(server.dsn("office"), inline=True).close()
    yield server
    server.stop()
    cluster.remove(place)


async def test_workers_and_the_server_die_and_nothing_is_lost(
    tmp_path: Path, primary: Cluster, record_property: Note
) -> None:
    chance = random.Random(os.environ.get("PATROLWIRE_SEED", "4"))
    async with workers(tmp_path, primary.dsn("office"), *ROLES) as found:
        killer = asyncio.create_task(_kill(found, primary, chance))
        for number in range(TEXTS):
            await found.text(1000 + number)
            await asyncio.sleep(chance.uniform(0, 0.3))
        await killer
        await _all_arrived(found)
        deaths = sum(one.deaths for one in found.workers.values())
        record_property("tried", deaths + 1)  # and the server
        assert deaths >= KILLS
        await _control(found, primary)


async def _control(found: Workers, server: Cluster) -> None:
    """See that a text that goes out twice, and a report that is gone, do not go unseen."""
    server.run(_AGAIN, "office")
    await until(lambda: _twice(found), 120)
    held = await found.held(found.here)
    server.run("DELETE FROM report WHERE seq = (SELECT min(seq) FROM report)", "office")
    assert len(await found.held(found.here)) == len(held) - 1


async def _kill(found: Workers, server: Cluster, chance: random.Random) -> None:
    """Kill each worker in turn, and the server itself in the middle."""
    for number in range(KILLS):
        await asyncio.sleep(chance.uniform(0.5, 2.5))
        list(found.workers.values())[number % len(ROLES)].kill()
        if number == KILLS // 2:
            await asyncio.to_thread(server.crash)
            await asyncio.sleep(1.0)
            await asyncio.to_thread(server.restart)


async def _all_arrived(found: Workers) -> None:
    wanted = [1000 + number for number in range(TEXTS)]

    async def arrived(config: Path) -> bool:
        return len(await found.held(config)) >= TEXTS

    for config in (found.here, found.there):
        await until(lambda c=config: arrived(c), 240, every=1.0)
        assert await found.held(config) == wanted
    assert await found.stored() == []
    assert await _twice(found) == set()


async def _twice(found: Workers) -> set[str]:
    """Return the texts that went out more than once; each names its report."""
    return {text for text, count in (await found.said()).items() if count > 1}


@dataclass(frozen=True)
class Pair:
    """A primary and the standby that has what the primary acknowledged."""

    primary: Cluster
    standby: Cluster

    def dsn(self, database: str) -> str:
        hosts = f"host={self.primary.folder}&host={self.standby.folder}"
        return f"postgresql://postgres@/{database}?{hosts}&target_session_attrs=read-write"


@pytest.fixture
async def pair(primary: Cluster) -> AsyncGenerator[Pair]:
    """Give the primary a standby, and let it wait for it before it says that anything is committed."""
    place = cluster.copy(primary)
    standby = cluster.start(place, fsync=True)
    primary.run("ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.run("SELECT pg_reload_conf()")
    yield Pair(primary, standby)
    standby.stop()
    cluster.remove(place)


async def test_the_primary_is_lost_and_the_standby_takes_over(
    tmp_path: Path, pair: Pair, record_property: Note
) -> None:
    half = TEXTS // 2
    async with workers(tmp_path, pair.dsn("office"), "ingest", "relay", "web") as found:
        for number in range(half):
            await found.text(1000 + number)
        await until(lambda: _held(found, 1), 60)
        pair.primary.crash()
        lost = time.monotonic()
        for number in range(half, TEXTS):
            await found.text(1000 + number)
        await asyncio.to_thread(pair.standby.run, "SELECT pg_promote()")
        await until(lambda: _held(found, half + 1), 120)
        outage = f"{time.monotonic() - lost:.1f}"  # measured, and no limit
        record_property("seconds without a primary", outage)
        sys.stdout.write(f"the standby took over: {outage} s from the crash to the first report kept\n")
        await _all_arrived(found)


async def _held(found: Workers, count: int) -> bool:
    return len(await found.held(found.here)) >= count
