"""Examines what stands behind a SIM that is ready: network, signal, message centre, memory."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from hardware.bearer import Address, AddressKind
from hardware.finding import Finding, good, note, wrong
from hardware.gsm.announcements import Announcements
from hardware.gsm.at.answers import Fill, read_slot, written
from hardware.gsm.at.words import Command
from hardware.gsm.condition import (
    ALARM_SHARE,
    DENIED,
    NETWORK_DENIED,
    NO_CENTRE,
    NO_NETWORK,
    ROAMING,
    ROAMING_SMS_ONLY,
    Condition,
)
from hardware.gsm.connection import Connection, Monotonic
from hardware.gsm.known import TAIL, Identity, Known, told_apart
from hardware.gsm.options import ModemOptions
from hardware.gsm.profile import Profile
from hardware.gsm.setup import Equipment, find_stores, has_centre, own_number, own_words
from hardware.gsm.submit import segments
from hardware.gsm.terminal import Terminal
from hardware.gsm.watch import look

WEAK_DBM: Final = -105
SEARCH_S: Final = 20.0  # a SIM that has just been unlocked looks for its network
LOOK_S: Final = 2.0
DRAFT: Final = 2  # <stat> STO UNSENT: the station never takes it for a message (TS 27.005, 3.1)
PLACE: Final = "patrolwire doctor"
FULL: Final = "the station empties it, so let it run, and look at what it says when it does not."


async def examine_sim(
    terminal: Terminal,
    profile: Profile,
    options: ModemOptions,
    known: Known,
    imei: str,
    monotonic: Monotonic,
) -> AsyncGenerator[Finding]:
    """Yield what is found, in order; the modem needs PDU mode from here on."""
    imsi = await own_words(terminal, "AT+CIMI")
    yield _sim(known, imei, imsi)
    if not (await terminal.ask(Command("AT+CMGF=0"))).ok:
        yield wrong("pdu mode", "The modem refuses PDU mode, so no message can be read: use another modem.")
        return
    equipment = await _equipment(terminal, profile, options, imei, imsi)
    connection = Connection(terminal, equipment, Announcements(), Condition(), options, monotonic)
    await _settle(connection)
    yield _network(connection.condition)
    yield _signal(connection.condition)
    yield (
        good("message centre", "The SIM knows its message centre.")
        if equipment.centre
        else wrong("message centre", NO_CENTRE)
    )
    yield _number(equipment.number)
    yield _memory(equipment.fill)
    yield await _place(terminal, equipment)


def _sim(known: Known, imei: str, imsi: str) -> Finding:
    apart = told_apart(known.last(), Identity(imei, imsi))
    if apart:
        return note("sim", f"The SIM is ready. {apart}", sim=imsi[-TAIL:])
    return good("sim", f"The SIM is ready; its IMSI ends in {imsi[-TAIL:] or 'unknown'}.", sim=imsi[-TAIL:])


async def _equipment(
    terminal: Terminal, profile: Profile, options: ModemOptions, imei: str, imsi: str
) -> Equipment:
    stores, filled = await find_stores(terminal, profile)
    return Equipment(
        identity="",
        imei=imei,
        imsi=imsi,
        profile=profile,
        stores=stores,
        fill=filled,
        acknowledges=False,
        hints=False,
        centre=await has_centre(terminal),
        ims=(await terminal.ask(Command("AT+CIREG?", "+CIREG"))).ok,
        number=options.number or own_number(await terminal.ask(Command("AT+CNUM", "+CNUM"))),
    )


async def _settle(connection: Connection) -> None:
    """Look until the SIM is registered, refused, or has had its time."""
    condition, until = connection.condition, connection.monotonic() + SEARCH_S
    while True:
        await look(connection)
        if condition.registered or condition.network == DENIED or connection.monotonic() > until:
            return
        await asyncio.sleep(LOOK_S)


def _network(condition: Condition) -> Finding:
    if not condition.registered:
        return wrong("network", NETWORK_DENIED if condition.network == DENIED else NO_NETWORK)
    where = condition.operator or "a network that it does not name"
    if condition.network is None:
        return note("network", "The modem does not tell whether it has a network; a text to itself would.")
    if condition.network in {ROAMING, ROAMING_SMS_ONLY}:
        return note("network", f"The SIM roams on {where}, where texts may cost more.", operator=where)
    ims = {None: "", 0: " It has no IMS, which only texts over LTE may need.", 1: " It has IMS too."}
    said = f"The SIM is registered at home, on {where}.{ims.get(condition.ims, '')}"
    return good("network", said, operator=where)


def _signal(condition: Condition) -> Finding:
    dbm = condition.signal_dbm
    if dbm is None:
        return note("signal", "The modem does not tell how strong the signal is.")
    if dbm <= WEAK_DBM:
        return wrong(
            "signal", f"The signal is weak, {dbm} dBm: move the antenna, higher and outside.", dbm=dbm
        )
    return good("signal", f"The signal is {dbm} dBm.", dbm=dbm)


def _number(number: str) -> Finding:
    if number:
        return good("number", f"The SIM's own number ends in {number[-TAIL:]}.")
    said = "The SIM does not know its own number: add ?number=+66..., if receiving is to be proved."
    return note("number", said)


def _memory(filled: Fill | None) -> Finding:
    if filled is None or not filled.total:
        return note("memory", "The modem does not tell how full its memory is.")
    used = {"used": filled.used, "total": filled.total}
    said = f"The SIM holds {filled.used} of {filled.total} messages"
    if filled.used >= filled.total:
        return wrong("memory", f"{said}, so new ones wait in the network: {FULL}", **used)
    if filled.used >= ALARM_SHARE * filled.total:
        return wrong("memory", f"{said} and fills up: {FULL}", **used)
    return good("memory", f"{said}.", **used)


async def _place(terminal: Terminal, equipment: Equipment) -> Finding:
    """Put a draft into a free place, read it back, and delete it."""
    filled = equipment.fill
    if filled is not None and filled.used >= filled.total:
        return note("storage", "There is no free place to try the memory with.")
    [draft] = segments(PLACE, Address(AddressKind.NUMBER, "+66800000000"), 0, receipt_wanted=False)
    told = await terminal.ask(Command(f"AT+CMGW={draft.length},{DRAFT}", "+CMGW", body=draft.hex, wait_s=20))
    index = written(told.first())
    if not told.ok or index is None:
        return note("storage", "The modem does not let its memory be tried; what comes in will tell.")
    read = await terminal.ask(Command(f"AT+CMGR={index}", "+CMGR", paired=True, wait_s=10, settles=True))
    slot = read_slot(index, read.lines)
    if slot is None or slot.pdu != draft.hex:
        return wrong("storage", "What is put into the SIM's memory does not come back: use another SIM.")
    for form in equipment.profile.delete:
        if (await terminal.ask(Command(form.format(index), wait_s=25))).ok:
            return good("storage", "A draft was put into the SIM's memory, read back and deleted.")
    return wrong(
        "storage", "What is in the SIM's memory cannot be deleted: use another SIM, or unlock this one."
    )
