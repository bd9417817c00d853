"""SQLite as the store uses it: encrypted, in WAL, forced to the disk at each COMMIT.

A key is SQLCipher's raw key, without derivation, because it is random. Writers begin IMMEDIATE: a
transaction that reads first and then writes fails at once with "database is locked" when another wrote
in between. Readers cannot write at all.
"""

from pathlib import Path
from types import NoneType
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import QueuePool, StaticPool
from sqlcipher3 import dbapi2

from gateway.errors import StoreLostError
from gateway.store.faults import store_error
from gateway.store.use import READERS, Use

BUSY_S = 10.0
_BUSY, _NOT_A_DATABASE = 5, 26  # SQLite's result codes
_PAGES_BETWEEN_CHECKPOINTS = 4000  # 16 MB of log: each checkpoint costs two or three fsyncs
_RELIEF_MS = 500  # what a writer on a full disk waits for readers
_WAL_KEPT = 16 << 20  # bytes of log that stay on the disk after a burst


class _Reading(SQLiteDialect_pysqlite):
    """SQLite whose transactions begin when they are told to; the driver would begin late or not at all."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:  # noqa: ANN401  # as SQLAlchemy has it
        dbapi_connection.execute("BEGIN")


class _Writing(_Reading):
    """The same, and nobody else writes from the first word on."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:  # noqa: ANN401  # the same
        dbapi_connection.execute("BEGIN IMMEDIATE")


# Of each of these the driver asks anew, by look-ups that fail, whether it can be made into what SQLite keeps:
# that cost more than the insert. Each is kept as it is.
dbapi2.register_adapter(bytes, bytes)
dbapi2.register_adapter(NoneType, lambda none: none)
registry.register("sqlite.reading", __name__, _Reading.__name__)
registry.register("sqlite.writing", __name__, _Writing.__name__)


def open_sqlite(path: Path, key: bytes | None, use: Use) -> Engine:
    pool: dict[str, Any] = {"poolclass": StaticPool}
    if use is Use.READ:
        pool = {"poolclass": QueuePool, "pool_size": READERS, "max_overflow": 0}
    url = "sqlite+reading://" if use is Use.READ else "sqlite+writing://"
    # hide_parameters: an error is logged, and what it was about is not.
    return create_engine(
        url, module=dbapi2, hide_parameters=True, creator=lambda: open_file(path, key, use), **pool
    )


def open_file(path: Path, key: bytes | None, use: Use) -> dbapi2.Connection:
    """Open one connection to a database file that is there; its transactions are begun by hand.

    Only the first to open a new file turns it to WAL: turning needs the file alone, and does not wait.
    """
    conn = dbapi2.connect(
        _there(path), uri=True, timeout=BUSY_S, check_same_thread=False, cached_statements=512
    )
    try:
        _prepare(conn, key, use)
    except BaseException:
        conn.close()
        raise
    return conn


def scrub(path: Path, key: bytes | None) -> None:
    """Empty the log, which holds pages as they were; where a reader holds it open, its end does so."""
    conn = open_file(path, key, Use.WRITE)
    try:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        conn.close()


def relieve(path: Path, key: bytes | None) -> bool:
    """Bring the log into the file and cut it off, to make room; False when a reader holds it or it fails.

    A page that was written ten times stands ten times in the log, and once in the file.
    """
    try:
        conn = open_file(path, key, Use.WRITE)
        try:
            conn.execute(f"PRAGMA busy_timeout = {_RELIEF_MS}")
            busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            conn.close()
    except dbapi2.DatabaseError:
        return False
    return not busy


def opens(path: Path, key: bytes) -> bool:
    """Return whether a database that is there opens with a key; StoreLostError when somebody holds it."""
    try:
        conn = open_file(path, key, Use.WRITE)
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == _NOT_A_DATABASE:
            return False
        raise store_error(error, path) or error from error
    conn.close()
    return True


def rekey(path: Path, old: bytes, new: bytes) -> None:
    """Encrypt a database anew, in one transaction; StoreLostError when somebody else has it open.

    A rollback journal, not WAL: then the file is wholly under one key as soon as the transaction is over.
    """
    conn = dbapi2.connect(_there(path), uri=True, timeout=BUSY_S)
    try:
        conn.isolation_level = None
        _unlock(conn, old)
        conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        conn.execute("PRAGMA journal_mode = DELETE").fetchone()
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == _BUSY:
            raise StoreLostError("The store is in use; stop the station, and nothing was changed.") from error
        raise store_error(error, path) or error from error
    finally:
        conn.close()


def _there(path: Path) -> str:
    """Return the address of a file that is not made by opening it."""
    return f"{path.absolute().as_uri()}?mode=rw"


def _unlock(conn: dbapi2.Connection, key: bytes) -> None:
    conn.execute("PRAGMA cipher_log_level = NONE")
    conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def _prepare(conn: dbapi2.Connection, key: bytes | None, use: Use) -> None:
    conn.isolation_level = None
    if key is not None:
        _unlock(conn, key)
    if use is not Use.READ and conn.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        conn.execute("PRAGMA journal_mode = WAL")
    for pragma in (
        "synchronous = FULL",
        "secure_delete = ON",  # what is erased is overwritten, not only forgotten
        "temp_store = MEMORY",  # nothing of a sort or an index in clear beside the file
        f"wal_autocheckpoint = {_PAGES_BETWEEN_CHECKPOINTS}",
        f"journal_size_limit = {_WAL_KEPT}",
        f"foreign_keys = {'OFF' if use is Use.MIGRATE else 'ON'}",
        f"query_only = {'ON' if use is Use.READ else 'OFF'}",
    ):
        conn.execute(f"PRAGMA {pragma}")
