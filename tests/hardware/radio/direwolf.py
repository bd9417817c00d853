"""Real software TNCs that share one channel of sound: direwolf on a null sink of PulseAudio.

No sound card, no kernel module, no network port. Each station hears itself too.
"""

import asyncio
import contextlib
import os
import re
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.hardware.radio.bench import until
from tests.peers import need

PULSE = """
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=air rate=48000 channels=1 format=s16le
"""
ALSA = """
</usr/share/alsa/alsa.conf>
pcm.out0 {{ type pulse server "unix:{socket}" device "air" }}
pcm.in0 {{ type pulse server "unix:{socket}" device "air.monitor" }}
"""
TNC = """
ADEVICE in0 out0
ARATE 48000
ACHANNELS 1
CHANNEL 0
MYCALL {callsign}
MODEM 1200
AGWPORT 0
KISSPORT 0
TXDELAY 30
TXTAIL 5
SLOTTIME 10
PERSIST 63
{more}
"""
_PTY = re.compile(r"Virtual KISS TNC is available on (/dev/pts/\d+)")
_LINK = Path("/tmp/kisstnc")  # noqa: S108  # where direwolf itself puts it
_QUIET = "--disable-shm=yes --realtime=no --high-priority=no --use-pid-file=no --exit-idle-time=-1"


@dataclass
class Program:
    """A running program, and what it has printed."""

    process: asyncio.subprocess.Process
    printed: str = ""
    reading: asyncio.Task[None] | None = field(default=None, repr=False)

    async def read(self) -> None:
        assert self.process.stdout
        while chunk := await self.process.stdout.read(4096):
            self.printed += chunk.decode("utf-8", "replace")

    def pty(self) -> Path:
        """Return the TNC's serial line."""
        return Path(_PTY.findall(self.printed)[0])

    def tidy(self) -> None:
        """Remove the link that direwolf leaves behind, if it is this one's."""
        if self.ready and _LINK.is_symlink() and str(_LINK.readlink()) == str(self.pty()):
            _LINK.unlink(missing_ok=True)

    @property
    def ready(self) -> bool:
        return bool(_PTY.findall(self.printed))


class Sound:
    """One channel that stations can join; everything it needs stands in `folder`."""

    def __init__(self, folder: Path, stack: contextlib.AsyncExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._socket = folder / "pulse.sock"
        # Nothing of the person's own sound set-up is read or written.
        self._env = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}

    async def start(self) -> None:
        script = self._folder / "pulse.pa"
        script.write_text(PULSE.format(socket=self._socket), "utf-8")
        alsa = self._folder / "alsa.conf"
        alsa.write_text(ALSA.format(socket=self._socket), "utf-8")
        self._env["ALSA_CONFIG_PATH"] = str(alsa)
        await self._run(need("pulseaudio"), "-n", "-F", str(script), "--daemonize=no", *_QUIET.split())
        await until(self._socket.is_socket)

    async def station(self, callsign: str, more: str = "") -> Program:
        """Start a TNC; `more` is added to its configuration."""
        own = self._folder / callsign
        own.mkdir()
        config = own / "direwolf.conf"
        config.write_text(TNC.format(callsign=callsign, more=more), "utf-8")
        program = await self._run(
            need("stdbuf"), "-oL", need("direwolf"), "-t", "0", "-p", "-c", str(config), cwd=own
        )
        await until(lambda: program.ready)
        return program

    async def _run(self, *command: str, cwd: Path | None = None) -> Program:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=self._env,
            cwd=cwd or self._folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        program = Program(process)
        program.reading = asyncio.create_task(program.read())
        self._stack.push_async_callback(_end, program)
        return program


async def _end(program: Program) -> None:
    with contextlib.suppress(ProcessLookupError):
        program.process.terminate()
    try:
        async with asyncio.timeout(3):
            await program.process.wait()
    except TimeoutError:
        program.process.kill()
        await program.process.wait()
    assert program.reading
    await program.reading
    program.tidy()


@contextlib.asynccontextmanager
async def sound() -> AsyncIterator[Sound]:
    # A short folder of its own: the path of a socket may have 107 octets.
    with tempfile.TemporaryDirectory(prefix="air-") as folder:
        async with contextlib.AsyncExitStack() as stack:
            channel = Sound(Path(folder), stack)
            await channel.start()
            yield channel
