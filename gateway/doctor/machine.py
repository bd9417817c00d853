"""The machine under the station: its clock, its disk, its keys."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from gateway.board.caretaker import LOW_DISK
from gateway.errors import ConfigError
from gateway.office import keys
from gateway.office.config import Config
from hardware.finding import Finding, good, note, wrong

EARLIEST: Final = datetime(2025, 1, 1, tzinfo=UTC)  # this program is younger
LATEST: Final = datetime(2045, 1, 1, tzinfo=UTC)
SCARCE: Final = 500 * 1024 * 1024
FILES: Final = 1000
AHEAD: Final = timedelta(minutes=5)
MB: Final = 1024 * 1024


def clock(now: datetime, newest: datetime | None) -> Finding:
    """Compare the wall clock with what is possible, and with the newest thing on record."""
    said = f"The clock says {now:%Y-%m-%d %H:%M} UTC"
    if not EARLIEST < now < LATEST:
        return wrong(
            "clock", f"{said}, which cannot be: set it, and give the board a battery or a time server."
        )
    if newest is not None and now < newest - AHEAD:
        then = f"{newest:%Y-%m-%d %H:%M}"
        return wrong("clock", f"{said}, and the record goes on until {then}: set the clock right.")
    return good("clock", f"{said}.", now=now.isoformat(timespec="seconds"))


def disk(folder: Path) -> Finding:
    """Say whether there is room, and whether a file can be written and forced to the disk."""
    free, files = shutil.disk_usage(folder).free, os.statvfs(folder)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return wrong(
            "disk", f"Nothing can be written in {folder} ({error.strerror}): mend or replace the disk."
        )
    if free < LOW_DISK or (files.f_files and files.f_favail < FILES):
        return wrong("disk", f"The disk has {free // MB} MB left: make room before messages have to wait.")
    if free < SCARCE:
        return note(
            "disk", f"The disk has {free // MB} MB left, which is enough for now.", free_mb=free // MB
        )
    return good("disk", f"The disk has {free // MB} MB left and takes what is written.", free_mb=free // MB)


def secrets(config: Config, file: Path) -> Iterator[Finding]:
    """Look whether the keys are there, can be read by us, and by nobody else."""
    try:
        keys.load(config.path(config.keys))
        keys.store_key(config.path(config.store.key_file))
    except ConfigError as error:
        yield wrong("keys", f"{str(error)[0].upper()}{str(error)[1:]}.")
    except (OSError, ValueError) as error:
        yield wrong("keys", f"A key cannot be read ({error}): restore the keys from a backup.")
    else:
        yield good("keys", "All keys are there, and nobody else can read them.")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield wrong("config", f"{file} can be read by others and may hold a PIN; run: chmod 600 {file}.")
    else:
        yield good("config", f"{file} is sound, and nobody else can read it.")
