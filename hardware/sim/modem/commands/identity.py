"""Who the modem and its SIM say they are (TS 27.007, 5)."""

from hardware.sim.modem.answers import OK, Outcome, says
from hardware.sim.modem.commands.command import Command, Needs, asks
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import Machine

MAKER = "Patrolwire"
MODEL = "Pretend modem"
REVISION = "1.0"


def _serial(machine: Machine, call: Call) -> Outcome:
    """AT+CGSN, and AT+CGSN=1 of newer modems."""
    if call.form is Form.TEST:
        return OK
    imei = machine.settings.imei
    return says(f'+CGSN: "{imei}"') if call.form is Form.SET else says(imei)


MAKER_COMMAND = Command(asks(lambda _: says(MAKER)))
MODEL_COMMAND = Command(asks(lambda _: says(MODEL)))
REVISION_COMMAND = Command(asks(lambda _: says(REVISION)))
SERIAL_COMMAND = Command(_serial)
IMSI_COMMAND = Command(asks(lambda machine: says(machine.settings.imsi)), Needs.SIM)

COMMANDS = {
    "I": Command(lambda machine, _: says(MAKER, MODEL, REVISION, f"IMEI: {machine.settings.imei}")),
    "+CGMI": MAKER_COMMAND,
    "+GMI": MAKER_COMMAND,
    "+CGMM": MODEL_COMMAND,
    "+GMM": MODEL_COMMAND,
    "+CGMR": REVISION_COMMAND,
    "+GMR": REVISION_COMMAND,
    "+CGSN": SERIAL_COMMAND,
    "+GSN": SERIAL_COMMAND,
    "+CIMI": IMSI_COMMAND,
    # No PIN guards the card's own number (TS 51.011, 10.1.1).
    "+CCID": Command(asks(lambda machine: says(f"+CCID: {machine.settings.iccid}"))),
    "+CNUM": Command(
        asks(lambda machine: says(f'+CNUM: "Own number","{machine.settings.number}",145')), Needs.SIM
    ),
}
