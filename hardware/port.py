"""A port: an async byte stream to hardware, opened from a URL, with one thread of its own.

The thread does all opening, reading, writing and closing, so that a driver which hangs can never hang
the event loop; at worst one daemon thread stays behind with it. Whatever the operating system says
goes up as `PortLostError`, at once.
"""

import asyncio
import contextlib
import fcntl
import os
import select
import termios
import threading
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import serial

from hardware.errors import PortLostError

CHUNK: Final = 65_536  # bytes taken from the driver at once
HELD_AT_MOST: Final = 1 << 20  # bytes nobody has read yet; beyond it we leave them with the driver
OPEN_S: Final = 5.0
CLOSE_S: Final = 2.0
PSEUDO: Final = "/dev/pts/"


class Port(Protocol):
    """What protocols need of a stream of bytes; a pretend one in memory will do as well."""

    async def read(self) -> bytes:
        """Return what has come since the last call, at least one byte; raise PortLostError at its end."""
        ...

    def write(self, data: bytes) -> None:
        """Queue `data`; raise PortLostError when the port is known to be gone."""
        ...

    async def flushed(self) -> None:
        """Return when the driver has taken everything written; raise PortLostError if it never will."""
        ...

    async def close(self) -> None:
        """Let go of the device; harmless when repeated."""
        ...


OpenPort = Callable[[str, int], Awaitable[Port]]


async def open_port(url: str, baud: int = 115_200) -> Port:
    """Open a device path, or any pyserial URL with a file descriptor (`socket://host:port`).

    Devices are opened exclusively: flock keeps out whoever asks for it too, TIOCEXCL everybody but root.
    Raises PortLostError when that fails or takes over 5 s.
    """
    port = SerialPort(url, baud)
    try:
        async with asyncio.timeout(OPEN_S):
            await port.opened
    except TimeoutError:
        await port.close()
        raise PortLostError(f"{url} did not open within {OPEN_S:.0f} s") from None
    except BaseException:
        await port.close()
        raise
    return port


def claim(fd: int) -> None:
    """Keep others from opening a serial device (tty_ioctl(4)); it ends with the last close.

    Not a pseudo-terminal's, which the other end keeps open: the claim would outlive us there.
    """
    with contextlib.suppress(OSError, termios.error):
        if os.isatty(fd) and not os.ttyname(fd).startswith(PSEUDO):
            fcntl.ioctl(fd, termios.TIOCEXCL)


class SerialPort:
    """A device behind pyserial, owned by one thread; see `Port` for what the methods promise."""

    def __init__(self, url: str, baud: int) -> None:
        self._url = url
        self._baud = baud
        self._loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = self._loop.create_future()
        self._ended = asyncio.Event()
        self._news = asyncio.Event()
        self._drained = asyncio.Event()
        self._lock = threading.Lock()  # over the six below, which both sides touch
        self._arrived = bytearray()
        self._leaving = bytearray()
        self._closing = False
        self._lost: PortLostError | None = None
        self._wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._awake = True  # the wake descriptor is still open
        self._thread = threading.Thread(target=self._own, name=f"port {url}", daemon=True)
        self._thread.start()

    async def read(self) -> bytes:
        while True:
            self._news.clear()
            if data := self._take():
                return data
            if self._lost is not None:
                raise self._lost_error()
            await self._news.wait()

    def write(self, data: bytes) -> None:
        with self._lock:
            if self._lost is not None:
                raise self._lost_error()
            self._leaving += data
            self._wake()

    async def flushed(self) -> None:
        while True:
            self._drained.clear()
            with self._lock:
                waiting, lost = bool(self._leaving), self._lost
            if lost is not None:
                raise self._lost_error()
            if not waiting:
                return
            await self._drained.wait()

    async def close(self) -> None:
        with self._lock:
            self._closing = True
            self._wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self._ended.wait()

    def _take(self) -> bytes:
        with self._lock:
            data = bytes(self._arrived)
            self._arrived.clear()
            if len(data) >= HELD_AT_MOST:
                self._wake()
        return data

    def _wake(self) -> None:
        """Make the owner look around; the lock is held by the caller."""
        if self._awake:
            os.eventfd_write(self._wake_fd, 1)

    # From here on: the owner thread.

    def _own(self) -> None:
        try:
            device = serial.serial_for_url(self._url, baudrate=self._baud, exclusive=True)
        except (OSError, ValueError, termios.error) as error:
            self._lose(str(error))
        else:
            claim(device.fileno())
            self._tell(self._mark_opened)
            self._lose(self._serve_until_it_ends(device))
            with contextlib.suppress(OSError, termios.error):
                device.close()
        self._finish()

    def _serve_until_it_ends(self, device: serial.SerialBase) -> str:
        try:
            self._serve(device.fileno())
        except OSError as error:
            return str(error)
        return "closed"

    def _serve(self, fd: int) -> None:
        """Carry bytes both ways until `close`; raise OSError when the device is gone."""
        poll = select.poll()
        poll.register(self._wake_fd, select.POLLIN)
        while True:
            with self._lock:
                if self._closing:
                    return
                wanted = select.POLLIN if len(self._arrived) < HELD_AT_MOST else 0
                wanted |= select.POLLOUT if self._leaving else 0
            poll.register(fd, wanted)
            for ready, events in poll.poll():
                if ready == fd:
                    self._carry(fd, events)
                else:
                    os.eventfd_read(self._wake_fd)

    def _carry(self, fd: int, events: int) -> None:
        if events & select.POLLOUT:
            self._push(fd)
        if events & select.POLLIN:
            self._pull(fd)
        elif events & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
            raise OSError("the device hung up")

    def _pull(self, fd: int) -> None:
        with contextlib.suppress(BlockingIOError):
            data = os.read(fd, CHUNK)
            if not data:
                raise OSError("the device is gone")
            with self._lock:
                self._arrived += data
            self._tell(self._news.set)

    def _push(self, fd: int) -> None:
        with self._lock:
            data = bytes(self._leaving[:CHUNK])
        with contextlib.suppress(BlockingIOError):
            written = os.write(fd, data)
            with self._lock:
                del self._leaving[:written]
                drained = not self._leaving
            if drained:
                self._tell(self._drained.set)

    def _lose(self, reason: str) -> None:
        """Say so before the device is let go, which may take its time."""
        with self._lock:
            self._lost = PortLostError(reason)
        self._tell(self._mark_lost)

    def _finish(self) -> None:
        with self._lock:
            self._awake = False
            os.close(self._wake_fd)
        self._tell(self._ended.set)

    def _tell(self, step: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended before us
            self._loop.call_soon_threadsafe(step)

    # Steps the owner asks the event loop to take.

    def _mark_opened(self) -> None:
        if not self.opened.done():
            self.opened.set_result(None)

    def _mark_lost(self) -> None:
        if not self.opened.done():
            self.opened.set_exception(self._lost_error())
        self._news.set()
        self._drained.set()

    def _lost_error(self) -> PortLostError:
        return PortLostError(*(self._lost.args if self._lost else ()))
