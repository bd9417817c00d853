"""The file of a database: that it is there when it should be, and is made only where a new one is meant.

A file that is missing or empty is a disk that was not mounted, or one that was mended: whoever made a new
database there would give the office's numbers a second time.
"""

import os
import tempfile
from pathlib import Path

from sqlcipher3 import dbapi2

from gateway.errors import StoreLostError
from gateway.store.faults import store_error
from gateway.store.sqlite import open_file
from gateway.store.use import Use

_BESIDE = ("-wal", "-shm", "-journal")


def there(path: Path) -> bool:
    """Return whether a file of something is there."""
    return path.is_file() and path.stat().st_size > 0


def check(path: Path) -> None:
    """Raise StoreLostError where the file of a database is missing or empty."""
    if there(path):
        return
    what = "is empty" if path.exists() else "is not there"
    raise StoreLostError(
        f"The database {path} {what}, and no new one was begun. Is its disk mounted, was it moved? Put it "
        "back, or restore the newest backup: patrolwire restore --help"
    )


def create(path: Path, key: bytes | None) -> bool:
    """Make an empty database under a key where no file stands, and say whether this did.

    StoreLostError where the log of another stands beside the name: it would be deleted, and what the other
    committed last may be nowhere else.
    """
    left = [one.name for one in _beside(path) if one.exists()]  # first: whoever makes one now has it open
    stands = path.exists()
    if left and not there(path):
        raise StoreLostError(
            f"No database was made at {path}, since {' and '.join(left)} of another still stand there, with "
            "what it wrote last. Move them to where that one is, under its name, and try again."
        )
    try:
        return not stands and _linked(path, key)
    except OSError as error:
        raise StoreLostError(
            f"No database can be made at {path}: {error.strerror}. Check the folder and who owns it."
        ) from error


def _linked(path: Path, key: bytes | None) -> bool:
    """Make it under another name first: who else makes it at the same time never sees half of it."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        open_file(part, key, Use.MIGRATE).close()
        path.hardlink_to(part)
    except FileExistsError:
        return False
    except dbapi2.DatabaseError as error:
        raise store_error(error, path) or error from error
    finally:
        discard(part)
    return True


def discard(path: Path) -> None:
    """Take a database away that came to nothing, with its log."""
    for one in (*_beside(path), path):
        one.unlink(missing_ok=True)


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in _BESIDE]
