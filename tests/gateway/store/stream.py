"""A station that keeps segments as fast as it can, and says so of each once it is kept; to be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from gateway.store import segments
from gateway.store.store import Store
from gateway.store.writer import submit
from tests.gateway.store.rows import segment

_AT_ONCE = 20
KEPT, EARLY = "kept", "early"  # when it says so: once it is kept, or as a faulty one would


def main(dsn: str, key: str, start: int, when: str) -> None:
    store = Store.make(dsn, bytes.fromhex(key))
    for base in range(start, start + 10**6, _AT_ONCE):
        names = [b"%d" % n for n in range(base, base + _AT_ONCE)]
        if when == EARLY:
            _tell(names)
        futures = [submit(store._writer, lambda c, k=k: segments.keep(c, [segment(k)])) for k in names]
        for future in futures:
            future.result()
        if when == KEPT:
            _tell(names)


def _tell(names: Iterable[bytes]) -> None:
    sys.stdout.write("".join(f"{name.decode()}\n" for name in names))
    sys.stdout.flush()


class Stream:
    """The station as a process of its own."""

    def __init__(
        self, dsn: str, key: bytes, start: int, preload: Path | None = None, when: str = KEPT
    ) -> None:
        command = [sys.executable, "-m", "tests.gateway.store.stream", dsn, key.hex(), str(start), when]
        environment = {**os.environ, **({"LD_PRELOAD": str(preload)} if preload else {})}
        root = Path(__file__).parents[3]
        self._child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, env=environment)
        self._lines: list[bytes] = []

    def hear(self, count: int) -> None:
        """Wait until so many are kept."""
        assert self._child.stdout
        self._lines += [self._child.stdout.readline() for _ in range(count)]

    def stop(self) -> None:
        """Let it go no step further: what it waits for may still be done below it, and is not told."""
        os.kill(self._child.pid, signal.SIGSTOP)

    def kill(self) -> set[bytes]:
        """Kill -9; return what was said to be kept."""
        os.kill(self._child.pid, signal.SIGKILL)
        with self._child as child:
            assert child.stdout
            rest = child.stdout.read().splitlines(keepends=True)
        return {line.strip() for line in self._lines + rest if line.endswith(b"\n")}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
