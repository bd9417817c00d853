"""Two hundred consoles on one station: how soon an event reaches all, and what that costs.

A station as `patrolwire run` starts it, with six people of six languages, each with consoles of two filters.
An event is a report taken in hand or given back; its time runs from the click until the last of the consoles
has the row. The consoles are read by one process on the same machine, whose work is in the figures.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from web.bench.consoles_station import Station, running
from web.bench.consoles_stream import Open, opened
from web.bench.figure import Figure, Teller, middle, percentile

CONSOLES: Final = 200
EVENTS: Final = 100
BREAK_S: Final = 60.0
MB: Final = 1024 * 1024
REACH_MS: Final = 300
MEMORY_MB: Final = 250
END_S: Final = 5.0
PATIENCE_S: Final = 30.0
PAUSE_S: Final = 0.2


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; about two minutes."""
    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder:
        yield from asyncio.run(_measured(Path(folder), teller))


async def _measured(folder: Path, teller: Teller) -> list[Figure]:
    async with running(folder) as station:
        teller.begin("consoles opened", CONSOLES)
        consoles = [await _open(station, number, teller) for number in range(CONSOLES)]
        lost = consoles.pop()
        last = await lost.leave()
        began = time.monotonic()
        reached, worked = await _events(station, consoles, teller)
        await asyncio.sleep(max(0.0, BREAK_S - (time.monotonic() - began)))
        missing = await _missing(station, last)
        memory = station.memory()
        ended = await _ended(station)
        for one in consoles:
            one.close()
    return [*_reach(reached, worked), *_rest(missing, memory, ended)]


def _reach(reached: list[float], worked: float) -> Iterator[Figure]:
    note = f"median {middle(reached):.0f}, worst {max(reached):.0f}"
    slow = round(percentile(reached, 99), 1)
    yield Figure("console.fanout_p99_ms", slow, "ms", len(reached), limit=REACH_MS, note=note)
    each = round(worked / len(reached) * 1000, 1)
    yield Figure("console.fanout_cpu_ms", each, "ms", len(reached), note="the station's, for an event to all")


def _rest(missing: int, memory: int, ended: float) -> Iterator[Figure]:
    yield Figure("console.fanout_memory_mb", round(memory / MB, 1), "MB", 1, limit=MEMORY_MB, note="peak")
    said = f"after a break of {BREAK_S:.0f} s"
    yield Figure("console.fanout_missing_rows", missing, "rows", EVENTS, limit=0, note=said)
    yield Figure("console.fanout_end_s", round(ended, 2), "s", CONSOLES, limit=END_S, note="after SIGTERM")


async def _open(station: Station, number: int, teller: Teller) -> Open:
    one = await opened(station, number, since=station.seq)
    teller.step()
    return one


async def _events(station: Station, consoles: list[Open], teller: Teller) -> tuple[list[float], float]:
    """Return the milliseconds of each event to all, and the seconds of work that the station had in all."""
    teller.begin(f"events to {len(consoles)} consoles", EVENTS)
    found: list[float] = []
    worked = 0.0
    for number in range(EVENTS):
        await asyncio.sleep(PAUSE_S)
        rows = [one.rows for one in consoles]
        before, began = station.worked(), time.monotonic()
        await station.act(number)
        async with asyncio.timeout(PATIENCE_S):
            for one, had in zip(consoles, rows, strict=True):
                await one.past(had)
        found.append((max(one.at for one in consoles) - began) * 1000)
        worked += station.worked() - before
        teller.step()
    return found, worked


async def _missing(station: Station, last: int) -> int:
    """Come back with the last row that was seen; return how many reports that changed are not told."""
    back = await opened(station, 0, since=last)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while len(back.keys & station.acted) < len(station.acted):
                await back.past(back.rows)
    back.close()
    return len(station.acted - back.keys)


async def _ended(station: Station) -> float:
    began = time.monotonic()
    await station.stop()
    return time.monotonic() - began
