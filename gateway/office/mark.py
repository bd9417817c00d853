"""How far the store had come, in a small file beside its key: an old copy put back by hand is known by it.

Such a copy would give numbers a second time, and partners keep what has a number once. The file holds the
epoch, the rows of the record, the hash of the last of them, and the last envelope's number.
"""

import asyncio
from pathlib import Path
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from gateway.errors import StoreLostError
from gateway.looking import look_for_ever
from gateway.office import files
from gateway.office.config import Config
from gateway.store import audit, counters
from gateway.store.store import Store

NAME = "store.mark"
EVERY_S = 60.0
_log = structlog.get_logger()


class Mark(NamedTuple):
    """A moment of the store that was committed."""

    epoch: int
    rows: int
    last: str  # hexadecimal; empty while there are no rows
    envelope: int


def read(config: Config) -> Mark | None:
    """Return what was marked; None where nothing was, or where a mended disk left something else."""
    try:
        epoch, rows, last, envelope = _file(config).read_text(encoding="ascii").split(",")
        return Mark(int(epoch), int(rows), last, int(envelope))
    except (OSError, ValueError):
        return None


def look(conn: Connection) -> Mark:
    """Return how far the store has come."""
    rows = audit.head(conn).seq
    return Mark(counters.epoch(conn), rows, _row(conn, rows), counters.last(conn, "envelope"))


def check(config: Config, conn: Connection) -> None:
    """Raise StoreLostError for a store that does not go on from where this office's was seen."""
    mark = read(config)
    if mark is None or _goes_on(conn, mark):
        return
    raise StoreLostError(
        "This database is an old copy: the office had come further, and partners would keep nothing that "
        "gets a number again. Nothing was changed. Put the newest one back; if it is lost, take a backup of "
        "this one (patrolwire backup) and restore it into a new file (patrolwire restore): new numbers begin."
    )


def put(config: Config, mark: Mark) -> None:
    """Write it down; where that fails, an older mark stands, which is as true."""
    if mark == read(config):
        return
    try:
        files.replace(_file(config), ",".join(map(str, mark)).encode())
    except OSError as error:
        _log.warning("how far the store has come could not be marked", why=error.strerror)


class Marking:
    """Marks, a look late: a disk that lies about its syncs loses what is younger when the power goes."""

    def __init__(self, config: Config, store: Store, every_s: float = EVERY_S) -> None:
        self._config, self._store, self._every = config, store, every_s
        self._seen: Mark | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        await look_for_ever(self._look, self._every, "the mark beside the key waits")

    async def _look(self) -> None:
        before, self._seen = self._seen, await self._store.read(look)
        if before is not None:
            await asyncio.to_thread(put, self._config, before)


def _goes_on(conn: Connection, mark: Mark) -> bool:
    """Say whether a store has come as far as its mark; a restore begins an epoch beyond it."""
    epoch = counters.epoch(conn)
    if epoch != mark.epoch:
        return epoch > mark.epoch
    return counters.last(conn, "envelope") >= mark.envelope and _row(conn, mark.rows) == mark.last


def _row(conn: Connection, number: int) -> str:
    """Return the leaf of one row of the record, empty where it is not there."""
    found = audit.leaves(conn, number - 1)[:1] if number else []
    return found[0].hex() if found else ""


def _file(config: Config) -> Path:
    return config.path(config.store.key_file).with_name(NAME)
