"""A disk of its own for one office, small enough to be filled; only root can mount one."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.peers import need


class Disk:
    """A mounted tmpfs, and the ballast that fills what is left of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Fill it to the last byte."""
        with self._ballast.open("ab", buffering=0) as out:
            for piece in (1 << 20, 4096, 512):
                with contextlib.suppress(OSError):
                    while True:
                        out.write(b"x" * piece)

    def free(self) -> None:
        """Make room again."""
        self._ballast.unlink(missing_ok=True)


def may_mount() -> bool:
    """Say whether a disk can be had here; where the checks must all run, it must be."""
    found = os.geteuid() == 0
    assert found or os.environ.get("CI") != "true", "only root can mount a small disk"
    return found


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Mount one at `folder`, which is made, while the context lasts."""
    mount, umount = need("mount"), need("umount")
    folder.mkdir()
    subprocess.run([mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run([umount, "-l", folder], check=True)
