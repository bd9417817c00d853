"""How a new message reaches the client: kept and announced, or handed over at once (TS 27.005, 3.4.1)."""

import enum
from collections.abc import Iterator
from dataclasses import replace

from hardware.gsm.pdu import MessageClass
from hardware.sim.modem.ledger import Entry, Kind
from hardware.sim.modem.machine import Cnmi, Machine
from hardware.sim.modem.memory import Status, Stored, tpdu_length

CONFIRM_WITHIN = 15.0  # seconds for +CNMA, then the network tries again


class Way(enum.Enum):
    """What becomes of an arriving PDU."""

    KEEP = "keep"
    ANNOUNCE = "keep and announce"
    HAND_OVER = "hand over"
    DISCARD = "discard"


_BY_MT = {
    0: dict[MessageClass, Way](),
    1: {MessageClass.FLASH: Way.HAND_OVER},
    2: {MessageClass.SIM: Way.ANNOUNCE},
    3: {MessageClass.FLASH: Way.HAND_OVER, MessageClass.TERMINAL: Way.HAND_OVER},
}
_ELSE_BY_MT = {0: Way.KEEP, 1: Way.ANNOUNCE, 2: Way.HAND_OVER, 3: Way.ANNOUNCE}
_BY_DS = {0: Way.DISCARD, 1: Way.HAND_OVER, 2: Way.ANNOUNCE}


def way_for(kind: Kind, message_class: MessageClass | None, cnmi: Cnmi) -> Way:
    """Decide by <mt> or <ds>; with <mode> 0 nothing is said unasked."""
    if kind is Kind.REPORT:
        return _BY_DS[cnmi.ds if cnmi.mode else 0]
    mt = cnmi.mt if cnmi.mode else 0
    if message_class is None:
        return _ELSE_BY_MT[mt]
    return _BY_MT[mt].get(message_class, _ELSE_BY_MT[mt])


def admit(machine: Machine) -> Iterator[str]:
    """Move what waits in the network to where it goes, as far as there is room; yield what to say unasked."""
    _give_up_waiting(machine)
    for kind in Kind:
        while machine.registered and (entry := machine.network.ledger.head(kind)):
            said = _admit_one(machine, entry)
            if said is None:
                break
            yield from said


def _admit_one(machine: Machine, entry: Entry) -> tuple[str, ...] | None:
    """Return what to say; None when it must wait."""
    way = way_for(entry.kind, entry.message_class, machine.profile.cnmi)
    match way:
        case Way.DISCARD:
            machine.network.ledger.discarded(entry)
            return ()
        case Way.HAND_OVER:
            return _hand_over(machine, entry)
        case Way.KEEP | Way.ANNOUNCE:
            return _store(machine, entry, announce=way is Way.ANNOUNCE)


def _store(machine: Machine, entry: Entry, *, announce: bool) -> tuple[str, ...] | None:
    memory = machine.memories[_memory_for(machine, entry)]
    index = memory.add(Stored(Status.REC_UNREAD, entry.pdu.upper(), entry.id))
    if index is None:
        return None
    machine.network.ledger.stored(entry, memory.name, index)
    name = "+CDSI" if entry.kind is Kind.REPORT else "+CMTI"
    return (f'{name}: "{memory.name}",{index}',) if announce else ()


def _memory_for(machine: Machine, entry: Entry) -> str:
    if entry.kind is Kind.REPORT:
        return "SR"
    return "SM" if entry.message_class is MessageClass.SIM else machine.profile.cpms[2]


def _hand_over(machine: Machine, entry: Entry) -> tuple[str, ...] | None:
    """Say it outright; in phase 2+ one at a time, until AT+CNMA (TS 27.005, 3.4.4)."""
    if machine.profile.csms and machine.unconfirmed:
        return None
    machine.network.ledger.handed(entry)
    if machine.profile.csms:
        machine.unconfirmed = (entry.id, machine.now + CONFIRM_WITHIN)
    length = tpdu_length(entry.pdu)
    head = f"+CDS: {length}" if entry.kind is Kind.REPORT else f"+CMT: ,{length}"
    return (f"{head}\r\n{entry.pdu.upper()}",)


def _give_up_waiting(machine: Machine) -> None:
    """Take back what was not confirmed in time; from then on nothing is handed over (TS 27.005, 3.4.4)."""
    if machine.unconfirmed is not None and machine.unconfirmed[1] <= machine.now:
        machine.give_back_unconfirmed()
        machine.profile.cnmi = replace(machine.profile.cnmi, mt=0, ds=0)
