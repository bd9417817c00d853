"""Coming and going: unplugged at every moment, locked SIMs, silent modems, and storms of all of it."""

import asyncio
import os
import random

import pytest

from hardware.bearer import SendOutcome
from hardware.gsm.condition import SENTENCES, Phase
from hardware.gsm.options import ModemOptions
from hardware.gsm.pin import STUCK, TRIED
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import Rig, outgoing, rig
from tests.hardware.gsm.virtual import play

TEXTS = 1_700 if os.environ.get("PATROLWIRE_SOAK") == "1" else 170  # for each of six seeds
COMMANDS = ("E", "CMEE", "CPIN", "CMGF", "CPMS", "CNMI", "CMGL", "CMGD", "CSQ", "CREG", "CGMI")
EVERY: dict[str, float] = dict.fromkeys(COMMANDS, 0.05)


@pytest.mark.parametrize("after_s", [step * 0.037 for step in range(60)])
def test_unplugged_at_any_moment_it_comes_back_and_loses_nothing(after_s: float) -> None:
    async def story() -> None:
        async with rig(Settings(latency=EVERY), waiting=8) as here:
            await asyncio.sleep(after_s)
            here.unplug(1)
            await here.drained(8)
            assert sorted(here.office.counts().values()) == [1] * 8
            assert here.modem.health().ready

    play(story())


def test_a_replugged_modem_is_set_up_anew() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.unplug(2)
            await asyncio.sleep(0.5)
            assert not here.modem.health().ready
            here.text("meanwhile")
            await here.until(lambda: here.office.texts == ["meanwhile"])
            assert here.modem.health().facts["connections"] == 2

    play(story())


def test_a_pin_is_entered_once_for_each_power_up() -> None:
    async def story() -> None:
        async with rig(Settings(pin="1234"), waiting=3, pin="1234") as here:
            await here.drained(3)
            here.unplug(1)
            here.text("after it")
            await here.until(lambda: here.office.texts[-1] == "after it")
            assert here.sim.machine._tries == 3

    play(story())


def test_a_wrong_pin_is_tried_once_only() -> None:
    async def story() -> None:
        async with rig(Settings(pin="1234"), pin="9999") as here:
            await asyncio.sleep(120)
            here.unplug(1)
            await asyncio.sleep(120)
            assert here.modem.health().sentence == TRIED
            assert here.sim.machine._tries == 2

    play(story())


def test_without_a_pin_a_person_is_asked_for_it() -> None:
    async def story() -> None:
        async with rig(Settings(pin="1234")) as here:
            await asyncio.sleep(60)
            assert here.modem.health().sentence == STUCK["SIM PIN"]
            assert (await here.modem.send(outgoing("t", "x"))).sentence == STUCK["SIM PIN"]

    play(story())


def test_in_puk_state_nothing_is_entered() -> None:
    async def story() -> None:
        async with rig(Settings(pin="1234"), pin="1234") as here:
            for _ in range(3):
                here.sim.machine.try_pin("0000")
            await asyncio.sleep(60)
            assert here.modem.health().sentence == STUCK["SIM PUK"]
            assert "CPIN" in here.commands()
            assert here.sim.machine.lock.value == "SIM PUK"

    play(story())


def test_a_pin_that_is_no_pin_is_not_entered() -> None:
    async def story() -> None:
        async with rig(Settings(pin="1234"), pin='1"2') as here:
            await asyncio.sleep(30)
            assert "4 to 8 digits" in here.modem.health().sentence
            assert here.sim.machine._tries == 3

    play(story())


def test_a_mute_modem_is_tried_for_ever() -> None:
    async def story() -> None:
        async with rig(waiting=2) as here:
            here.ask("fail", command="*", with_="silence", count=12)
            await asyncio.sleep(21)
            assert here.modem.health().sentence == SENTENCES[Phase.MUTE]
            await here.drained(2)

    play(story())


def test_a_modem_that_restarts_by_itself_is_set_up_anew() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            await asyncio.sleep(1)
            here.sim.machine.power_up()
            here.ask("urc", line="RDY")
            await asyncio.sleep(3)
            here.text("after the restart")
            await asyncio.sleep(0.05)
            assert here.office.texts == ["after the restart"]
            assert here.modem.health().facts["connections"] == 2

    play(story())


def test_a_sim_that_is_taken_out_ends_every_delete() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGD": 0.2}), waiting=10) as here:
            await here.until(lambda: here.ask("ledger")["counts"]["deleted"] == 3)
            before = here.commands()["CMGD"]
            here.ask("urc", line="+CPIN: NOT INSERTED")
            await asyncio.sleep(0.3)
            assert here.commands()["CMGD"] <= before + 1
            await here.drained(10)

    play(story())


NOISE = (
    b"\xff\xfe\x80",
    b"\x00" * 5,
    b"\r\n",
    b"\r\nERR",
    b"OK",
    b'\r\n+CMTI: "',
    b"\r\n> ",
    b"\x1a\x1b",
    b"\r\n+CMGL: 1,",
)


def unplugging(here: Rig, chance: random.Random) -> None:
    here.unplug(chance.uniform(0.1, 3))


def noise(here: Rig, chance: random.Random) -> None:
    raw = chance.choice([chance.choice(NOISE), chance.randbytes(chance.randrange(1, 40))])
    here.ask("urc", raw=raw.hex())


def storm(here: Rig, _chance: random.Random) -> None:
    for _ in range(100):
        here.ask("urc", line='+CMTI: "SM",1')


def disk_full(here: Rig, chance: random.Random) -> None:
    here.office.refusing = chance.randrange(1, 4)


def slow_disk(here: Rig, chance: random.Random) -> None:
    here.office.takes_s = chance.choice([0, 0, 0.02, 0.5])


def sulking(here: Rig, chance: random.Random) -> None:
    with_ = chance.choice(["silence", "lost", "ERROR", "+CMS ERROR: 500"])
    here.ask("fail", command=chance.choice(["CMGD", "CMGL", "CPMS", "*"]), with_=with_, count=1)


TROUBLES = (unplugging, noise, noise, storm, disk_full, slow_disk, sulking)


async def trouble(here: Rig, chance: random.Random, seconds: float) -> None:
    """Do to the modem whatever serial lines, users and disks do."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while loop.time() < until:
        await asyncio.sleep(chance.uniform(0.05, 3))
        chance.choice(TROUBLES)(here, chance)


@pytest.mark.parametrize("seed", range(6))
def test_with_all_of_it_at_once_nothing_is_lost(seed: int) -> None:
    async def story() -> None:
        chance = random.Random(seed)
        latency = {"CMGL": 0.005, "CMGD": 0.02, "CPMS": 0.01, "CMGS": 1.0}
        options = ModemOptions(send_s=10, sweep_s=2)
        async with rig(Settings(capacity=20, latency=latency), options) as here:
            troubling = asyncio.create_task(trouble(here, chance, TEXTS))
            for number in range(TEXTS):
                here.text(f"text {number}")
                await asyncio.sleep(chance.uniform(0, 2))
                if number % 20 == 0:
                    sent = await here.modem.send(outgoing(f"t{number}", "REF 7K"))
                    assert sent.outcome in SendOutcome
            await troubling
            here.office.refusing = 0
            here.sim.faults.__init__()  # type: ignore[misc]  # no fault is left over
            await here.until(lambda: not here.stored() and here.ask("stored")["waiting"] == 0)
            texts = {text for text in here.office.texts if text}
            assert {f"text {number}" for number in range(TEXTS)} <= texts
            assert here.modem.health().facts["phase"] == "serving"

    play(story(), within_s=72_000)
