"""One worker of the hub's bench, and the offices that send to it.

Called as a module with what to do, a folder, the store's address, how many workers there are and which of
them this is; it says that it is ready, waits for a line, and works until nothing is left.
"""

import asyncio
import gc
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import JsonValue

from codes.load import shipped
from codes.ready import ready
from codes.report import Report
from codes.sampling.sample import sample
from gateway.clock import SystemClock
from gateway.founding import Founded, found
from gateway.kit import kit_of
from gateway.office import keys
from gateway.office.config import load
from gateway.relay.body import ReportBody, encode
from gateway.relay.bundle import Item, pack
from gateway.relay.envelope import Header, seal
from gateway.relay.receive import receive
from gateway.store import claims, outbox
from gateway.store.claims import Hold
from gateway.store.store import Store

CODE = "TCC"
AT_ONCE = 3  # batches under way in one worker: one is opened, or sent, while another is committed
CLAIM = 100
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Offices:
    """The hub's configuration, and the key each office signs with."""

    hub: Path
    signs: dict[str, Ed25519PrivateKey]

    @classmethod
    def founded(cls, folder: Path, count: int) -> "Offices":
        """Found the hub and `count` offices that it knows."""
        codes = [f"O{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(count)]
        for code in codes:
            found(folder / code, Founded(code, code, "TH"))
        partners = "\n".join(_partner(code) for code in codes)
        hub = found(folder / CODE, Founded(CODE, "the hub", "TH", kind="tccc"), partners)
        return cls(hub, {code: keys.load(folder / code / "keys").sign for code in codes})


def _partner(code: str) -> str:
    rows = f'code = "{code}"\nname = "{code}"\nrole = "office"\nurl = "https://127.0.0.1:1"'
    return f'[[partner]]\n{rows}\ncard = "../{code}/{code}.card.toml"\n'


def write_batches(offices: Offices, folder: Path, dice: random.Random, batches: int, size: int) -> None:
    """Write `batches` envelopes of `size` reports each, the offices in turn."""
    to = kit_of(load(offices.hub), SystemClock(), {}).keys.seal.public_key()
    book, codes = shipped(), list(offices.signs)
    place = folder / "batches"
    place.mkdir(exist_ok=True)
    for number in range(batches):
        origin = codes[number % len(codes)]
        first = number // len(codes) * size + 1
        reports = [_body(origin, first + n, sample(book, dice, now=NOW)) for n in range(size)]
        items = [Item(1, body.seq, body.precedence, encode(body)) for body in reports]
        header = Header(origin, 1, first, CODE, 3)
        (place / f"{number:04}").write_bytes(seal(header, pack(items), offices.signs[origin], to))


def _body(origin: str, seq: int, report: Report) -> ReportBody:
    return ReportBody(
        origin=origin,
        epoch=1,
        seq=seq,
        version=1,
        ref="K7M4-P",
        type=report.type,
        fields=cast("dict[str, JsonValue]", dict(report.fields)),
        edition=1,
        precedence=3,
        state="new",
        provenance="C",
        handling="P",
        sent_at=int(NOW.timestamp()),
        received_at=int(NOW.timestamp()),
    )


def deliveries(dsn: str, count: int) -> None:
    """Fill an outbox with `count` texts that wait."""
    store = Store.open(dsn, inline=True)
    row = {
        "bearer": "gsm",
        "to_kind": "number",
        "to": "+66810000001",
        "text": "K7M4-P stored",
        "precedence": 3,
    }
    for first in range(0, count, 1000):
        some = [{"tag": f"t{first + n}", **row, "created_at": NOW} for n in range(1000)]
        store.write_now(lambda conn, some=some: [outbox.queue(conn, **one) for one in some])
    store.close()


Work = Callable[[], Awaitable[None]]


def take_in(store: Store, folder: Path, mine: slice) -> Work:
    """Take every batch of this worker's share in; what it keeps from one to the next is made beforehand."""
    kit = kit_of(load(folder / CODE / "office.toml"), SystemClock(), {})
    ready(kit.book)  # as a station that has run for a second
    waiting = [path.read_bytes() for path in sorted((folder / "batches").iterdir())[mine]]

    async def take() -> None:
        while waiting:
            await receive(store, kit, [waiting.pop()])

    return take


def settle(store: Store, folder: Path, mine: slice) -> Work:
    """Claim and settle until the outbox is empty: two transactions for each hundred."""
    del folder, mine
    until = NOW + timedelta(minutes=5)

    async def take() -> None:
        while taken := await store.write(lambda conn: claims.texts(conn, "gsm", CLAIM, at=NOW, until=until)):
            held = [Hold(one.id, one.lease) for one in taken]
            await store.write(lambda conn, held=held: claims.settle_texts(conn, held, "wired", NOW))

    return take


async def _together(work: Work) -> None:
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


_WORKS = {"receive": take_in, "settle": settle}


def main() -> None:
    """Get ready, say so, wait for the word, work."""
    name, folder, dsn, workers, number = sys.argv[1:]
    store = Store.open(dsn)
    work = _WORKS[name](store, Path(folder), slice(int(number), None, int(workers)))
    gc.freeze()  # the same
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    asyncio.run(_together(work))
    store.close()


if __name__ == "__main__":
    main()
