"""The port against real ptys and a socket: bytes both ways, and every way in which they can end."""

import asyncio
import os
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware import port as port_module
from hardware.errors import PortLostError
from hardware.port import open_port

HANGS_S = 5.0


class Pty:
    """Both ends of a pty; `master` is what the device would be."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.path = os.ttyname(self.slave)

    def unplug(self) -> None:
        for fd in (self.master, self.slave):
            if fd >= 0:
                os.close(fd)
        self.master = self.slave = -1


@pytest.fixture
def pty() -> Iterator[Pty]:
    made = Pty()
    yield made
    made.unplug()


def owners(path: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == f"port {path}"]


async def all_gone(path: str) -> None:
    for thread in owners(path):
        await asyncio.to_thread(thread.join, HANGS_S)
    assert owners(path) == []


async def test_bytes_go_both_ways(pty: Pty) -> None:
    port = await open_port(pty.path)
    os.write(pty.master, b"\xff\x00RING\r\n")
    assert await port.read() == b"\xff\x00RING\r\n"
    port.write(b"AT\r")
    await port.flushed()
    assert os.read(pty.master, 100) == b"AT\r"
    await port.close()


async def test_more_than_the_driver_takes_at_once_arrives_whole(pty: Pty) -> None:
    port = await open_port(pty.path)
    sent = bytes(range(256)) * 2000
    got = bytearray()

    def drain() -> None:
        while len(got) < len(sent):
            got.extend(os.read(pty.master, 4096))

    draining = asyncio.create_task(asyncio.to_thread(drain))
    port.write(sent)
    async with asyncio.timeout(HANGS_S):
        await port.flushed()
        await draining
    assert bytes(got) == sent
    await port.close()


async def test_a_reader_who_sleeps_loses_nothing(pty: Pty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port_module, "HELD_AT_MOST", 1000)
    port = await open_port(pty.path)
    sent = bytes(range(256)) * 400
    writing = asyncio.create_task(asyncio.to_thread(write_all, pty.master, sent))
    await asyncio.sleep(0.1)
    got = b""
    async with asyncio.timeout(HANGS_S):
        while len(got) < len(sent):
            got += await port.read()
        await writing
    assert got == sent
    await port.close()


def write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


async def test_unplug_reaches_the_reader_after_the_last_bytes(pty: Pty) -> None:
    path = pty.path
    port = await open_port(path)
    os.write(pty.master, b"last")
    assert await port.read() == b"last"
    reading = asyncio.create_task(port.read())
    await asyncio.sleep(0.01)
    pty.unplug()
    async with asyncio.timeout(HANGS_S):
        with pytest.raises(PortLostError):
            await reading
        with pytest.raises(PortLostError):
            port.write(b"AT\r")
        with pytest.raises(PortLostError):
            await port.flushed()
        await port.close()
    await all_gone(path)


async def test_close_ends_the_thread_and_the_reader(pty: Pty) -> None:
    port = await open_port(pty.path)
    assert owners(pty.path)
    reading = asyncio.create_task(port.read())
    await asyncio.sleep(0)
    await port.close()
    await port.close()
    with pytest.raises(PortLostError):
        await reading
    await all_gone(pty.path)


async def test_what_is_not_there_is_lost(tmp_path: Path) -> None:
    with pytest.raises(PortLostError):
        await open_port(str(tmp_path / "none"))


@pytest.mark.parametrize("url", ["nonsense://x", "socket://127.0.0.1:1", "", "/dev/null\0", "/dev/null"])
async def test_what_is_no_device_is_lost(url: str) -> None:
    with pytest.raises(PortLostError):
        await open_port(url)


async def test_a_device_is_ours_alone(pty: Pty) -> None:
    port = await open_port(pty.path)
    with pytest.raises(PortLostError, match="lock"):
        await open_port(pty.path)
    await port.close()
    again = await open_port(pty.path)
    await again.close()


async def test_a_driver_that_hangs_does_not_hang_us(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hang(*_args: object, **_named: object) -> None:
        released.wait()
        raise OSError("at last")

    monkeypatch.setattr("serial.serial_for_url", hang)
    monkeypatch.setattr(port_module, "OPEN_S", 0.05)
    monkeypatch.setattr(port_module, "CLOSE_S", 0.05)
    try:
        with pytest.raises(PortLostError, match="did not open"):
            await open_port("/dev/ttyUSB9")
    finally:
        released.set()
    await all_gone("/dev/ttyUSB9")


async def test_a_socket_is_a_port_too() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read(100))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    number = server.sockets[0].getsockname()[1]
    port = await open_port(f"socket://127.0.0.1:{number}")
    port.write(b"AT\r")
    assert await port.read() == b"AT\r"
    with pytest.raises(PortLostError):
        await port.read()
    await port.close()
    server.close()
    await server.wait_closed()
