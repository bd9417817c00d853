"""What stands behind the name of a command: a function, and what it needs before it may run."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from hardware.sim.modem.answers import (
    CME_PIN_WANTED,
    CME_PUK_WANTED,
    CMS_PIN_WANTED,
    CMS_PUK_WANTED,
    ERROR,
    OK,
    Answer,
    Outcome,
)
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import Lock, Machine

Run = Callable[[Machine, Call], Outcome]


class Needs(enum.Enum):
    """What must be so; the two SIM needs differ in the list their error is from."""

    NOTHING = "nothing"
    SIM = "an unlocked SIM"
    MESSAGES = "an unlocked SIM, for messages"


_REFUSALS = {
    (Needs.SIM, Lock.PIN): CME_PIN_WANTED,
    (Needs.SIM, Lock.PUK): CME_PUK_WANTED,
    (Needs.MESSAGES, Lock.PIN): CMS_PIN_WANTED,
    (Needs.MESSAGES, Lock.PUK): CMS_PUK_WANTED,
}


@dataclass(frozen=True, slots=True)
class Command:
    """A command; its latency is for the whole, for each line if `paced`, for the PDU if it `prompts`."""

    run: Run
    needs: Needs = Needs.NOTHING
    paced: bool = False
    prompts: bool = False

    def refusal(self, lock: Lock) -> Answer | None:
        return _REFUSALS.get((self.needs, lock))


def asks(answer: Callable[[Machine], Answer]) -> Run:
    """Make a command that only tells: `AT+CGMI`, `AT+CGMI?`; `=?` says that it exists."""

    def run(machine: Machine, call: Call) -> Outcome:
        if call.form is Form.SET:
            return ERROR
        return OK if call.form is Form.TEST else answer(machine)

    return run


def accepts(machine: Machine, call: Call) -> Outcome:
    """Say OK to a setting that changes nothing in a pretend modem."""
    del machine, call
    return OK
