"""Bodies and addresses that are too big, too slow or nonsense."""

import asyncio
import contextlib
import socket
from pathlib import Path
from typing import ClassVar

import pytest

from tests.web.stage import Stage, stage
from web.settings import ConsoleSettings
from web.slow import Prompt


async def test_oversized_bodies_are_refused_with_and_without_their_length(console: Stage) -> None:
    staff = await console.signed_in()
    big = b"csrf=x&text=" + b"a" * 200_000

    async def pieces() -> object:
        for start in range(0, len(big), 8192):
            yield big[start : start + 8192]

    headers = {"content-type": "application/x-www-form-urlencoded"}
    for body in (big, pieces()):
        answer = await staff.client.post("/sign-out", content=body, headers=headers)  # pyright: ignore[reportArgumentType]  # a generator is fine
        assert answer.status_code == 413
    assert (await staff.client.get("/")).status_code == 200


async def test_no_body_breaks_the_console(console: Stage) -> None:
    bodies = [
        b"",
        b"\x00" * 50,
        b"%",
        b"a=%ff%fe",
        b"&" * 500,
        b"=&" * 300,
        "csrf=ก".encode(),
        b"\xff\xfe" * 20,
    ]
    staff = await console.signed_in()
    kinds = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "")
    for path in ("/sign-in", "/sign-out", "/r/MSI-1-1/reply", "/live", "/"):
        for body in bodies:
            for kind in kinds:
                answer = await staff.client.post(path, content=body, headers={"content-type": kind})
                assert answer.status_code < 500
                assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/r/MSI-1-" + "9" * 40,
        "/r/%F0%9F%98%80-1-1",
        "/m/" + "9" * 30,
        "/?offset=" + "9" * 30,
        "/?q=%25_%5C",
        "/messages?before=x",
        "/?state=%00&type=%ff",
        "/r/--",
        "/r/MSI-1-1/release/%2e%2e",
    ],
)
async def test_no_address_breaks_the_console(console: Stage, path: str) -> None:
    await console.report()
    staff = await console.signed_in()
    assert (await staff.client.get(path)).status_code in (200, 404)


class Hasty(Prompt):
    """The console's own protocol with less time for a head."""

    head_s = 0.3


class Watched(Prompt):
    """The console's own protocol, which tells how long each connection waits to be confirmed."""

    waits: ClassVar[list[int]] = []

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # as uvicorn itself narrows it
        super().connection_made(transport)
        kept = transport.get_extra_info("socket")
        self.waits.append(kept.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT))


async def test_what_no_machine_confirms_is_not_waited_for(tmp_path: Path) -> None:
    Watched.waits.clear()
    async with stage(tmp_path, http=Watched) as made:
        assert (await made.client().get("/ready")).status_code == 200
    assert Watched.waits == [30_000]


_HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize("head", [b"", b"GET / HT", _HEAD + _FORM])
async def test_a_head_that_never_ends_is_not_waited_for(tmp_path: Path, head: bytes) -> None:
    async with stage(tmp_path, http=Hasty) as made:
        assert await _trickled(made, head, b"X-A: b\r\n" if head else b"") == b""


async def test_a_second_head_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    async with stage(tmp_path, http=Hasty) as made:
        found = await _trickled(made, b"GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\nGET / ", b"a")
    assert found.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("size", [b"Content-Length: 1000\r\n", b"Transfer-Encoding: chunked\r\n"])
async def test_a_body_that_trickles_is_refused_in_time(tmp_path: Path, size: bytes) -> None:
    async with stage(tmp_path, ConsoleSettings(patience=0.3), Hasty) as made:
        piece = b"a" if b"Length" in size else b"1\r\na\r\n"
        found = await _trickled(made, _HEAD + _FORM + size + b"\r\n", piece)
        assert found.startswith(b"HTTP/1.1 408")
        assert b"default-src 'none'" in found


async def test_a_body_nobody_wants_is_not_listened_to_for_ever(tmp_path: Path) -> None:
    async with stage(tmp_path, http=Hasty) as made:
        head = b"POST /sign-out HTTP/1.1\r\nHost: localhost\r\n" + _FORM + b"Content-Length: 9999\r\n\r\n"
        found = await _trickled(made, head, b"a")
    assert found.startswith(b"HTTP/1.1 303")


async def test_a_hundred_slow_senders_hold_nobody_up(tmp_path: Path) -> None:
    async with stage(tmp_path) as made:
        await made.account("somchai")
        held = [await _connected(made, _HEAD + b"Content-Length: 900\r\n\r\na") for _ in range(100)]
        async with asyncio.timeout(20):
            assert (await (await made.signed_in()).client.get("/")).status_code == 200
        for _, writer in held:
            writer.close()


async def _connected(made: Stage, head: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(made.url.rpartition(":")[2]))
    writer.write(head)
    return reader, writer


async def _trickled(made: Stage, head: bytes, piece: bytes) -> bytes:
    """Send a head, then a piece every tenth of a second, until the console has had enough."""
    reader, writer = await _connected(made, head)

    async def trickle() -> None:
        with contextlib.suppress(OSError):
            while True:
                await asyncio.sleep(0.1)
                writer.write(piece)
                await writer.drain()

    feeding = asyncio.create_task(trickle())
    found = b""
    try:
        async with asyncio.timeout(20):
            with contextlib.suppress(ConnectionResetError):
                while got := await reader.read(65536):
                    found += got
    finally:
        feeding.cancel()
        writer.close()
    return found
