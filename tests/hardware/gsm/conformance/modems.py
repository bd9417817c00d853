"""Modems with habits of their own: the pretend modem with some commands refused, narrowed or missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hardware.sim.modem.answers import CMS_BAD_INDEX, CMS_NOT_SUPPORTED, ERROR, OK, Answer, Outcome, says
from hardware.sim.modem.commands import COMMANDS
from hardware.sim.modem.commands.command import Command
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.settings import Settings

Allowed = Callable[[Call], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A modem: what it calls itself, and what it does in another way than the pretend modem.

    None in `commands` is a command it does not know. `reports` is False where status reports are never
    handed over, `profile` the family that its words must be recognised as.
    """

    says: str = ""
    commands: Mapping[str, Command | None] = field(default_factory=dict)
    profile: str = "any"
    reports: bool = True
    settings: Settings = field(default_factory=Settings)


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
    "no CSCA": Kind(commands={"+CSCA": None}),
    "no CPIN": Kind(commands={"+CPIN": None}),
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
