"""An office whose disk fails at every write in turn, run as a module: what was told, and what was kept.

Each round hands in a batch of its own, with one write or sync of the store failing, and hands it in again
until it is taken, as a modem or a partner does. Prints JSON: a row a round, how often each thing was kept.
"""

import ctypes
import errno
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import text

from gateway.errors import StoreFullError, StoreLostError
from gateway.store import sqlite
from tests.gateway.store.failing_ways import WAYS

KINDS = {"full": (errno.ENOSPC, 0), "io": (errno.EIO, 0), "short": (errno.ENOSPC, 1)}
_PAGES_BETWEEN_CHECKPOINTS = 30  # so that the writes of a checkpoint fail in their turn too
_TRIES = 5
_WRITES = {"modem": 100, "partner": 34}  # a batch and the checkpoint after it make no more


@dataclass
class Round:
    """One batch: which write failed, how many did, what was told, and how often its rows were kept."""

    kind: str
    at: int
    failed: int
    told: list[str]
    kept: dict[str, int]


class Disk:
    """The preloaded disk."""

    def __init__(self, shim: str) -> None:
        self._shim = ctypes.CDLL(shim)

    def fail(self, kind: str, at: int, count: int) -> None:
        number, short = KINDS[kind]
        for name, value in {"fail_with": number, "fail_short": short, "failed": 0, "fail_for": count}.items():
            self._set(name, value)
        self._set("fail_at", at)

    def mend(self) -> int:
        """Let nothing fail any more; return how often it failed."""
        self._set("fail_at", 0)
        return ctypes.c_int.in_dll(self._shim, "failed").value

    def _set(self, name: str, value: int) -> None:
        ctypes.c_int.in_dll(self._shim, name).value = value


def hand_in(give: Callable[[], None], *, careless: bool) -> list[str]:
    """Hand a batch in until it is taken; who is careless forgets it after the first try."""
    told: list[str] = []
    while len(told) < _TRIES:
        try:
            give()
        except (StoreFullError, StoreLostError) as error:
            told.append(type(error).__name__)
        else:
            return [*told, "kept"]
        if careless:
            return told
    return told


def main(folder: Path, shim: str, each: int, way: str, *, careless: bool) -> None:
    sqlite._PAGES_BETWEEN_CHECKPOINTS = _PAGES_BETWEEN_CHECKPOINTS  # as the crash recorder does
    plan = [(kind, at, count) for at in range(1, _WRITES[way], each) for kind in KINDS for count in (1, 2)]
    office, disk, rounds = WAYS[way](folder, len(plan)), Disk(shim), list[Round]()
    for number, (kind, at, count) in enumerate(plan):
        disk.fail(kind, at, count)
        told = hand_in(partial(office.take, number), careless=careless)
        rounds.append(Round(kind, at, disk.mend(), told, {}))
    store = office.again()
    for number, one in enumerate(rounds):
        one.kept = store.read_now(lambda conn, number=number: office.kept(conn, number))
    sound = store.read_now(lambda conn: conn.execute(text("PRAGMA integrity_check")).scalars().all())
    store.close()
    sums = Counter(one.told[0] for one in rounds)
    found = {"rounds": [asdict(one) for one in rounds], "sound": list(sound), "told": dict(sums)}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], careless=sys.argv[5] == "careless")
