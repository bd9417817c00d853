"""Files that hold secrets: 0600, on the disk before anything counts on them, whole or not there at all."""

import os
from pathlib import Path

from gateway.errors import ConfigError


def check(file: Path) -> None:
    """Raise ConfigError when the file is missing or open to others."""
    if not file.is_file():
        raise ConfigError(
            f"the key {file} is missing; `patrolwire init` makes it, or restore it from a backup"
        )
    if file.stat().st_mode & 0o077:
        raise ConfigError(f"the key {file} can be read by others; run: chmod 600 {file}")


def write(file: Path, data: bytes) -> None:
    """Write a new file; one that stands there is not overwritten."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def replace(file: Path, data: bytes) -> None:
    """Put content in the place of what stands there: at any moment, one of the two is whole."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    write(part, data)
    part.replace(file)
    _settle(file.parent)


def succeed(file: Path, by: Path, kept: Path) -> None:
    """Put `by` in the place of a file, which stays as `kept`: at any moment one of the two is whole there."""
    if not kept.exists():
        kept.hardlink_to(file)
    by.replace(file)
    _settle(file.parent)


def remove(file: Path) -> None:
    """Take a file away, and overwrite it first, for what that is worth on a card or a modern disk."""
    with file.open("r+b") as out:
        out.write(bytes(file.stat().st_size))
        out.flush()
        os.fsync(out.fileno())
    file.unlink(missing_ok=True)  # whoever finds it wiped may take it away first
    _settle(file.parent)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
