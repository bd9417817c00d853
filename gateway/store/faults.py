"""What went wrong below the store, told as one of the gateway's errors with a sentence for a person."""

import os
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from gateway.errors import StoreFullError, StoreLostError

_FULL = 13  # SQLITE_FULL
_IOERR = 10
_NOTADB = 26
_CORRUPT = 11
_LOST = {
    5: "The database is held by another program; nothing was kept.",
    8: "The database file may not be written; check who owns it and whether the disk is mounted read-only.",
    _IOERR: "The disk does not answer as it should; nothing was kept. Check the disk and its cable.",
    _CORRUPT: "The database is damaged. Stop the station and restore the newest backup.",
    14: "The database file cannot be opened; check that the folder is there and who owns it.",
    _NOTADB: "The database cannot be opened with this key, or it is no database. Put the right key in place.",
}
_ROOM = 1 << 16  # a disk with less free than this is as good as full


def store_error(error: BaseException, path: Path | None) -> StoreFullError | StoreLostError | None:
    """Return what to raise instead of `error`, or None when the store itself is not at fault."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        return None
    kind = code & 0xFF  # the extended codes keep the kind in their low byte
    if kind == _FULL or (kind in {_IOERR, 14} and _no_room(path)):
        return StoreFullError("The disk is full: nothing new is kept until there is room. Free some space.")
    sentence = _LOST.get(kind)
    return None if sentence is None else StoreLostError(sentence)


def _no_room(path: Path | None) -> bool:
    if path is None:
        return False
    try:
        room = os.statvfs(path.parent)
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < _ROOM
