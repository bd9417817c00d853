"""Brings a modem that has just been opened to where it can receive and send (TS 27.005, 27.007).

Only two things are insisted on: a SIM that is ready and PDU mode. Everything else may be refused, and
is then done without.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hardware.gsm.at.answers import Fill, after_name, fill, memories, quoted
from hardware.gsm.at.words import Answer, Command, Result
from hardware.gsm.errors import ModemUnfitError
from hardware.gsm.known import Identity
from hardware.gsm.options import ModemOptions
from hardware.gsm.pin import unlock
from hardware.gsm.pin_memory import PinMemory
from hardware.gsm.profile import Profile, profile_for
from hardware.gsm.terminal import Terminal
from hardware.sentence import Sentence

PDU_MODE_TRIES: Final = 10  # a SIM that has just taken its PIN is busy for some seconds
PDU_MODE_PAUSE_S: Final = 0.5
OURS: Final = ("SM", "ME", "SR")  # SIM, modem, status reports; MT is only another name for SM and ME
MEMORY_TRIES: Final = 3
RADIO_S: Final = 20.0
MEMORIES: Final = 3  # <mem1> to read, <mem2> to write, <mem3> to receive
INTERNATIONAL: Final = "145"  # type of address, TS 24.008, 10.5.4.7
_NUMBERED: Final = re.compile(r'^\+CNUM:.*,\s*"\+?(\d{5,15})"\s*,\s*(\d{1,3})')
READINGS: Final = 5  # of a name, until the same came twice


@dataclass(frozen=True, slots=True)
class Equipment:
    """What was found: who the modem and its SIM are, and what they can do.

    `centre` is False when the SIM has no number of a message centre, without which nothing can be sent.
    `stores` are the memories to sweep, the one that new messages go to last; one empty name stands
    for a modem that lets none be chosen. `ims` tells that it knows of the IMS (TS 27.007, 8.71);
    `number` is the SIM's own, empty when neither it nor the installer tells.
    """

    identity: str
    imei: str
    imsi: str
    profile: Profile
    stores: tuple[str, ...]
    fill: Fill | None
    acknowledges: bool
    hints: bool
    centre: bool
    ims: bool
    number: str

    @property
    def receiving(self) -> str:
        return self.stores[-1]


async def set_up(
    terminal: Terminal,
    options: ModemOptions,
    pin: str | None,
    pins: PinMemory,
    told_ready: Callable[[], bool],
    known: Identity,
) -> Equipment:
    """Return the equipment, ready; ModemUnfitError when a person must help, or when it needs more time."""
    for line in ("ATE0", "AT+CMEE=1"):
        await terminal.ask(Command(line))
    identity = " ".join([await own_words(terminal, line) for line in ("AT+CGMI", "AT+CGMM", "AT+CGMR")])
    profile = profile_for(identity, options.profile)
    await unlock(terminal, pin, pins, told_ready, options.sim_ready_s)
    await _pdu_mode(terminal)
    for line in (*profile.prepare, "AT+CLIP=1", "AT+CMMS=2"):
        await terminal.ask(Command(line))
    acknowledges = profile.acknowledge and (await terminal.ask(Command("AT+CSMS=1", "+CSMS"))).ok
    stores, filled = await find_stores(terminal, profile)
    return Equipment(
        identity=identity.strip(),
        imei=await own_words(terminal, "AT+CGSN", known.imei),
        imsi=await own_words(terminal, "AT+CIMI", known.imsi),
        profile=profile,
        stores=stores,
        fill=filled,
        acknowledges=acknowledges,
        hints=await announce(terminal, profile),
        centre=await has_centre(terminal),
        ims=(await terminal.ask(Command("AT+CIREG=1"))).ok,
        number=options.number or own_number(await terminal.ask(Command("AT+CNUM", "+CNUM"))),
    )


async def radio_anew(terminal: Terminal) -> None:
    """Leave the network and come back; the SIM stays as it is (AT+CFUN, TS 27.007, 8.2)."""
    for level in (4, 1):
        await terminal.ask(Command(f"AT+CFUN={level}", wait_s=RADIO_S))


async def announce(terminal: Terminal, profile: Profile) -> bool:
    """Ask for +CMTI and for status reports; False when the modem will not announce anything."""
    for form in profile.cnmi:
        if (await terminal.ask(Command(f"AT+CNMI={form}"))).ok:
            return True
    return False


async def has_centre(terminal: Terminal) -> bool:
    """Tell whether the SIM knows its message centre; a modem that does not tell is believed to."""
    answer = await terminal.ask(Command("AT+CSCA?", "+CSCA"))
    return not answer.ok or not answer.lines or quoted(answer.first()) != ""


def own_number(answer: Answer) -> str:
    """Return the first number of +CNUM, international where it says so (TS 27.007, 7.1)."""
    found = next(filter(None, map(_NUMBERED.match, answer.lines)), None)
    if found is None:
        return ""
    return f"+{found[1]}" if found[2] == INTERNATIONAL else found[1]


async def own_words(terminal: Terminal, line: str, known: str = "") -> str:
    """Ask until the same came twice, or what is known: a spoilt digit must not look like another SIM."""
    heard = {known} if known else set[str]()
    for _ in range(READINGS):
        answer = await terminal.ask(Command(line, line.removeprefix("AT"), bare=True))
        said = after_name(answer.first()) if answer.ok else ""
        if said in heard:
            return said
        heard.add(said)
    return ""


async def _pdu_mode(terminal: Terminal) -> None:
    for _ in range(PDU_MODE_TRIES):
        if (await terminal.ask(Command("AT+CMGF=0"))).ok:
            return
        await asyncio.sleep(PDU_MODE_PAUSE_S)
    raise ModemUnfitError(
        Sentence("The modem refuses PDU mode, so no message can be read: try another modem.")
    )


async def find_stores(terminal: Terminal, profile: Profile) -> tuple[tuple[str, ...], Fill | None]:
    may_read, may_receive = await _memories(terminal)
    for store in dict.fromkeys(filter(None, [profile.store, "SM", "ME", *may_receive])):
        if may_receive and store not in may_receive:
            continue
        chosen = await _choose(terminal, store)
        if chosen.ok:
            rest = [name for name in OURS if name in may_read and name != store]
            return (*rest, store), fill(chosen.first())
    return ("",), None


async def _memories(terminal: Terminal) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what <mem1> and <mem3> may be, nothing when untold; ask again when the answer was spoilt."""
    found: tuple[tuple[str, ...], ...] = ()
    for _ in range(MEMORY_TRIES):
        answer = await terminal.ask(Command("AT+CPMS=?", "+CPMS"))
        found = memories(answer.first())
        if not answer.ok or (len(found) == MEMORIES and all(found)):
            break
    return (found[0], found[-1]) if found else ((), ())


async def _choose(terminal: Terminal, store: str) -> Answer:
    """Make `store` the one for reading, writing and receiving, as far as the modem distinguishes them."""
    answer = Answer(Result.ERROR)
    for count in (3, 2, 1):
        names = ",".join([f'"{store}"'] * count)
        answer = await terminal.ask(Command(f"AT+CPMS={names}", "+CPMS", wait_s=10))
        if answer.ok:
            break
    return answer
