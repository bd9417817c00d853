"""Whoever can sit at a modem and empty it: our station's half that receives, gammu-smsd, and smsd."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from gateway.clock import SystemClock
from gateway.founding import Founded, found
from gateway.intake.intake import Intake
from gateway.kit import kit_of
from gateway.office import keys
from gateway.office.config import load
from gateway.station.bearers import bearers_of
from gateway.store.store import Store
from hardware.bearer import Address, Hearing

SENDERS: Final = 500
SENDER: Final = "+66891000{:03d}"  # those whose texts wait in a pretend modem at its start
GRACE_S: Final = 5.0


class Receiver(Protocol):
    """Made ready in a folder of its own, for a modem at a path; it works while `receiving` lasts."""

    def receiving(self) -> AbstractAsyncContextManager[None]: ...


class Ours:
    """The real driver and the real intake over a real store on the disk: SQLCipher, synchronous FULL.

    The senders are enrolled officers, so each text becomes a report with its reply queued; nothing sends it.
    """

    def __init__(self, folder: Path, pty: Path) -> None:
        bearer = f'[[bearer]]\nname = "modem1"\nurl = "gsm:{pty}"\n'
        officers = "".join(map(_officer, range(1, SENDERS + 1)))
        config = load(found(folder, Founded("MSI", "Mae Sai", "TH"), bearer + officers))
        [self._modem] = bearers_of(config, _nobody)
        kit = kit_of(config, SystemClock(), {self._modem.name: self._modem})
        self._store = Store.make(config.dsn(), keys.store_key(config.path(config.store.key_file)))
        self._intake = Intake(kit, self._store)
        self.committed: dict[str, datetime] = {}  # by PDU in hex

    @contextlib.asynccontextmanager
    async def receiving(self) -> AsyncGenerator[None]:
        running = asyncio.create_task(self._modem.run(self._deliver))
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            self._store.close()

    async def _deliver(self, heard: Sequence[Hearing]) -> None:
        await self._intake.take(self._modem.name, heard)
        now = datetime.now(UTC)
        for one in heard:
            self.committed.setdefault(one.raw.hex(), now)


class Daemon:
    """A program of others, configured as it ships but for looking as often as it can."""

    def __init__(self, program: str, arguments: Sequence[str], folder: Path) -> None:
        self._program, self._arguments, self._folder = program, arguments, folder

    @contextlib.asynccontextmanager
    async def receiving(self) -> AsyncGenerator[None]:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self._folder), "LANG": "C.UTF-8"}
        with (self._folder / "out").open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                self._program,
                *self._arguments,
                cwd=self._folder,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        try:
            yield
        finally:
            await _end(process)


def gammu_smsd(folder: Path, pty: Path) -> Receiver:
    """Gammu's daemon with its files backend, the fastest it has."""
    rooms = _rooms(folder, ("inbox", "outbox", "sentsms", "errorsms"), "{}path = {}/\n")
    config = folder / "gammurc"
    config.write_text(
        f"[gammu]\ndevice = {pty}\nconnection = at115200\n[smsd]\nservice = files\n{rooms}"
        "logfile = log\ncommtimeout = 1\nreceivefrequency = 0\n",
        encoding="utf-8",
    )
    return Daemon(_path("gammu-smsd"), ("-c", str(config)), folder)


def smsd(folder: Path, pty: Path) -> Receiver:
    """SMS Server Tools 3."""
    rooms = _rooms(folder, ("outgoing", "checked", "incoming", "failed", "sent"), "{} = {}\n")
    config = folder / "smsd.conf"
    config.write_text(
        f"devices = SIM\n{rooms}logfile = {folder}/log\ninfofile = {folder}/info\npidfile = {folder}/pid\n"
        f"delaytime = 1\n[SIM]\ndevice = {pty}\nincoming = yes\n",
        encoding="utf-8",
    )
    return Daemon(_path("smsd"), ("-c", str(config), "-t"), folder)


Make = Callable[[Path, Path], Receiver]
PEERS: Final[dict[str, Make]] = {"gammu-smsd": gammu_smsd, "smsd": smsd}


def installed() -> dict[str, Make]:
    """Return the peers that are on this machine."""
    return {name: make for name, make in PEERS.items() if _path(name)}


def _path(program: str) -> str:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""


def _nobody(_bearer: str, _caller: Address) -> None:
    """Tell nobody of a call."""


def _officer(number: int) -> str:
    return f'[[officer]]\nnumber = "{SENDER.format(number)}"\nname = "Officer {number}"\n'


def _rooms(folder: Path, names: Sequence[str], line: str) -> str:
    for name in names:
        (folder / name).mkdir(parents=True)
    return "".join(line.format(name, folder / name) for name in names)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE_S)
    except TimeoutError:
        process.kill()
        await process.wait()
