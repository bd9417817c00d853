"""What a hub takes in on PostgreSQL: reports a second from batches of 200, and its outbox, by two workers.

The server is one of our own that stands beside the two workers on the same cores, with its commits forced to
the disk. Making the batches is the senders' work and is not timed. Nor are the words for search: they follow
behind, and the note says how long they took when the last batch was in.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from gateway.store import worded
from gateway.store.store import Store
from web.bench import cluster
from web.bench.cluster import Cluster
from web.bench.figure import Figure, Teller, middle
from web.bench.hub_load import Offices, deliveries, write_batches

WORKERS: Final = 2
OFFICES: Final = 10
BATCHES: Final = 150
SIZE: Final = 200
ROUNDS: Final = 3
TEXTS: Final = 40_000
REPORTS_PER_S: Final = 5_000
SETTLE_PER_S: Final = 10_000


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; about two minutes."""
    if not cluster.installed():
        teller.say("PostgreSQL is not installed, so a hub cannot be measured here.")
        return
    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder:
        place = cluster.create()
        server = cluster.start(place, fsync=True)
        try:
            yield from _measured(Path(folder), server, teller)
        finally:
            server.stop()
            cluster.remove(place)


def _measured(folder: Path, server: Cluster, teller: Teller) -> Iterator[Figure]:
    offices = Offices.founded(folder, OFFICES)
    taken: list[float] = []
    behind: list[float] = []
    teller.begin("batches of 200 reports", ROUNDS)
    for number in range(ROUNDS):
        dsn = _database(server, f"hub{number}")
        dice = random.Random(number)  # noqa: S311 - reports, not secrets
        write_batches(offices, folder, dice, BATCHES, SIZE)
        taken.append(BATCHES * SIZE / _timed("receive", folder, dsn))
        behind.append(_worded(dsn))
        teller.step()
    found = f"; found by their words {middle(behind):.1f} s later"
    yield _figure("hub.reports_per_s", taken, BATCHES * SIZE * ROUNDS, REPORTS_PER_S, found)
    settled: list[float] = []
    teller.begin("claiming and settling", ROUNDS)
    for number in range(ROUNDS):
        dsn = _database(server, f"outbox{number}")
        deliveries(dsn, TEXTS)
        settled.append(TEXTS / _timed("settle", folder, dsn))
        teller.step()
    yield _figure("hub.settle_per_s", settled, TEXTS * ROUNDS, SETTLE_PER_S)


def _figure(name: str, found: list[float], n: int, least: int, more: str = "") -> Figure:
    spread = f"{min(found):.0f} to {max(found):.0f}, two workers and the server on the same cores{more}"
    return Figure(name, round(middle(found)), "1/s", n, limit=least, at_least=True, note=spread)


def _worded(dsn: str) -> float:
    """Keep the words for search of all that was taken in, as a worker does, and return the seconds."""
    store, began = Store.make(dsn, inline=True), time.perf_counter()
    while (found := store.read_now(worded.missing)) is not None:
        store.write_now(partial(worded.keep, found=found))
    store.close()
    return time.perf_counter() - began


def _database(server: Cluster, name: str) -> str:
    server.run(f"CREATE DATABASE {name}")
    Store.make(server.dsn(name), inline=True).close()
    return server.dsn(name)


def _timed(work: str, folder: Path, dsn: str) -> float:
    """Let the workers get ready, start them together, and return the seconds until both are done."""
    base = [sys.executable, "-m", "web.bench.hub_load", work, str(folder), dsn, str(WORKERS)]
    pipe = subprocess.PIPE
    workers = [
        subprocess.Popen([*base, str(number)], stdin=pipe, stdout=pipe, text=True)
        for number in range(WORKERS)
    ]
    for worker in workers:
        _line(worker)
    began = time.perf_counter()
    for worker in workers:
        worker.communicate("go\n", timeout=300)
    if any(worker.returncode for worker in workers):
        raise RuntimeError("a worker failed; what it said stands above")
    return time.perf_counter() - began


def _line(worker: "subprocess.Popen[str]") -> str:
    return worker.stdout.readline() if worker.stdout else ""
