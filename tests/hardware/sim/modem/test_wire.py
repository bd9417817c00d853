"""The modem on a real pty: plugged, unplugged, read slowly, left alone, and asked over its socket."""

import asyncio
import json
import os
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.sim.modem.pretend import PretendModem
from hardware.sim.modem.settings import Settings
from tests.hardware.sim.modem.programs import until

SENDER = "+66812345678"
WITHIN = 10.0  # seconds; only a hang takes so long


@contextmanager
def opened(path: Path) -> Iterator[int]:
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        tty.setraw(fd)
        yield fd
    finally:
        os.close(fd)


async def read_until(fd: int, end: bytes) -> bytes:
    """Read until `end`, or until the line hangs up."""
    heard = b""
    async with asyncio.timeout(WITHIN):
        while end not in heard:
            try:
                piece = os.read(fd, 4096)
            except BlockingIOError:
                await asyncio.sleep(0.001)
                continue
            except OSError:
                break
            if not piece:
                break
            heard += piece
    return heard


async def test_a_client_may_come_and_go(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty") as modem:
        for _ in range(3):
            with opened(modem.pty) as fd:
                os.write(fd, b"ATE0+CSQ\r")
                assert b"+CSQ: 20,99" in await read_until(fd, b"OK\r\n")
    assert not modem.pty.is_symlink()


async def test_a_client_can_drop_the_line_without_hanging_it_up(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty") as modem:
        with opened(modem.pty) as fd:
            set_up = termios.tcgetattr(fd)
            set_up[2] |= termios.HUPCL
            termios.tcsetattr(fd, termios.TCSANOW, set_up)
        await asyncio.sleep(0.05)
        with opened(modem.pty) as fd:
            os.write(fd, b"AT\r")
            assert b"OK" in await read_until(fd, b"OK\r\n")


async def test_unplugging_hangs_up_and_plugging_in_starts_afresh(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty") as modem:
        with opened(modem.pty) as fd:
            os.write(fd, b"ATE0+CNMI=2,1\r")
            await read_until(fd, b"OK\r\n")
            assert modem.ask("unplug", seconds=0.3)["ok"]
            assert not modem.pty.is_symlink()
            assert await read_until(fd, b"never") == b""
            with pytest.raises(OSError, match=r"."):
                os.write(fd, b"AT\r")
        modem.ask("receive", from_=SENDER, text="while it was out")
        assert modem.ask("ledger")["counts"]["waiting"] == 1
        await until(modem.pty.exists)
        with opened(modem.pty) as fd:
            os.write(fd, b"AT+CNMI?;+CMGR=1\r")
            heard = await read_until(fd, b"OK\r\n")
            assert heard.startswith(b"AT+CNMI")
            assert b"+CNMI: 0,0,0,0,0" in heard
            assert b"+CMGR: 0" in heard
        assert modem.ask("stats")["unplugged"] == 1


async def test_a_line_nobody_reads_fills_and_then_goes_on(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty", settings=Settings(capacity=500), preload=500) as modem:
        with opened(modem.pty) as fd:
            os.write(fd, b"ATE0\r" + b"AT+CMGL=4\r" * 20 + b"AT+CSQ\r")
            await asyncio.sleep(0.2)
            for number in range(5000):
                modem.ask("urc", line=f"RING {number}")
            assert len(modem.modem.out) < 1_000_000
            assert modem.ask("stats")["unasked_dropped"] > 0
            heard = await read_until(fd, b"+CSQ: 20,99\r\n\r\nOK\r\n")
        assert heard.count(b"+CMGL: ") == 20 * 500


async def test_latency_delays_the_answer_and_nothing_else(tmp_path: Path) -> None:
    settings = Settings(latency={"CMGR": 0.2})
    async with PretendModem(tmp_path / "tty", settings=settings, preload=1) as modem:
        with opened(modem.pty) as fd:
            loop = asyncio.get_running_loop()
            start = loop.time()
            os.write(fd, b"AT+CMGR=1\r")
            await read_until(fd, b"OK\r\n")
            assert loop.time() - start >= 0.2


async def test_many_clients_ask_and_garbage_ends_nothing(tmp_path: Path) -> None:
    async def ask(lines: list[bytes]) -> list[dict[str, object]]:
        reader, writer = await asyncio.open_unix_connection(tmp_path / "ctl", limit=1 << 24)
        writer.write(b"\n".join(lines) + b"\n")
        answers = [json.loads(await reader.readline()) for _ in lines]
        writer.close()
        return answers

    async with PretendModem(tmp_path / "tty", tmp_path / "ctl", settings=Settings(capacity=200)):
        garbage = [b"\xff\xfe", b"x" * 5_000_000, b"[]", b"null", b'{"op": 3}']
        texts = [json.dumps({"op": "receive", "from": SENDER, "text": f"{n}"}).encode() for n in range(10)]
        async with asyncio.timeout(WITHIN):
            found = await asyncio.gather(*(ask([*garbage, *texts]) for _ in range(8)))
        for answers in found:
            assert [answer["ok"] for answer in answers] == [False] * 5 + [True] * 10
        (stored,) = await ask([b'{"op": "stored"}'])
        assert isinstance(stored["stored"], list)
        assert len(stored["stored"]) == 80


async def test_quit_is_answered_and_ends_it(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty", tmp_path / "ctl") as modem:
        reader, writer = await asyncio.open_unix_connection(tmp_path / "ctl")
        writer.write(b'{"op": "quit"}\n')
        assert json.loads(await reader.readline()) == {"ok": True}
        await asyncio.wait_for(modem.ended.wait(), WITHIN)
        writer.close()
    assert not (tmp_path / "ctl").exists()


async def test_what_is_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FileExistsError):
        await PretendModem(tmp_path / "file").__aenter__()
    with pytest.raises(FileExistsError):
        await PretendModem(tmp_path / "tty", tmp_path / "file").__aenter__()
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "tty").is_symlink()
    async with PretendModem(tmp_path / "tty", tmp_path / "ctl"):
        with pytest.raises(FileExistsError, match="another modem"):
            await PretendModem(tmp_path / "other", tmp_path / "ctl").__aenter__()
        assert (tmp_path / "ctl").is_socket()
