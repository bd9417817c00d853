"""Every command the pretend modem knows, by name; one small function stands behind each."""

from hardware.sim.modem.answers import NO_CARRIER, OK, Outcome, says
from hardware.sim.modem.commands import announcing, identity, sending, serving, storage, switches
from hardware.sim.modem.commands.command import Command, accepts
from hardware.sim.modem.line import Call
from hardware.sim.modem.machine import Machine, Profile


def _reset(machine: Machine, call: Call) -> Outcome:
    """ATZ and AT&F: all settings as after switching on."""
    del call
    machine.profile = Profile()
    return OK


def _no_call(machine: Machine, call: Call) -> Outcome:
    """ATA and ATD: nobody is at the other end."""
    del machine, call
    return NO_CARRIER


def _all_names(machine: Machine, call: Call) -> Outcome:
    del machine, call
    return says(*sorted(COMMANDS))


COMMANDS: dict[str, Command] = {
    **identity.COMMANDS,
    **switches.COMMANDS,
    **serving.COMMANDS,
    **storage.COMMANDS,
    **sending.COMMANDS,
    **announcing.COMMANDS,
    "Z": Command(_reset),
    "&F": Command(_reset),
    "A": Command(_no_call),
    "D": Command(_no_call),
    "H": Command(accepts),
    "+CHUP": Command(accepts),
    "+CLAC": Command(_all_names),
}
