"""An office whose disk fails at every write in turn, run as a module: what was told, and what was kept.

Each round hands intake a batch of its own, with one write or sync of the store failing, and hands it in again
until it is taken, as a modem does. Prints a JSON list: a row a round, with how often each thing was kept.
"""

import ctypes
import errno
import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select, text

from gateway.errors import StoreFullError, StoreLostError
from gateway.intake import intake
from gateway.office import keys
from gateway.store import sqlite
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Delivery, Message, Report, Segment, Stray
from hardware.bearer import Address, AddressKind, Fate, Hearing, Part, Receipt
from tests.gateway.offices import BEARER, House, found_pair
from tests.gateway.offices import text as said

KINDS = {"full": (errno.ENOSPC, 0), "io": (errno.EIO, 0), "short": (errno.ENOSPC, 1)}
_PAGES_BETWEEN_CHECKPOINTS = 30  # so that the writes of a checkpoint fail in their turn too
_TRIES = 5
_WRITES = 100  # a batch and the checkpoint after it make no more
_OFFICER = "+668{:09d}"


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


def batch(number: int) -> list[Hearing]:
    """Return two reports, a long message in two parts, and a receipt, of a sender of their own."""
    sender = _OFFICER.format(number)
    words = [f"DRG MSI YAB {1000 + number}T SEIZED", "MIG MSI 12M 5F MM", "PTL MSI ", "ALL QUIET"]
    one, two, first, last = (said(word, sender=sender, key=f"{number}-{word}") for word in words)
    to = Address(AddressKind.NUMBER, sender)
    receipt = replace(one, key=b"r%d" % number, text=None, receipt=Receipt(f"{number}", Fate.DELIVERED))
    parts = [replace(part, part=Part(7, 2, place)) for place, part in ((1, first), (2, last))]
    return [one, two, *parts, replace(receipt, sender=to)]


def kept(house: House, number: int) -> dict[str, int]:
    """Return how often each thing of a batch is there."""
    sender = _OFFICER.format(number)

    def work(conn: Connection) -> dict[str, int]:
        rows = table(Segment).c.key, table(Segment).c.sender
        names = [bytes(row[0]) for row in conn.execute(select(*rows).where(rows[1] == sender))]
        counts = {"segments": len(names), "segments twice": len(names) - len(set(names))}
        for model in (Message, Stray):
            column = table(model).c["to" if model is Stray else "sender"]
            found = conn.execute(select(table(model)).where(column == sender)).all()
            counts[model.__name__] = len(found)
        wanted = table(Report).c.canonical.contains(f"YAB {1000 + number}T")
        counts["Report"] = len(conn.execute(select(table(Report)).where(wanted)).all())
        counts["Delivery"] = len(
            conn.execute(select(table(Delivery)).where(table(Delivery).c.to == sender)).all()
        )
        return counts

    return house.store.read_now(work)


def hand_in(house: House, number: int, *, careless: bool) -> list[str]:
    """Hand a batch in until it is taken; a careless modem forgets it after the first try."""
    told: list[str] = []
    while len(told) < _TRIES:
        try:
            house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, batch(number)))
        except (StoreFullError, StoreLostError) as error:
            told.append(type(error).__name__)
        else:
            return [*told, "kept"]
        if careless:
            return told
    return told


def main(folder: Path, shim: str, each: int, *, careless: bool) -> None:
    sqlite._PAGES_BETWEEN_CHECKPOINTS = _PAGES_BETWEEN_CHECKPOINTS  # as the crash recorder does
    house, disk, rounds = found_pair(folder)["MSI"], Disk(shim), list[Round]()
    plan = [(kind, at, count) for at in range(1, _WRITES, each) for kind in KINDS for count in (1, 2)]
    for number, (kind, at, count) in enumerate(plan):
        disk.fail(kind, at, count)
        told = hand_in(house, number, careless=careless)
        rounds.append(Round(kind, at, disk.mend(), told, {}))
    house.store.close()
    key = keys.store_key(house.kit.config.path(house.kit.config.store.key_file))
    again = replace(house, store=Store.open(house.kit.config.dsn(), key, inline=True))
    for number, one in enumerate(rounds):
        one.kept = kept(again, number)
    sound = again.store.read_now(lambda conn: conn.execute(text("PRAGMA integrity_check")).scalars().all())
    again.store.close()
    sums = Counter(one.told[0] for one in rounds)
    found = {"rounds": [asdict(one) for one in rounds], "sound": list(sound), "told": dict(sums)}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), careless=sys.argv[4] == "careless")
