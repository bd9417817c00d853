"""Examines one modem from the port to a place in its memory, and says in a sentence each what it finds.

Nothing is received here and nothing is announced to us: the station does that, and would lose what we took.
The one PIN attempt is the station's own, remembered in the same place.
"""

import asyncio
import getpass
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Final

from hardware.errors import AnswerLateError, PortLostError
from hardware.finding import Finding, good, note, wrong
from hardware.gsm.announcements import Announcements
from hardware.gsm.at.words import Command
from hardware.gsm.errors import ModemUnfitError
from hardware.gsm.examine_sim import examine_sim
from hardware.gsm.known import TAIL, Known
from hardware.gsm.modem import TAKEN
from hardware.gsm.options import ModemAddress, ModemOptions
from hardware.gsm.pin import unlock
from hardware.gsm.pin_memory import PinMemory
from hardware.gsm.profile import profile_for
from hardware.gsm.setup import own_words
from hardware.gsm.terminal import Terminal
from hardware.holders import holders, said
from hardware.port import OpenPort, open_port
from hardware.serial_ports import lasting_name, listed

ANSWER_S: Final = 3.0  # a modem that hears us answers AT at once
DEAF: Final = (
    "The port opens, and nothing answers on it at any speed: try another port of the same modem "
    "(-if02, -if03), another cable, or replug it."
)


async def examine(
    address: ModemAddress, pins: PinMemory, known: Known, opener: OpenPort = open_port
) -> AsyncGenerator[Finding]:
    """Yield what is found, in order, up to what makes going on useless."""
    missing = _missing(address.port)
    if missing:
        yield missing
        return
    terminal: Terminal | None = None
    heard = Announcements()
    async with aclosing(_open(address, heard, opener)) as opening:
        async for step in opening:
            if isinstance(step, Finding):
                yield step
            else:
                terminal = step
    if terminal is None:
        return
    try:
        async with aclosing(_talk(terminal, heard, address, pins, known)) as talking:
            async for finding in talking:
                yield finding
    except (PortLostError, AnswerLateError) as error:
        yield wrong("line", f"The modem went away in the middle ({error}): look at its cable and its power.")
    finally:
        await terminal.close()


def _missing(port: str) -> Finding | None:
    if "://" in port or Path(port).exists():
        return None
    return wrong("port", f"There is no port {port}: plug the modem in, or correct its url. {listed()}")


async def _open(
    address: ModemAddress, heard: Announcements, opener: OpenPort
) -> AsyncGenerator[Finding | Terminal]:
    """Find the speed at which the modem answers; its terminal comes last, if it answers at all."""
    wanted = address.options.bauds
    everything = tuple(dict.fromkeys((*wanted, *ModemOptions().bauds)))
    for number, baud in enumerate(everything):
        try:
            port = await opener(address.port, baud)
        except PortLostError as error:
            yield wrong("port", closed(address.port, str(error)))
            return
        if number == 0:
            yield _opened(address.port)
        terminal = Terminal(port, heard.hear)
        if await _answers(terminal):
            yield _speed(baud, wanted)
            yield terminal
            return
        await terminal.close()
    yield wrong("answer", DEAF)


def _opened(port: str) -> Finding:
    name = lasting_name(port)
    if name:
        return note(
            "port", f"It opens; write gsm:{name} instead, since {port} may be another modem tomorrow."
        )
    return good("port", "It opens, and nobody else has it.", port=port)


def closed(port: str, error: str) -> str:
    """Say why a port does not open, and what to do."""
    if any(words in error for words in TAKEN):
        return said(holders(port))
    if "Permission denied" in error:
        return (
            f"{getpass.getuser()} may not open {port}: add that user to the group dialout and sign in anew."
        )
    return f"{port} does not open ({error}): replug the modem."


def _speed(baud: int, wanted: tuple[int, ...]) -> Finding:
    if baud in wanted:
        return good("answer", f"The modem answers at {baud} baud.", baud=baud)
    return wrong("answer", f"The modem answers at {baud} baud: write ?baud={baud} into its url.", baud=baud)


async def _answers(terminal: Terminal) -> bool:
    try:
        async with asyncio.timeout(ANSWER_S):
            await terminal.ask(Command("ATE0"))
    except (TimeoutError, PortLostError, AnswerLateError):
        return False
    return True


async def _talk(
    terminal: Terminal, heard: Announcements, address: ModemAddress, pins: PinMemory, known: Known
) -> AsyncGenerator[Finding]:
    await terminal.ask(Command("AT+CMEE=1"))
    identity = " ".join(
        [await own_words(terminal, f"AT+{name}") for name in ("CGMI", "CGMM", "CGMR")]
    ).strip()
    imei, profile = await own_words(terminal, "AT+CGSN"), profile_for(identity, address.options.profile)
    name, tail = identity or "a modem without a name", imei[-TAIL:] or "unknown"
    yield good("modem", f"It is {name}, served as {profile.name}; its IMEI ends in {tail}.", kind=identity)
    try:
        await unlock(terminal, address.pin, pins, lambda: heard.sim_ready, address.options.sim_ready_s)
    except ModemUnfitError as unfit:
        yield wrong("sim", unfit.sentence)
        return
    async with aclosing(
        examine_sim(terminal, profile, address.options, known, imei, asyncio.get_running_loop().time)
    ) as rest:
        async for finding in rest:
            yield finding
