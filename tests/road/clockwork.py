"""A wall clock that jumps under a running process, by libfaketime; its monotonic clock stays true."""

from collections.abc import Mapping
from pathlib import Path

from tests.peers import need

TRUE = "+0"
JUMPS = ("@1970-01-01 00:00:05", "@2038-01-19 03:14:00")


class Clockwork:
    """The clock of every process that is started with `environment`."""

    def __init__(self, folder: Path) -> None:
        need("faketime")
        [library] = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
        self._file = folder / "clock"
        self.set(TRUE)
        self.environment: Mapping[str, str] = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Its own guess shifts timed waits by the uptime, and then no thread gives way to another.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    def set(self, said: str) -> None:
        """Let the clock jump, at most a second from now."""
        new = self._file.with_name("clock.new")
        new.write_text(said + "\n", encoding="ascii")
        new.replace(self._file)
