"""How near the store comes to what the disk can do: writes a second over bare syncs a second.

Where there is a C compiler the disk is slowed to 5 ms a sync, as an SD card is; without one the disk is
what it is, and on a fast one the figures say more of the processor.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from web.bench.figure import Figure, Teller, middle

ROUNDS: Final = 3
WAITERS: Final = {1: 0.80, 64: 40.0}  # how many wait at the same time, and the least ratio that will do
_SHIM: Final = Path(__file__).with_name("slow_disk.c")


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; about a minute."""
    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder:
        shim = _slow(Path(folder), teller)
        for waiters, least in WAITERS.items():
            teller.begin(f"{waiters} waiting", ROUNDS)
            yield _ratio(Path(folder), waiters, shim, least, teller)


def _ratio(folder: Path, waiters: int, shim: Path | None, least: float, teller: Teller) -> Figure:
    found: list[dict[str, float]] = []
    for number in range(ROUNDS):
        place = folder / f"{waiters}-{number}"
        place.mkdir()
        found.append(_load(place, waiters, shim))
        teller.step()
    ratios = [one["writes_per_s"] / one["syncs_per_s"] for one in found]
    writes, syncs = (middle([one[name] for one in found]) for name in ("writes_per_s", "syncs_per_s"))
    return Figure(
        f"store.over_fsync_{waiters}",
        round(middle(ratios), 2),
        "x",
        int(sum(one["n"] for one in found)),
        limit=least if shim else None,
        at_least=True,
        beside={"fsync loop, a second": round(syncs), "store, a second": round(writes)},
        note=f"{min(ratios):.2f} to {max(ratios):.2f}" + (", 5 ms a sync" if shim else ""),
    )


def _load(place: Path, waiters: int, shim: Path | None) -> dict[str, float]:
    environment = {**os.environ, **({"LD_PRELOAD": str(shim)} if shim else {})}
    command = [sys.executable, "-m", "web.bench.store_load", str(place), str(waiters)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _slow(folder: Path, teller: Teller) -> Path | None:
    compiler = shutil.which("cc")
    if compiler is None:
        teller.say("There is no C compiler, so the disk is not slowed and these figures have no limit.")
        return None
    shim = folder / "slow_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(shim), str(_SHIM), "-ldl"], check=True)
    return shim
