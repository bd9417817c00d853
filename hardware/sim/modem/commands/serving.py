"""The SIM's lock, the radio and the network it is on (TS 27.007, 7 and 8)."""

from hardware.sim.modem.answers import (
    CME_BAD_PARAMETERS,
    CME_NOT_ALLOWED,
    CME_PUK_WANTED,
    CME_WRONG_PASSWORD,
    ERROR,
    OK,
    Answer,
    Outcome,
    says,
)
from hardware.sim.modem.commands.command import Command, Needs, asks
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import REGISTERED, Lock, Machine

OPERATORS = ("Pretend Network", "Pretend", "52001")  # long, short, numeric
AREA, CELL = "00A1", "00000B2C"
WITHOUT_RADIO = (0, 4)


def _pin(machine: Machine, call: Call) -> Outcome:
    match call.form:
        case Form.ASK:
            return says(f"+CPIN: {machine.lock.value}")
        case Form.SET if machine.lock is Lock.PIN:
            return _unlock(machine, call.arguments()[0])
        case Form.SET if machine.lock is Lock.PUK:
            return CME_WRONG_PASSWORD  # a blocked pretend SIM stays blocked
        case Form.SET:
            return CME_NOT_ALLOWED
        case _:
            return OK


def _unlock(machine: Machine, pin: str) -> Outcome:
    if machine.try_pin(pin):
        return OK
    return CME_PUK_WANTED if machine.lock is Lock.PUK else CME_WRONG_PASSWORD


def _functionality(machine: Machine, call: Call) -> Outcome:
    match call.form, call.numbers():
        case Form.ASK, _:
            return says(f"+CFUN: {machine.functionality}")
        case Form.TEST, _:
            return says("+CFUN: (0,1,4),(0,1)")
        case Form.SET, [1, 1]:
            machine.power_up()
            return OK
        case Form.SET, [(0 | 1 | 4) as level, *_]:
            machine.functionality = level
            return OK
        case _:
            return CME_BAD_PARAMETERS


def _registration(machine: Machine, call: Call) -> Outcome:
    """CREG, CGREG, CEREG and CIREG, each with its own <n>; nothing changes by itself."""
    match call.form, (call.numbers() or [None])[0]:
        case Form.ASK, _:
            return says(_registered(machine, call.name))
        case Form.TEST, _:
            return says(f"{call.name}: (0-2)")
        case Form.SET, (0 | 1 | 2) as level:
            machine.profile.switches[call.name] = level
            return OK
        case _:
            return CME_BAD_PARAMETERS


def _registered(machine: Machine, name: str) -> str:
    level = machine.profile.switches.get(name, 0)
    if name == "+CIREG":
        return f"{name}: {level},{int(machine.registered)}"
    if not machine.registered:
        return f"{name}: {level},{0 if machine.stat in REGISTERED else machine.stat}"
    place = f',"{AREA}","{CELL}",7' if level == 2 else ""  # noqa: PLR2004  # <n> 2 tells the cell
    return f"{name}: {level},{machine.stat}{place}"


def _operator(machine: Machine, call: Call) -> Outcome:
    match call.form, call.numbers():
        case Form.ASK, _:
            form = machine.profile.operator_form
            where = f',{form},"{OPERATORS[form]}",7' if machine.registered else ""
            return says(f"+COPS: 0{where}")
        case Form.TEST, _:
            return says('+COPS: (2,"{}","{}","{}",7),,(0,3),(0-2)'.format(*OPERATORS))
        case Form.SET, [3, (0 | 1 | 2) as form]:
            machine.profile.operator_form = form
            return OK
        case Form.SET, [0, *_]:
            return OK
        case _:
            return CME_BAD_PARAMETERS


def _signal(machine: Machine) -> Answer:
    return says("+CSQ: 99,99" if machine.functionality in WITHOUT_RADIO else f"+CSQ: {machine.signal},99")


def _charset(machine: Machine, call: Call) -> Outcome:
    match call.form, call.arguments()[0].upper():
        case Form.ASK, _:
            return says(f'+CSCS: "{machine.profile.cscs}"')
        case Form.TEST, _:
            return says('+CSCS: ("GSM","IRA","UCS2")')
        case Form.SET, ("GSM" | "IRA" | "UCS2") as name:
            machine.profile.cscs = name
            return OK
        case _:
            return CME_BAD_PARAMETERS


def _clock(machine: Machine, call: Call) -> Outcome:
    if call.form is Form.SET:
        return ERROR
    return says(machine.wall().strftime('+CCLK: "%y/%m/%d,%H:%M:%S+00"'))


COMMANDS = {
    "+CPIN": Command(_pin),
    "+CFUN": Command(_functionality),
    "+CREG": Command(_registration),
    "+CGREG": Command(_registration),
    "+CEREG": Command(_registration),
    "+CIREG": Command(_registration),
    "+COPS": Command(_operator, Needs.SIM),
    "+CSQ": Command(asks(_signal)),
    "+CSCS": Command(_charset),
    "+CCLK": Command(_clock),
    "+CBC": Command(asks(lambda _: says("+CBC: 0,100"))),
}
