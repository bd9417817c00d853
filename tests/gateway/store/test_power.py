"""The power goes off: the file system stops without flushing, and what was told is still there.

An ext4 image on a loop mount is shut down by its own ioctl (no log flush), the station is killed, the image
mounted anew. The negative control does not sync, and must lose what it told.
"""

import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.errors import StoreLostError
from gateway.store.store import Store
from tests.gateway.store.rows import keys_heard
from tests.gateway.store.stream import Stream
from tests.peers import need
from tests.soak import Note

_KEY = b"k" * 32
_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
_NO_LOG_FLUSH = 2
_CUTS = int(os.environ.get("PATROLWIRE_CUTS", "20" if os.environ.get("PATROLWIRE_SOAK") == "1" else "3"))
_NO_SYNC = "int fsync(int f) { (void)f; return 0; } int fdatasync(int f) { (void)f; return 0; }"


class Disk:
    """A disk whose power can be cut."""

    def __init__(self, folder: Path) -> None:
        self.image, self.place = folder / "image", folder / "disk"
        self.place.mkdir()
        with self.image.open("wb") as file:
            file.truncate(96 << 20)
        subprocess.run([need("mkfs.ext4"), "-q", "-F", str(self.image)], check=True)
        self.on()

    def on(self) -> None:
        subprocess.run([need("mount"), "-o", "loop", str(self.image), str(self.place)], check=True)

    def off(self) -> None:
        subprocess.run([need("umount"), str(self.place)], check=True)

    def cut(self) -> None:
        """Stop at once; nothing that is not on the disk gets there any more."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(handle)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Give a disk, and take it away whatever happened."""
    if os.geteuid() != 0:
        if os.environ.get("CI") == "true":
            pytest.fail("under CI this must run as root, to mount a disk")
        pytest.skip("NOT ROOT: no power was cut")
    made = Disk(tmp_path)
    yield made
    subprocess.run([need("umount"), "-l", str(made.place)], check=False, capture_output=True)


def _cut(disk: Disk, start: int, preload: Path | None = None) -> set[bytes]:
    stream = Stream(f"sqlite:///{disk.place}/store.db", _KEY, start, preload)
    stream.hear(200)
    stream.stop()  # the power goes for the program as well: it tells nothing after the cut
    disk.cut()
    told = stream.kill()
    disk.off()
    disk.on()
    return told


def _kept(disk: Disk) -> set[bytes]:
    store = Store.make(f"sqlite:///{disk.place}/store.db", _KEY)
    try:
        sound = store.read_now(lambda c: c.execute(text("PRAGMA integrity_check")).scalars().all())
        assert sound == ["ok"]
        return store.read_now(keys_heard)
    finally:
        store.close()


def test_nothing_told_is_lost_when_the_power_goes(disk: Disk, record_property: Note) -> None:
    told: set[bytes] = set()
    for number in range(_CUTS):
        told |= _cut(disk, number * 10**6)
        assert told <= _kept(disk)
    record_property("tried", _CUTS)
    record_property("lost", len(told - _kept(disk)))
    record_property("texts told as kept", len(told))
    assert len(told) >= 200 * _CUTS


def test_without_syncs_something_told_is_lost(disk: Disk, tmp_path: Path, record_property: Note) -> None:
    """The negative control: a harness that finds nothing here would find nothing above."""
    record_property("control", 1)
    shim = tmp_path / "nosync.so"
    command = [need("cc"), "-shared", "-fPIC", "-x", "c", "-o", str(shim), "-"]
    subprocess.run(command, input=_NO_SYNC, text=True, check=True)
    told = _cut(disk, 0, shim)
    try:
        kept = _kept(disk)
    except (StoreLostError, AssertionError):
        return  # not even a database
    assert not told <= kept
