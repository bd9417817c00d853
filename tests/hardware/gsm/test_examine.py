"""Examining a modem: every kind of a sound one is found sound, and each fault is named with a remedy."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from hardware.errors import PortLostError
from hardware.finding import Finding, Grade
from hardware.gsm.examine import examine
from hardware.gsm.known import BriefKnown, Identity
from hardware.gsm.options import ModemAddress, ModemOptions
from hardware.gsm.pin_memory import BriefPinMemory
from hardware.port import Port
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.conformance.modems import KINDS, Kind, turn_into
from tests.hardware.gsm.player import FOLDER, Player, read_transcript
from tests.hardware.gsm.rig import Rig
from tests.hardware.gsm.virtual import play

ORDER = [
    "port",
    "answer",
    "modem",
    "sim",
    "network",
    "signal",
    "message centre",
    "number",
    "memory",
    "storage",
]
Opener = Callable[[str, int], Any]


async def findings(opener: Opener, options: ModemOptions, pin: str | None = None) -> list[Finding]:
    address = ModemAddress("sim://modem", pin, options)
    known = BriefKnown()
    known.keep(Identity("", "520010000000000") if options.profile == "swapped" else Identity())
    return [one async for one in examine(address, BriefPinMemory(), known, opener)]


def wrongs(found: list[Finding]) -> dict[str, str]:
    return {one.check: one.sentence for one in found if one.grade is Grade.WRONG}


@pytest.mark.parametrize("name", KINDS)
def test_a_sound_modem_of_any_kind_is_found_sound(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind: Kind = KINDS[name]
    turn_into(kind, monkeypatch)

    async def story() -> None:
        here = Rig(kind.settings, ModemOptions(), waiting=2)
        found = await findings(here.open, ModemOptions())
        assert [one.check for one in found] == ORDER
        assert wrongs(found) == {}
        assert all(one.sentence.endswith(".") for one in found)
        said = " ".join(one.sentence for one in found)
        assert Settings().imei not in said
        assert Settings().imsi not in said
        assert len(here.stored()) == 2  # the draft is gone, and what waited was left alone
        assert here.ask("ledger")["counts"]["deleted"] == 0

    play(story())


@dataclass(frozen=True)
class Fault:
    """What is done to a modem, and what must be said about it."""

    check: str
    words: str
    fails: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    options: ModemOptions = field(default_factory=ModemOptions)
    pin: str | None = None
    stat: int = 1
    signal: int = 20
    smsc: str = "+66810000900"
    waiting: int = 0
    blocked: bool = False


FAULTS = {
    "nothing answers": Fault("answer", "another port", {"*": "silence"}),
    "no SIM": Fault("sim", "no SIM in the modem", {"CPIN": "+CME ERROR: 10"}),
    "PIN wanted": Fault("sim", "?pin=", settings=Settings(pin="1234")),
    "wrong PIN": Fault("sim", "not tried again", settings=Settings(pin="1234"), pin="9999"),
    "PUK wanted": Fault("sim", "PUK", settings=Settings(pin="1234"), pin="1234", blocked=True),
    "SIM failure": Fault("sim", "does not answer", {"CPIN": "+CME ERROR: 13"}),
    "no network": Fault("network", "antenna", stat=2),
    "denied": Fault("network", "refuses this SIM", stat=3),
    "weak": Fault("signal", "move the antenna", signal=3),
    "no message centre": Fault("message centre", "ask the operator", smsc=""),
    "fills up": Fault("memory", "fills up", settings=Settings(capacity=10), waiting=7),
    "full": Fault("memory", "wait in the network", settings=Settings(capacity=10), waiting=12),
    "no PDU mode": Fault("pdu mode", "another modem", {"CMGF": "+CMS ERROR: 303"}),
    "no delete": Fault("storage", "cannot be deleted", {"CMGD": "ERROR"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_with_what_to_do(name: str) -> None:
    fault = FAULTS[name]

    async def story() -> None:
        here = Rig(fault.settings, ModemOptions(), fault.waiting)
        for _ in range(3 * fault.blocked):
            here.sim.machine.try_pin("0000")
        machine = here.sim.machine
        machine.stat, machine.signal, machine.smsc = fault.stat, fault.signal, fault.smsc
        for command, with_ in fault.fails.items():
            here.ask("fail", command=command, with_=with_, count=100_000)
        found = await findings(here.open, fault.options, fault.pin)
        assert list(wrongs(found)) == [fault.check], found
        assert fault.words in wrongs(found)[fault.check]

    play(story())


def test_a_bare_at_that_answers_error_is_an_answer() -> None:
    async def story() -> list[Finding]:
        return await findings(Player(read_transcript(FOLDER / "bare_at_says_error.at")).open, ModemOptions())

    assert wrongs(play(story())) == {}


@pytest.mark.parametrize(("bauds", "grade"), [(ModemOptions().bauds, Grade.GOOD), ((9600,), Grade.WRONG)])
def test_the_speed_is_found_and_told(bauds: tuple[int, ...], grade: Grade) -> None:
    async def story() -> list[Finding]:
        player = Player(read_transcript(FOLDER / "other_baud.at"))
        return await findings(player.open, ModemOptions(bauds=bauds))

    [speed] = [one for one in play(story()) if one.check == "answer"]
    assert (speed.grade, speed.facts["baud"]) == (grade, 57_600)
    assert grade is Grade.GOOD or "?baud=57600" in speed.sentence


def test_another_sim_than_the_station_knows_is_noted() -> None:
    async def story() -> list[Finding]:
        return await findings(Rig(Settings(), ModemOptions()).open, ModemOptions(profile="swapped"))

    [sim] = [one for one in play(story()) if one.check == "sim"]
    assert (sim.grade, "Another SIM" in sim.sentence) == (Grade.NOTE, True)


def test_one_that_is_unplugged_in_the_middle_is_told() -> None:
    async def story() -> None:
        here = Rig(Settings(latency={"CPIN": 2.0}), ModemOptions())
        looking = asyncio.create_task(findings(here.open, ModemOptions()))
        await asyncio.sleep(1.5)
        here.unplug(100)
        assert "cable" in wrongs(await looking)["line"]

    play(story())


@pytest.mark.parametrize(
    ("port", "words"), [("/dev/no-such-modem", "There is no port"), ("/dev/null", "does not open")]
)
async def test_a_port_that_is_none_is_told(port: str, words: str) -> None:
    found = [
        one async for one in examine(ModemAddress(port, None, ModemOptions()), BriefPinMemory(), BriefKnown())
    ]
    assert words in wrongs(found)["port"]


@pytest.mark.parametrize(
    ("error", "words"),
    [("Permission denied", "dialout"), ("could not exclusively lock port", "Another program")],
)
async def test_why_a_port_is_closed_is_told(error: str, words: str) -> None:
    async def refuse(_url: str, _baud: int) -> Port:
        await asyncio.sleep(0)
        raise PortLostError(error)

    assert words in wrongs(await findings(refuse, ModemOptions()))["port"]
