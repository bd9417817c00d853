"""How messages are served and announced: CSMS, CMGF, CNMI, CNMA (TS 27.005, 3.2.1, 3.2.3, 3.4.1, 3.4.4)."""

from dataclasses import astuple

from hardware.sim.modem.answers import CMS_NOT_SUPPORTED, CMS_NOTHING_TO_CONFIRM, OK, Outcome, says
from hardware.sim.modem.commands.command import Command, Needs
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import Cnmi, Machine

ALLOWED = ((0, 1, 2, 3), (0, 1, 2, 3), (0, 2), (0, 1, 2), (0, 1))  # mode, mt, bm, ds, bfr
REFUSED_BY_CLIENT = 2  # <n> of CNMA


def _service(machine: Machine, call: Call) -> Outcome:
    match call.form, call.numbers():
        case Form.ASK, _:
            return says(f"+CSMS: {machine.profile.csms},1,1,0")
        case Form.TEST, _:
            return says("+CSMS: (0,1)")
        case Form.SET, [(0 | 1) as phase]:
            machine.profile.csms = phase
            return says("+CSMS: 1,1,0")
        case _:
            return CMS_NOT_SUPPORTED


def _format(machine: Machine, call: Call) -> Outcome:
    """PDU mode, and no other."""
    del machine
    match call.form, call.numbers():
        case Form.ASK, _:
            return says("+CMGF: 0")
        case Form.TEST, _:
            return says("+CMGF: (0)")
        case Form.SET, [0]:
            return OK
        case _:
            return CMS_NOT_SUPPORTED


def _announce(machine: Machine, call: Call) -> Outcome:
    match call.form:
        case Form.ASK:
            return says("+CNMI: " + ",".join(map(str, astuple(machine.profile.cnmi))))
        case Form.TEST:
            return says("+CNMI: " + ",".join(f"({','.join(map(str, values))})" for values in ALLOWED))
        case _:
            return _set_announcing(machine, call.numbers())


def _set_announcing(machine: Machine, numbers: list[int | None] | None) -> Outcome:
    """Take up to five numbers; one left out stays as it was."""
    if numbers is None or len(numbers) > len(ALLOWED):
        return CMS_NOT_SUPPORTED
    old: tuple[int, ...] = astuple(machine.profile.cnmi)
    given = [*numbers, *[None] * (len(old) - len(numbers))]
    values = [before if value is None else value for value, before in zip(given, old, strict=True)]
    if not all(value in allowed for value, allowed in zip(values, ALLOWED, strict=True)):
        return CMS_NOT_SUPPORTED
    machine.profile.cnmi = Cnmi(*values)
    return OK


def _confirm(machine: Machine, call: Call) -> Outcome:
    if call.form is Form.TEST:
        return says("+CNMA: (0-2)")
    if machine.unconfirmed is None:
        return CMS_NOTHING_TO_CONFIRM
    if (call.numbers() or [None])[0] == REFUSED_BY_CLIENT:
        machine.give_back_unconfirmed()
    machine.unconfirmed = None
    return OK


COMMANDS = {
    "+CSMS": Command(_service),
    "+CMGF": Command(_format),
    "+CNMI": Command(_announce, Needs.MESSAGES),
    "+CNMA": Command(_confirm, Needs.MESSAGES),
}
