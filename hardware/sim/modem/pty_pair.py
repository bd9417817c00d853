"""The line to the client: a pty under a name of our choosing, which goes when the modem is unplugged."""

import os
import tty
from pathlib import Path

CHUNK = 65_536


class PtyPair:
    """A raw pty whose client side is linked to from `path`; FileExistsError when something else is there.

    We hold the client's side open too, so that a client which closes does not end the line.
    """

    def __init__(self, path: Path) -> None:
        if path.exists() and not path.is_symlink():
            raise FileExistsError(f"{path} is there already and is no link")
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        self._path = path
        self._device = os.ttyname(self._slave)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(self._device)
        fresh.replace(path)

    def read(self) -> bytes:
        """Return what the client has written; empty when there is nothing."""
        try:
            return os.read(self.master, CHUNK)
        except (BlockingIOError, InterruptedError):
            return b""

    def write(self, data: bytearray) -> int:
        """Write what the line takes now, take it off `data`, and return how many bytes that was."""
        if not data:
            return 0
        try:
            count = os.write(self.master, data[:CHUNK])
        except (BlockingIOError, InterruptedError):
            return 0
        del data[:count]
        return count

    def close(self) -> None:
        """Hang up: the client's next read ends, its next write fails."""
        if self._path.is_symlink() and str(self._path.readlink()) == self._device:
            self._path.unlink()
        os.close(self._slave)
        os.close(self.master)
