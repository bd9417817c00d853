"""A station as a process that is started again whenever it dies, at will with a failpoint armed."""

import asyncio
import contextlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from hardware.failpoint import VARIABLE

ROOT = Path(__file__).parents[2]
AT_END = "checkpoint"
ONCE = ("migration-done", "migration-committed", AT_END)
"""Points that a life reaches once: nobody dies there the second time."""


class Station:
    """`program` is a module and its first arguments; `more` is added to the environment.

    `arm`, as `name:times`, is taken by the next start; `fell` counts the deaths at each point.
    """

    def __init__(
        self,
        program: Sequence[str],
        config: Path,
        log: Path,
        more: Mapping[str, str] | None = None,
        role: str = "all",
    ) -> None:
        self._command = (sys.executable, "-m", *program, "run", "--config", str(config), "--role", role)
        self._log = log
        self._more = dict(more or {})
        self._process: asyncio.subprocess.Process | None = None
        self._ours = False  # the last death was ordered here
        self.arm = ""
        self.armed = ""
        self.deaths = 0
        self.fell: Counter[str] = Counter()

    async def keep(self) -> None:
        """Keep it alive until cancelled."""
        try:
            while True:
                self.armed, self.arm, self._ours = self.arm, "", False
                self._process = await self._start()
                if self.arm:  # it was armed, and killed in vain, while this life was being started
                    self.kill()
                self._note(await self._process.wait())
        finally:
            if self._process is not None and self._process.returncode is None:
                self._process.terminate()
                await self._process.wait()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._send(signal.SIGKILL)
        self._ours = True

    def end(self) -> None:
        """Tell it to end in good order."""
        self._send(signal.SIGTERM)

    def _note(self, code: int) -> None:
        self.deaths += 1
        if self.armed and code == -signal.SIGKILL and not self._ours:
            self.fell[self.armed.partition(":")[0]] += 1

    async def _start(self) -> asyncio.subprocess.Process:
        quiet = asyncio.subprocess.DEVNULL
        env = {**os.environ, **self._more, **({VARIABLE: self.armed} if self.armed else {})}
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self._command, cwd=ROOT, env=env, stdin=quiet, stdout=log, stderr=log
            )

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, number)
