"""The pretend radio against the real bearer, through a real pty; and as a program with its control socket."""

import asyncio
import contextlib
import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bearer import Fate, SendOutcome
from hardware.sim.radio.control import Control
from hardware.sim.radio.core import Core
from hardware.sim.radio.handheld import TRIES
from hardware.sim.radio.pretend import PretendRadio, Setup
from tests.hardware.radio.bench import HANG, ME, PATROL, to_patrol, until
from tests.hardware.radio.serving import serving


def ask(radio: PretendRadio, op: str, **request: object) -> dict:
    return json.loads(radio.answer(json.dumps({"op": op, **request}).encode()))


async def test_a_report_in_an_ack_out_a_reply_out_an_ack_in(tmp_path: Path) -> None:
    setup = Setup(tmp_path / "tnc", ME, echo=True)
    async with PretendRadio(setup) as radio, serving(setup.pty) as (tnc, kept):
        await until(lambda: tnc.health().ready)
        assert ask(radio, "receive", **{"from": "9V1AB-7", "text": "NIL"}) == {"ok": True, "id": "1"}
        await until(lambda: ask(radio, "stats")["acked"] == 1)
        assert kept.texts() == ["NIL"]
        sent = await tnc.send(to_patrol("OK K7M4"))
        await until(lambda: len(kept.hearings) == 2)
        assert ask(radio, "sent")["sent"] == [
            {"to": "9V1AB-7", "text": "OK K7M4", "id": sent.references[0].partition(":")[2], "times": 1}
        ]
        assert kept.hearings[-1].receipt
        assert kept.hearings[-1].receipt.fate is Fate.DELIVERED
        assert radio.core.handheld(PATROL).texts == {sent.references[0].partition(":")[2]: "OK K7M4"}


async def test_in_bad_air_each_report_arrives_once(tmp_path: Path) -> None:
    setup = Setup(tmp_path / "tnc", ME, loss=0.3, patience=0.3, seed=7)
    async with PretendRadio(setup) as radio, serving(setup.pty) as (tnc, kept):
        await until(lambda: tnc.health().ready)
        texts = [f"NIL {number}" for number in range(40)]
        for text in texts:
            ask(radio, "receive", **{"from": "9V1AB-7", "text": text})
        await until(lambda: ask(radio, "stats")["waiting"] == 0)
        stats = ask(radio, "stats")
        assert stats["lost"] > 10
        assert stats["acked"] >= 35  # each has six tries at 0.49
        assert set(kept.texts()) <= set(texts)
        assert len(kept.texts()) == len(set(kept.texts())) >= stats["acked"]


async def test_two_stations_on_one_air(tmp_path: Path) -> None:
    """Two TNCs, two bearers: what one says, the other hears, acks and hands up."""
    one, other = Setup(tmp_path / "one", ME), Setup(tmp_path / "two", PATROL)
    async with PretendRadio(one) as here, PretendRadio(other) as there:
        here.core.air.join(there.core.tnc.hear)
        there.core.air.join(here.core.tnc.hear)
        async with serving(one.pty) as (sender, sent_kept), serving(other.pty, PATROL) as (receiver, kept):
            await until(lambda: sender.health().ready and receiver.health().ready)
            assert (await sender.send(to_patrol("ขอกำลังเสริม"))).outcome is SendOutcome.SUBMITTED
            await until(lambda: sent_kept.hearings)
            assert kept.texts() == ["ขอกำลังเสริม"]


async def test_unplugged_and_back_in_the_middle_of_a_report(tmp_path: Path) -> None:
    setup = Setup(tmp_path / "tnc", ME, patience=0.3)
    async with PretendRadio(setup) as radio, serving(setup.pty) as (tnc, kept):
        await until(lambda: tnc.health().ready)
        ask(radio, "unplug", seconds=0.5)
        assert not setup.pty.is_symlink()
        ask(radio, "receive", **{"from": "9V1AB-7", "text": "SOS"})
        await until(lambda: not tnc.health().ready)
        await until(lambda: ask(radio, "stats")["acked"] == 1)
        assert kept.texts() == ["SOS"]
    assert not setup.pty.is_symlink()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'{"op": "dance"}',
        b'{"op": "receive"}',
        b'{"op": "receive", "from": "9V1AB-16", "text": "NIL"}',
        b'{"op": "receive", "from": "9V1AB", "text": "a{1"}',
        b'{"op": "receive", "from": "9V1AB", "text": 5}',
        b'{"op": "receive", "from": "9V1AB", "text": "' + b"x" * 68 + b'"}',
        b'{"op": "unplug", "seconds": -1}',
        b'{"op": "stats", "more": 1}',
        b"\xff",
    ],
)
def test_a_bad_request_is_answered_with_a_sentence(line: bytes) -> None:
    answer = json.loads(control().answer(line))
    assert answer["ok"] is False
    assert answer["error"]


@given(st.binary(max_size=80) | st.text().map(str.encode))
def test_no_line_raises(line: bytes) -> None:
    assert json.loads(control().answer(line))["ok"] in (True, False)


def control() -> Control:
    core = Core(ME, lambda _: None, random.Random(0))
    return Control(core, monotonic=lambda: 0.0, unplug=lambda _: None, leave=lambda: None)


def test_a_handheld_gives_up_after_its_tries() -> None:
    core = Core(ME, lambda _: None, random.Random(0), patience=5.0)
    core.receive(PATROL, "NIL", 0.0)
    for number in range(1, TRIES + 1):
        assert core.stats()["waiting"] == 1
        core.tick(5.0 * number)
    assert (core.stats()["waiting"], core.stats()["given_up"]) == (0, 1)


async def test_as_a_program(tmp_path: Path) -> None:
    pty, socket = tmp_path / "tnc", tmp_path / "c.sock"
    arguments = ["sim", "radio", "--pty", str(pty), "--control", str(socket), "--callsign", "HQPOST-1"]
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "web", *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        await until(pty.is_symlink)
        async with serving(pty) as (tnc, kept):
            await until(lambda: tnc.health().ready)
            reader, writer = await asyncio.open_unix_connection(socket)
            writer.write(b'{"op": "receive", "from": "9v1ab-7", "text": "PTL"}\n')
            assert json.loads(await reader.readline()) == {"ok": True, "id": "1"}
            await until(kept.texts)
            writer.write(b'{"op": "quit"}\n')
            assert json.loads(await reader.readline()) == {"ok": True}
            writer.close()
            async with asyncio.timeout(HANG):
                assert await program.wait() == 0
        assert not pty.is_symlink()
        assert not socket.exists()
    finally:
        with contextlib.suppress(ProcessLookupError):
            program.kill()
        await program.communicate()
