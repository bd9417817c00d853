"""Modems with habits of their own: the pretend modem with some commands refused, narrowed or missing."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pytest

from hardware.port import Port
from hardware.sim.modem.answers import (
    CMS_BAD_INDEX,
    CMS_NOT_SUPPORTED,
    ERROR,
    OK,
    Answer,
    Failure,
    Outcome,
    says,
)
from hardware.sim.modem.commands import COMMANDS
from hardware.sim.modem.commands.command import Command, accepts
from hardware.sim.modem.core import Modem
from hardware.sim.modem.line import Call, Form, parse_line
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import Rig

Allowed = Callable[[Call], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A modem: what it calls itself, and what it does in another way than the pretend modem.

    None in `commands` is a command it does not know. `patches` replace parts of the pretend modem by their
    dotted names. `reports` is False where status reports are never
    handed over, `profile` the family that its words must be recognised as.
    """

    says: str = ""
    commands: Mapping[str, Command | None] = field(default_factory=dict)
    profile: str = "any"
    reports: bool = True
    settings: Settings = field(default_factory=Settings)
    patches: Mapping[str, object] = field(default_factory=dict)


def only(name: str, allowed: Allowed, refusal: Answer = ERROR) -> dict[str, Command]:
    """Refuse a command where it is set in a way that is not `allowed`."""
    true = COMMANDS[name]

    def run(machine: Machine, call: Call) -> Outcome:
        refused = call.form is Form.SET and not allowed(call)
        return refusal if refused else true.run(machine, call)

    return {name: Command(run, true.needs, true.paced, true.prompts)}


def answering(name: str, answer: Callable[[Machine, Call, Outcome], Outcome]) -> dict[str, Command]:
    """Change what a command answers, after it was carried out."""
    true = COMMANDS[name]

    def run(machine: Machine, call: Call) -> Outcome:
        return answer(machine, call, true.run(machine, call))

    return {name: Command(run, true.needs, true.paced, true.prompts)}


def cnmi(*forms: str) -> dict[str, Command]:
    return only("+CNMI", lambda call: call.value in forms, CMS_NOT_SUPPORTED)


def _empty_is_321(_machine: Machine, call: Call, outcome: Outcome) -> Outcome:
    nothing = call.form is Form.SET and isinstance(outcome, Answer) and outcome == OK
    return CMS_BAD_INDEX if nothing else outcome


def _one_memory(_machine: Machine, call: Call, outcome: Outcome) -> Outcome:
    return says('+CPMS: ("SM"),("SM"),("SM")') if call.form is Form.TEST else outcome


def _unquoted(_machine: Machine, call: Call, outcome: Outcome) -> Outcome:
    """Put blanks where the standard has none, as some do."""
    if not isinstance(outcome, Answer) or call.form is not Form.SET:
        return outcome
    return Answer(tuple(line.replace(": ", ":", 1).replace(",", ", ", 1) for line in outcome.lines))


def _error_and_ok(_machine: Machine, _call: Call, outcome: Outcome) -> Outcome:
    refused = isinstance(outcome, Answer) and outcome.failure is not None
    return Answer(failure=Failure(words="ERROR\r\n\r\nOK")) if refused else outcome


def _interrupted(_machine: Machine, _call: Call, outcome: Outcome) -> Outcome:
    """Say things unasked between the entries of a list."""
    if not isinstance(outcome, Answer) or outcome.failure is not None:
        return outcome
    said = zip(outcome.lines, itertools.cycle(UNASKED), strict=False)
    return Answer(tuple(line for pair in said for line in pair))


def _late_sim(machine: Machine, call: Call, outcome: Outcome) -> Outcome:
    busy = call.form is Form.ASK and machine.now < LATE_S
    return Answer(failure=Failure("CME", 14, "SIM busy")) if busy else outcome


def _no_bare_at(line: bytes) -> list[Call] | None:
    calls = parse_line(line)
    return [Call("?", Form.RUN)] if calls == [] else calls


def _chatty(modem: Modem) -> None:
    """Switch on as some do: noise first, then a line for each part that is up."""
    modem.machine.power_up()
    modem.machine.plugged = True
    modem.say_raw(CHATTER)


async def _at_its_own_speed(here: Rig, url: str, baud: int) -> Port:
    """Listen at 57600 baud until it is replugged, and then at 9600: its battery was empty."""
    port = await OPEN(here, url, baud)
    wanted = 57_600 if here.sim.counts.unplugged == 0 else 9_600
    return port if baud == wanted else Garbled(port)


class Garbled:
    """A port at the wrong speed: nothing that is written is understood, and what is read is noise."""

    def __init__(self, port: Port) -> None:
        self._port = port

    async def read(self) -> bytes:
        await self._port.read()
        return b"\xf8\x80\xf8"

    def write(self, data: bytes) -> None:
        del data
        self._port.write(b"\xf8\x80")

    async def flushed(self) -> None:
        await self._port.flushed()

    async def close(self) -> None:
        await self._port.close()


