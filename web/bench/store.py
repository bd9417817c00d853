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
SORTS: Final = {
    ("segment", 1): 0.80,
    ("segment", 64): 40.0,
    ("intake", 1): None,
    ("intake", 64): None,
}
"""What is written, how many wait at the same time, and the least ratio that will do.

Nothing is asked of the intake, whose decoding and answering cost more processor than a disk costs time."""
_NAMES: Final = {"segment": "store.over_fsync_{}", "intake": "store.intake_over_fsync_{}"}
_SHIM: Final = Path(__file__).with_name("slow_disk.c")


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; about two minutes."""
    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder:
        shim = _slow(Path(folder), teller)
        for (what, waiters), least in SORTS.items():
            teller.begin(f"{what}, {waiters} waiting", ROUNDS)
            found = [_load(Path(folder), what, waiters, shim, teller) for _ in range(ROUNDS)]
            yield _ratio(_NAMES[what].format(waiters), found, shim, least)


def _ratio(name: str, found: list[dict[str, float]], shim: Path | None, least: float | None) -> Figure:
    ratios = [one["writes_per_s"] / one["syncs_per_s"] for one in found]
    writes, syncs = (middle([one[name] for one in found]) for name in ("writes_per_s", "syncs_per_s"))
    return Figure(
        name,
        round(middle(ratios), 2),
        "x",
        int(sum(one["n"] for one in found)),
        limit=least if shim else None,
        at_least=True,
        beside={"fsync loop, a second": round(syncs), "store, a second": round(writes)},
        note=f"{min(ratios):.2f} to {max(ratios):.2f}" + (", 5 ms a sync" if shim else ""),
    )


def _load(folder: Path, what: str, waiters: int, shim: Path | None, teller: Teller) -> dict[str, float]:
    place = tempfile.mkdtemp(dir=folder)
    environment = {**os.environ, **({"LD_PRELOAD": str(shim)} if shim else {})}
    command = [sys.executable, "-m", "web.bench.store_load", place, str(waiters), what]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    teller.step()
    return json.loads(done.stdout)


def _slow(folder: Path, teller: Teller) -> Path | None:
    compiler = shutil.which("cc")
    if compiler is None:
        teller.say("There is no C compiler, so the disk is not slowed and these figures have no limit.")
        return None
    shim = folder / "slow_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(shim), str(_SHIM), "-ldl"], check=True)
    return shim
