"""The ways on which something is committed and then told to somebody who forgets it, each as a run.

A run yields the name of each thing at the moment it may be told; `kept` finds the names in a store.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from gateway.intake import intake
from gateway.relay import sealing
from gateway.relay.receive import receive
from gateway.store import envelopes, present, segments, sqlite
from gateway.store.store import Store
from gateway.store.use import Use
from tests.gateway import offices
from tests.gateway.offices import BEARER, found_pair
from tests.gateway.store.rows import segment

KEY = b"k" * 32
TOLD = 40
_OLD = Path(__file__).parents[2] / "data" / "store" / "0001.sql"
_INTAKE = """
    SELECT CAST(segment.key AS TEXT) FROM segment
    JOIN message ON message.id = segment.message_id JOIN source ON source.message_id = message.id
    JOIN delivery ON delivery.message_id = message.id
    JOIN report ON report.origin = source.origin AND report.epoch = source.epoch AND report.seq = source.seq
"""


@dataclass(frozen=True, slots=True)
class CommitPath:
    """How its database begins, what runs on it, and how what was told is found again."""

    run: Callable[[Path], Iterator[bytes]]
    kept: Callable[[Connection], set[bytes]]
    begin: Callable[[Path], None] = lambda path: open_(path).close()


def open_(path: Path) -> Store:
    return Store.make(f"sqlite:///{path}", KEY, inline=True)


def _hearing(path: Path) -> Iterator[bytes]:
    """Keep segments of a modem, which deletes each from its SIM once it is told."""
    store = open_(path)
    for number in range(TOLD):
        name = b"%d" % number
        store.write_now(lambda c, name=name: segments.keep(c, [segment(name, text="x" * 700)]))
        yield name


def _intake(path: Path) -> Iterator[bytes]:
    """Take texts with all that comes of them: message, report, reply, what goes to partners, the record."""
    house, store = found_pair(path.parent)["MSI"], open_(path)
    for number in range(TOLD):
        name = f"{number}"
        heard = [offices.text(f"DRG MSI YAB {number + 1}000T SEIZED", key=name)]
        store.write_now(lambda c, heard=heard: intake.take(c, house.kit, BEARER, heard))
        yield name.encode()


def _partner(path: Path) -> Iterator[bytes]:
    """Keep a partner's envelopes, which he forgets once they are called stored."""
    pair, store = found_pair(path.parent), open_(path)
    msi, kit = pair["MSI"], pair["TCL"].kit
    heard = [offices.text(f"DRG MSI YAB {number + 1}000T SEIZED", key=f"{number}") for number in range(TOLD)]
    msi.store.write_now(lambda c: intake.take(c, msi.kit, BEARER, heard))
    for row in msi.store.read_now(lambda c: envelopes.due(c, "TCL", TOLD)):
        asyncio.run(receive(store, kit, sealing.frames(msi.kit, "TCL", [row])))
        yield f"{row.epoch}-{row.seq}".encode()


def _migration(path: Path) -> Iterator[bytes]:
    """Bring a database of the first schema to the newest; all its rows were told long before."""
    before = sqlite.open_file(path, KEY, Use.READ)
    names = [row[0] for row in before.execute(_TABLES.text).fetchall()]
    counts = [f"{name} {before.execute(_count(name)).fetchone()[0]}" for name in names]
    before.close()
    yield from (one.encode() for one in counts)
    open_(path)


_TABLES = text("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'alembic_version'")


def _count(name: str) -> str:
    return f'SELECT count(*) FROM "{name}"'  # noqa: S608  # a table of our own


def _old(path: Path) -> None:
    present.create(path, KEY)
    conn = sqlite.open_file(path, KEY, Use.WRITE)
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.executescript(_OLD.read_text(encoding="utf-8"))
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def _names(query: str) -> Callable[[Connection], set[bytes]]:
    return lambda conn: {f"{row[0]}".encode() for row in conn.execute(text(query))}


def _rows(conn: Connection) -> set[bytes]:
    names = conn.execute(_TABLES).scalars().all()
    return {f"{name} {conn.execute(text(_count(name))).scalar_one()}".encode() for name in names}


PATHS = {
    "hearing": CommitPath(_hearing, _names("SELECT CAST(key AS TEXT) FROM segment")),
    "intake": CommitPath(_intake, _names(_INTAKE)),
    "partner": CommitPath(_partner, _names("SELECT epoch || '-' || seq FROM envelope WHERE origin = 'MSI'")),
    "migration": CommitPath(_migration, _rows, _old),
}
