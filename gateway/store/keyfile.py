"""The key of the database at rest: 32 random bytes as hex in a file that only its owner may read."""

import os
from pathlib import Path

from gateway.errors import ConfigError

_BYTES = 32
_OTHERS = 0o077


def make(path: Path, key: bytes) -> None:
    """Write a new key file, 0600; never over one that is there, for it may open a database."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfigError(f"{path} is there already; a key file is never written over") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> bytes:
    """Return the key, or raise ConfigError that says what is wrong with the file and what to do."""
    try:
        text = path.read_text(encoding="ascii").strip()
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The database key {path} cannot be read: {error}. Put the saved copy there."
        ) from None
    if mode & _OTHERS:
        raise ConfigError(f"The database key {path} can be read by others. Run: chmod 600 {path}")
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise ConfigError(f"The database key {path} is damaged: it must hold 64 hexadecimal digits.")
    return key