def turn_into(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the pretend modem this kind, for one test."""
    for name, command in {**kind.commands, **identity(kind)}.items():
        if command is None:
            monkeypatch.delitem(COMMANDS, name)
        else:
            monkeypatch.setitem(COMMANDS, name, command)
    for name, part in kind.patches.items():
        monkeypatch.setattr(name, part)


LATE_S: Final = 8.0
UNASKED: Final = ('+CMTI: "SM",1', '+CREG: 1,"00A1","0B2C",7', "^RSSI:20", "+CIEV: 2,4")
CHATTER: Final = (
    b"\x00\xff\xf8\r\n^SYSSTART\r\n\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n"
    b"+CPIN: READY\r\n\r\nCall Ready\r\n\r\nSMS Ready\r\n"
)
OPEN: Final = Rig.open
ONE_ARGUMENT: Final = only("+CMGD", lambda call: "," not in call.value)
TWO_ARGUMENTS: Final = only("+CMGD", lambda call: "," in call.value)

# As their manuals have them; see the sentence `why` in each file of hardware/gsm/profiles.
FAMILIES: Final = {
    "cinterion": Kind("Cinterion BGS2-W", {**ONE_ARGUMENT, **cnmi("2,1,0,1,1", "1,1,0,1,1")}, "cinterion"),
    "huawei_stick": Kind("huawei E173", {**cnmi("1,1,0,1,0"), "+CMMS": None, "+CEREG": None}, "huawei_stick"),
    "quectel_lte": Kind("Quectel EC25", {}, "quectel_lte"),
    "quectel_m95": Kind("Quectel_Ltd Quectel_M95", {"+CEREG": None}, "quectel_m95"),
    "simcom_sim7600": Kind("SIMCOM INCORPORATED SIMCOM_SIM7600E", {"+CMMS": None}, "simcom_sim7600"),
    "simcom_sim800": Kind(
        "SIMCOM_Ltd SIMCOM_SIM800L", {"+CEREG": None, **answering("+CPMS", _one_memory)}, "simcom_sim800"
    ),
    "telit": Kind("Telit LE910-EUG", {**cnmi("1,1,0,1,0", "2,1,0,2,0")}, "telit"),
    "ublox": Kind("u-blox SARA-U201", {"+CLIP": None}, "ublox"),
}
QUIRKS: Final = {
    "usual": Kind(),
    "no CMEE": Kind(commands={"+CMEE": None}),
    "no CMMS, CLIP, COPS, CSQ": Kind(commands=dict.fromkeys(("+CMMS", "+CLIP", "+COPS", "+CSQ"))),
    "no CREG, no CEREG": Kind(commands=dict.fromkeys(("+CREG", "+CEREG"))),
    "no names, no numbers": Kind(commands=dict.fromkeys(("+CGMI", "+CGMM", "+CGMR", "+CGSN", "+CIMI"))),
    "CMGD with one argument": Kind(commands=ONE_ARGUMENT),
    "CMGD with two arguments": Kind(commands=TWO_ARGUMENTS),
    "an empty list is 321": Kind(commands=answering("+CMGL", _empty_is_321)),
    "CMGL only of all": Kind(commands=only("+CMGL", lambda call: call.value == "4", CMS_NOT_SUPPORTED)),
    "no CMGL": Kind(commands={"+CMGL": None}, settings=Settings(capacity=20)),
    "blanks in CMGL": Kind(commands=answering("+CMGL", _unquoted)),
    "no CPMS": Kind(commands={"+CPMS": None}),
    "CPMS with one argument": Kind(commands=only("+CPMS", lambda call: "," not in call.value)),
    "CPMS knows SM only": Kind(commands=answering("+CPMS", _one_memory)),
    "no CNMI": Kind(commands={"+CNMI": None}, reports=False),
    "CNMI with two arguments": Kind(commands=cnmi("2,1", "1,1"), reports=False),
    "CNMI without reports": Kind(commands=cnmi("2,1,0,0,0"), reports=False),
    "no CSMS": Kind(commands={"+CSMS": None, "+CNMA": None}),
    "CNMA without a refusal": Kind(commands=only("+CNMA", lambda call: not call.value)),
    "no CSCA": Kind(commands={"+CSCA": None}),
    "no CPIN": Kind(commands={"+CPIN": None}),
    "a bare AT is an error": Kind(patches={"hardware.sim.modem.core.parse_line": _no_bare_at}),
    "echo cannot be turned off": Kind(commands={"E": Command(accepts)}),
    "late +CPIN": Kind(commands=answering("+CPIN", _late_sim)),
    "CMGR says ERROR and OK": Kind(
        commands={"+CMGL": None, **answering("+CMGR", _error_and_ok)}, settings=Settings(capacity=20)
    ),
    "said unasked inside CMGL": Kind(commands=answering("+CMGL", _interrupted)),
    "boot chatter": Kind(patches={"hardware.sim.modem.core.Modem.switch_on": _chatty}),
    "its speed changes": Kind(patches={"tests.hardware.gsm.rig.Rig.open": _at_its_own_speed}),
    "ten places": Kind(settings=Settings(capacity=10)),
    "slow": Kind(
        settings=Settings(latency={"CMGR": 0.08, "CMGD": 0.15, "CMGL": 0.05, "CPMS": 0.05, "CMGS": 3.0})
    ),
}
KINDS: Final = {**FAMILIES, **QUIRKS}


def identity(kind: Kind) -> dict[str, Command | None]:
    """Return the commands with which a modem names itself, unless it is to keep the pretend one's name."""
    if not kind.says:
        return {}
    maker, _, model = kind.says.partition(" ")
    return {"+CGMI": _naming(maker), "+CGMM": _naming(model)}


def _naming(words: str) -> Command:
    return Command(lambda _machine, _call: says(words))
