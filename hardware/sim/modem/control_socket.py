"""The control socket: an AF_UNIX stream for many clients, a line in and a line out."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

LONGEST_LINE = 4 * 1024 * 1024  # bytes
TOO_LONG = b'{"ok": false, "error": "a line of more than 4 MiB"}\n'
PROBE = 1.0  # seconds, to learn whether somebody listens already

Answer = Callable[[bytes], bytes]


class ControlSocket:
    """Listens at `path` from `open` to `close`; each line goes to `answer`."""

    def __init__(self, path: Path, answer: Answer) -> None:
        self._path = path
        self._answer = answer
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Transport] = set()

    async def open(self) -> None:
        """Start to listen; OSError when somebody else does, or when the path is too long or no socket."""
        if self._path.exists() and not self._path.is_socket():
            raise FileExistsError(f"{self._path} is there already and is no socket")
        if _is_answered(self._path):
            raise FileExistsError(f"another modem listens at {self._path}")
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(lambda: _Client(self._answer, self._clients), self._path)

    async def close(self) -> None:
        """Send what is still to send, and remove the socket."""
        if self._server is None:
            return
        self._server.close()
        for client in list(self._clients):
            client.close()
        await self._server.wait_closed()
        self._path.unlink(missing_ok=True)


class _Client(asyncio.Protocol):
    """One client: its lines are answered in their order; one that does not read is not read from."""

    _transport: asyncio.Transport

    def __init__(self, answer: Answer, clients: set[asyncio.Transport]) -> None:
        self._answer = answer
        self._clients = clients
        self._buffer = bytearray()
        self._skipping = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # a stream's transport is one
        self._transport = transport
        self._clients.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._clients.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if b"\n" in data:
            *lines, self._buffer = self._buffer.split(b"\n")
            for line in lines:
                self._take(bytes(line))
        if len(self._buffer) > LONGEST_LINE:
            self._buffer.clear()
            self._skipping = True

    def pause_writing(self) -> None:
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._transport.resume_reading()

    def _take(self, line: bytes) -> None:
        skipped, self._skipping = self._skipping, False
        if skipped:
            self._transport.write(TOO_LONG)
        elif line.strip():
            self._transport.write(self._answer(line))


def _is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(PROBE)
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True
