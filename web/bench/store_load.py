"""One measurement of the store beside the bare fsync loop, in a process whose disk can be made slow.

Called as a module with a folder, the number of waiters, and what each writes: `segment`, the call by which a
modem's text is kept before it is deleted, or `intake`, a text with its report, answer, release and record.
Prints writes a second, syncs a second and counts.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from gateway.clock import SystemClock
from gateway.founding import Founded, found
from gateway.intake import intake
from gateway.kit import kit_of
from gateway.office.config import load
from gateway.store import segments
from gateway.store.store import Store
from hardware.bearer import Address, AddressKind, Hearing
from hardware.gsm.modem import GsmModem

Write = Callable[[int, int, Connection], object]

_MODEM = "modem1"
_SECONDS = 4.0
_BLOCK = 4096
_HEARD = datetime(2026, 1, 1, tzinfo=UTC)


def syncs(folder: Path) -> tuple[int, float]:
    """Return how many 4 kB blocks were written and synced one after the other, and in how many seconds."""
    handle = os.open(folder / "blocks", os.O_RDWR | os.O_CREAT, 0o600)
    os.write(handle, bytes(_BLOCK * 256))
    os.fsync(handle)
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < _SECONDS / 2:
        os.pwrite(handle, bytes(_BLOCK), count % 256 * _BLOCK)
        os.fdatasync(handle)
        count += 1
    spent = time.perf_counter() - start
    os.close(handle)
    return count, spent


async def writes(store: Store, waiters: int, write: Write) -> tuple[int, float]:
    """Return how many writes were committed and told, each waited for, and in how many seconds."""
    counts, start = [0] * waiters, time.perf_counter()

    async def wait_for_each(me: int) -> None:
        while time.perf_counter() - start < _SECONDS:
            await store.write(partial(write, me, counts[me]))
            counts[me] += 1

    await asyncio.gather(*(wait_for_each(me) for me in range(waiters)))
    return sum(counts), time.perf_counter() - start


def _keep(me: int, count: int, conn: Connection) -> object:
    return segments.keep(conn, [_segment(b"%d-%d" % (me, count))])


def _intake(folder: Path) -> Write:
    """Return what takes a text of an officer whom an office in `folder` knows."""
    number = "+66810000001"
    officer = f'[[officer]]\nnumber = "{number}"\nname = "Sgt Anan"'
    config = load(found(folder / "office", Founded("MSI", "Mae Sai", "TH"), officer))
    kit, sender = (
        kit_of(config, SystemClock(), {_MODEM: GsmModem(_MODEM, "nowhere")}),
        Address(AddressKind.NUMBER, number),
    )

    def take(me: int, count: int, conn: Connection) -> object:
        raw = b"%d-%d" % (me, count)
        said = f"DRG MSI YAB {me + 1}{count:05}T SEIZED"
        return intake.take(conn, kit, _MODEM, [Hearing(raw, raw, sender, sent_at=_HEARD, text=said)])

    return take


def _segment(key: bytes) -> dict[str, Any]:
    row: dict[str, Any] = {"key": key, "bearer": "gsm", "sender_kind": "number", "sender": "+66810000001"}
    return {**row, "raw": b"\x07\x91" * 20, "text": "DRG MSI YAB 200000T SEIZED", "heard_at": _HEARD}


def main() -> None:
    """Measure the bare loop before and after, for a disk does not always cost the same."""
    folder, waiters = Path(sys.argv[1]), int(sys.argv[2])
    write = _intake(folder) if sys.argv[3] == "intake" else _keep
    before = syncs(folder)
    store = Store.make(f"sqlite:///{folder}/store.db", os.urandom(32))
    count, spent = asyncio.run(writes(store, waiters, write))
    store.close()
    after = syncs(folder)
    bare = (before[0] + after[0]) / (before[1] + after[1])
    sys.stdout.write(json.dumps({"writes_per_s": count / spent, "syncs_per_s": bare, "n": count}))


if __name__ == "__main__":
    main()
