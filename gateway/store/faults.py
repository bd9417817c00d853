"""What went wrong below the store, told as one of the gateway's errors with a sentence for a person."""

import os
from pathlib import Path
from typing import Final

from psycopg import OperationalError
from sqlalchemy.exc import DBAPIError

from gateway.errors import StoreFullError, StoreLostError
from hardware.sentence import Sentence

_FULL: Final = Sentence("The disk is full: nothing new is kept until there is room. Free some space.")
_READ_ONLY: Final = Sentence(
    "The database may not be written; check who owns it and whether it is mounted read-only."
)
_DAMAGED: Final = Sentence("The database is damaged. Stop the station and restore the newest backup.")
_TOO_LONG: Final = Sentence("The database server ended work that took too long; nothing was kept.")
_SQLITE_FULL, _SQLITE_IOERR, _SQLITE_CANTOPEN = 13, 10, 14
_SQLITE: Final = {
    5: Sentence("The database is held by another program; nothing was kept."),
    8: _READ_ONLY,
    _SQLITE_IOERR: Sentence(
        "The disk does not answer as it should; nothing was kept. Check the disk and its cable."
    ),
    11: _DAMAGED,
    _SQLITE_CANTOPEN: Sentence(
        "The database file cannot be opened; check that the folder is there and who owns it."
    ),
    26: Sentence(
        "The database cannot be opened with this key, or it is no database. Put the right key in place."
    ),
}
_POSTGRES: Final = {  # by SQLSTATE; the two of 40 are not the store's fault but the neighbours'
    "53100": _FULL,
    "25P03": _TOO_LONG,
    "57014": _TOO_LONG,
    "25006": Sentence("The database only reads: it is a standby. Point the address at the primary."),
    "28P01": Sentence("The database refuses the password in the address."),
    "28000": Sentence("The database refuses this user; check the address and the server's pg_hba.conf."),
    "3D000": Sentence("The database named in the address is not there; create it first."),
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
_AGAIN: Final = {"40P01", "40001", "55P03"}  # deadlock, serialization, a lock not granted in time
_ROOM = 1 << 16  # a disk with less free than this is as good as full


def store_error(error: BaseException, path: Path | None) -> StoreFullError | StoreLostError | None:
    """Return what to raise instead of `error`, or None when the store itself is not at fault."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _sqlite(code & 0xFF, path)  # the extended codes keep the kind in their low byte
    state: str | None = getattr(cause, "sqlstate", None)
    if state in _POSTGRES:
        return StoreFullError(_FULL) if _POSTGRES[state] is _FULL else StoreLostError(_POSTGRES[state])
    if isinstance(cause, OperationalError) and state not in _AGAIN:
        return StoreLostError(
            Sentence("The database server does not answer; nothing was kept. Is it running?")
        )
    return None


def may_try_again(error: BaseException) -> bool:
    """Return whether two transactions only stood in each other's way."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlstate", None) in _AGAIN


def of_the_store(error: BaseException) -> bool:
    """Return whether the store failed or stood in its own way: nothing can be kept in this transaction."""
    return may_try_again(error) or store_error(error, None) is not None


def _sqlite(kind: int, path: Path | None) -> StoreFullError | StoreLostError | None:
    if kind == _SQLITE_FULL or (kind in {_SQLITE_IOERR, _SQLITE_CANTOPEN} and _no_room(path)):
        return StoreFullError(_FULL)
    sentence = _SQLITE.get(kind)
    return None if sentence is None else StoreLostError(sentence)


def _no_room(path: Path | None) -> bool:
    if path is None:
        return False
    try:
        room = os.statvfs(path.parent)
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < _ROOM
