"""Unlocks the SIM: one attempt for each SIM and PIN, and none near a PUK (TS 27.007, 8.3)."""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Final

from hardware.gsm.at.answers import after_name
from hardware.gsm.at.words import Answer, Command
from hardware.gsm.errors import ModemUnfitError
from hardware.gsm.pin_memory import PinMemory
from hardware.gsm.terminal import Terminal
from hardware.sentence import Sentence

ASK: Final = Command("AT+CPIN?", "+CPIN")
POLL_S: Final = 0.5
ENTER_S: Final = 30.0
READY: Final = frozenset({"READY", "SIM PIN2", "SIM PUK2"})
UNSETTLED: Final = frozenset({"", "NOT READY", "NOT INSERTED"})
STATE_OF_CME: Final = {10: "NOT INSERTED", 11: "SIM PIN", 12: "SIM PUK"}

ICCID: Final = (
    Command("AT+CCID", "+CCID", bare=True),
    Command("AT^ICCID?", "^ICCID", bare=True),
    Command("AT+CICCID", "+ICCID", bare=True),
    Command("AT+QCCID", "+QCCID", bare=True),
    Command("AT#CCID", "#CCID", bare=True),
    Command("AT^SCID", "^SCID", bare=True),
)

STUCK: Final = {
    "SIM PIN": Sentence("The SIM wants a PIN and none is configured: add ?pin= to the modem's address."),
    "SIM PUK": Sentence("The SIM is locked and wants its PUK: put it into a phone and unlock it there."),
    "PH-NET PIN": Sentence(
        "The modem is locked to another operator: use that operator's SIM or another modem."
    ),
    "NOT INSERTED": Sentence("There is no SIM in the modem: put one in."),
    "": Sentence("The SIM does not answer: take it out and put it back."),
}
TRIED: Final = Sentence(
    "The configured PIN was tried once on this SIM and did not work, and it is not tried again: correct it."
)


async def unlock(
    terminal: Terminal, pin: str | None, memory: PinMemory, told_ready: Callable[[], bool], patience_s: float
) -> None:
    """Return once the SIM is ready; ModemUnfitError says what a person must do.

    `told_ready` tells whether `+CPIN: READY` has come unasked, as late SIMs have it.
    """
    state = await _settled(terminal, told_ready, patience_s)
    if state in READY:
        if pin is not None:
            memory.worked(await _key(terminal, pin))
        return
    if state != "SIM PIN" or pin is None:
        raise ModemUnfitError(STUCK.get(state) or Sentence("The SIM wants {state}.", state=state))
    await _enter(terminal, pin, memory)
    if await _settled(terminal, told_ready, patience_s) not in READY:
        raise ModemUnfitError(TRIED)


async def _enter(terminal: Terminal, pin: str, memory: PinMemory) -> None:
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):  # noqa: PLR2004  # TS 31.101, 9.5.1
        raise ModemUnfitError(Sentence("The configured PIN is no PIN: it has 4 to 8 digits."))
    key = await _key(terminal, pin)
    if memory.barred(key):
        raise ModemUnfitError(TRIED)
    memory.attempt(key)
    answer = await terminal.ask(Command(f'AT+CPIN="{pin}"', wait_s=ENTER_S, secret=True))
    if not answer.ok:
        raise ModemUnfitError(TRIED)
    memory.worked(key)


async def _settled(terminal: Terminal, told_ready: Callable[[], bool], patience_s: float) -> str:
    """Ask until the SIM has made up its mind; a modem that does not know the question counts as ready."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience_s
    while True:
        answer = await terminal.ask(ASK)
        state = _state(answer)
        if told_ready():
            return "READY"
        if state not in UNSETTLED:
            return state
        if loop.time() >= deadline:
            return "READY" if answer.refusal and not answer.refusal.family else state
        await asyncio.sleep(POLL_S)


def _state(answer: Answer) -> str:
    if answer.ok:
        return after_name(answer.first())
    refusal = answer.refusal
    if refusal is None or refusal.family != "CME":
        return ""
    words = refusal.words.upper().removesuffix(" REQUIRED")
    return STATE_OF_CME.get(refusal.code or 0, words if words in STUCK else "")


async def _key(terminal: Terminal, pin: str) -> str:
    """Name this SIM with this PIN, slowly enough that the name does not give the PIN away."""
    sim = await _iccid(terminal)
    return hashlib.scrypt(pin.encode(), salt=sim.encode(), n=1 << 12, r=8, p=1, dklen=16).hex()


async def _iccid(terminal: Terminal) -> str:
    for command in ICCID:
        answer = await terminal.ask(command)
        digits = "".join(char for char in after_name(answer.first()) if char.isdigit())
        if answer.ok and len(digits) >= 18:  # noqa: PLR2004  # ITU-T E.118
            return digits
    return "no ICCID"
