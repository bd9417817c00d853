"""Settings that are one number, asked, tested and set within a range; a few change what the modem says."""

from hardware.sim.modem.answers import CME_BAD_PARAMETERS, OK, Outcome, says
from hardware.sim.modem.commands.command import Command, Run, accepts
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import Machine

# Name: the highest value, and the value after ATZ.
RANGES = {
    "+CLIP": (1, 0),
    "+CLIR": (2, 0),
    "+COLP": (1, 0),
    "+CMMS": (2, 0),
    "+CMOD": (3, 0),
    "+CR": (1, 0),
    "+CRC": (1, 0),
    "+CSDH": (1, 0),
    "+CSTA": (255, 145),
    "+CVHU": (2, 0),
}
ACCEPTED = (
    "+IFC",
    "+ICF",
    "+IPR",
    "+CSMP",
    "+CSCB",
    "+CSAS",
    "+CRES",
    "&C",
    "&D",
    "&K",
    "&S",
    "&W",
    "X",
    "M",
    "L",
)


def value_of(machine: Machine, name: str) -> int:
    return machine.profile.switches.get(name, RANGES[name][1])


def _switch(machine: Machine, call: Call) -> Outcome:
    highest, _ = RANGES[call.name]
    match call.form:
        case Form.ASK:
            return says(f"{call.name}: {value_of(machine, call.name)}")
        case Form.TEST:
            return says(f"{call.name}: (0-{highest})")
        case Form.RUN:
            return OK
        case Form.SET:
            return _set(machine, call, highest)


def _set(machine: Machine, call: Call, highest: int) -> Outcome:
    value = (call.numbers() or [None])[0]
    if value is None or value > highest:
        return CME_BAD_PARAMETERS
    machine.profile.switches[call.name] = value
    return OK


def _flag(name: str) -> Run:
    """Make ATE, ATV, ATQ: 0 when no digit follows."""

    def run(machine: Machine, call: Call) -> Outcome:
        if call.value not in {"", "0", "1"}:
            return CME_BAD_PARAMETERS
        setattr(machine.profile, name, call.value == "1")
        return OK

    return run


def _errors(machine: Machine, call: Call) -> Outcome:
    """AT+CMEE: how much an error says (TS 27.007, 9.1)."""
    match call.form, (call.numbers() or [None])[0]:
        case Form.ASK, _:
            return says(f"+CMEE: {machine.profile.cmee}")
        case Form.TEST, _:
            return says("+CMEE: (0-2)")
        case Form.SET, (0 | 1 | 2) as level:
            machine.profile.cmee = level
            return OK
        case _:
            return CME_BAD_PARAMETERS


def _answer_after(machine: Machine, call: Call) -> Outcome:
    """S0 and its like: kept by no one."""
    del machine
    return says("000") if call.form is Form.ASK else OK


COMMANDS = {
    **{name: Command(_switch) for name in RANGES},
    **{name: Command(accepts) for name in ACCEPTED},
    **{f"S{register}": Command(_answer_after) for register in (0, 3, 4, 5, 6, 7, 8, 10)},
    "E": Command(_flag("echo")),
    "V": Command(_flag("verbose")),
    "Q": Command(_flag("quiet")),
    "+CMEE": Command(_errors),
}
