"""The whole driver on a real pty with the pretend modem behind it: threads, descriptors, real time."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hardware.bearer import Address, AddressKind, Bearer, SendOutcome
from hardware.gsm import submit
from hardware.gsm.condition import SENTENCES, Phase
from hardware.gsm.modem import GsmModem
from hardware.gsm.pdu import deliver_segments, encode_deliver
from hardware.sim.modem.pretend import PretendModem
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import Office, outgoing

HANGS_S = 30.0


@asynccontextmanager
async def serving(modem: GsmModem, office: Office) -> AsyncIterator[None]:
    running = asyncio.create_task(modem.run(office.deliver))
    try:
        yield
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(reached: object) -> None:
    assert callable(reached)
    async with asyncio.timeout(HANGS_S):
        while True:
            if reached():
                return
            await asyncio.sleep(0.005)


def ready(modem: Bearer) -> bool:
    return modem.health().ready


async def test_a_text_comes_and_an_answer_goes(tmp_path: Path) -> None:
    office = Office()
    async with PretendModem(tmp_path / "m") as sim:
        modem = GsmModem.from_url("gsm1", f"gsm:{tmp_path / 'm'}")
        assert modem.carries is AddressKind.NUMBER
        async with serving(modem, office):
            await until(lambda: ready(modem))
            sim.ask("receive", from_="+66812345678", text="DRG MSI YAB 200T")
            await until(lambda: office.texts == ["DRG MSI YAB 200T"])
            sent = await modem.send(outgoing("t1", "REF 7K"))
            assert sent.outcome is SendOutcome.SUBMITTED
            await until(lambda: tuple(office.receipts) == sent.references)
            assert sim.ask("stored")["stored"] == []
    assert [thread for thread in threading.enumerate() if thread.name.startswith(f"port {tmp_path}")] == []


async def test_it_waits_for_a_modem_and_serves_within_three_seconds_of_each_replug(tmp_path: Path) -> None:
    office = Office()
    modem = GsmModem("gsm1", str(tmp_path / "m"))
    async with serving(modem, office):
        await asyncio.sleep(0.5)
        assert modem.health().sentence == SENTENCES[Phase.UNPLUGGED]
        async with PretendModem(tmp_path / "m") as sim:
            await until(lambda: ready(modem))
            for number in range(2):
                sim.ask("unplug", seconds=0.7)
                sim.ask("receive", from_="+66812345678", text=f"text {number}")
                await until(lambda: not ready(modem))
                await until((tmp_path / "m").exists)
                back = time.monotonic()
                await until(lambda: f"text {number}" in office.texts)  # noqa: B023  # awaited in this round
                assert time.monotonic() - back < 3


async def test_a_port_that_another_program_holds_says_so(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "m"):
        one, two = (GsmModem(name, str(tmp_path / "m")) for name in ("one", "two"))
        async with serving(one, Office()):
            await until(lambda: ready(one))
            async with serving(two, Office()):
                await until(lambda: "holds the modem's port" in two.health().sentence)
                assert ready(one)


async def test_idle_it_hands_up_a_hinted_message_at_once(tmp_path: Path) -> None:
    office = Office()
    taken: list[float] = []
    async with PretendModem(tmp_path / "m") as sim:
        modem = GsmModem("gsm1", str(tmp_path / "m"))
        async with serving(modem, office):
            await until(lambda: ready(modem))
            await asyncio.sleep(0.3)
            for number in range(100):
                begun = time.perf_counter()
                sim.ask("receive", from_="+66812345678", text=str(number))
                while len(office.heard) <= number:
                    await asyncio.sleep(0.001)
                taken.append(time.perf_counter() - begun)
    assert sorted(taken)[50] < 0.05  # the 99th percentile belongs to the bench, on an idle machine


async def test_five_hundred_waiting_are_drained(tmp_path: Path) -> None:
    office = Office()
    async with PretendModem(tmp_path / "m", settings=Settings(capacity=500), preload=500) as sim:
        modem = GsmModem("gsm1", str(tmp_path / "m"))
        async with serving(modem, office):
            await until(lambda: len(office.heard) == 500)
            await until(lambda: modem.health().facts.get("sim_used") == 0)
            assert sim.ask("ledger")["counts"]["deleted"] == 500


@pytest.mark.parametrize(
    "url", ["gsm:", "gsm:?pin=1", "gsm:/dev/x?baud=fast", "gsm:/dev/x?colour=red", 'gsm:/dev/x?balance="']
)
def test_an_address_that_makes_no_sense_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="modem's address"):
        GsmModem.from_url("gsm1", url)


def test_an_address_may_say_how_to_treat_the_modem() -> None:
    modem = GsmModem.from_url(
        "gsm1", "gsm:/dev/serial/by-id/usb-x?pin=1234&baud=9600&sweep_s=2.5&profile=sim800&balance=*121#"
    )
    assert (modem._url, modem._pin) == ("/dev/serial/by-id/usb-x", "1234")
    assert (modem._options.bauds, modem._options.sweep_s, modem._options.profile) == ((9600,), 2.5, "sim800")
    assert modem._options.balance == "*121#"
    assert GsmModem.from_url("n", "gsm:socket://127.0.0.1:7000")._url == "socket://127.0.0.1:7000"


def test_segments_torn_inside_a_character_are_joined_whole() -> None:
    modem = GsmModem("gsm1", "/dev/x")
    sent = submit.segments("x" * 300, Address(AddressKind.NUMBER, "+66812345678"), 1, receipt_wanted=False)
    assert modem.join([bytes.fromhex(pdu.hex) for pdu in sent]) is None  # ours to send, not heard
    heard = deliver_segments(Address(AddressKind.NUMBER, "+66812345678"), "ปลา" * 60, None, 7)
    assert modem.join([encode_deliver(one) for one in heard]) == "ปลา" * 60
