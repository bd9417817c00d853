"""Reading and deleting what is stored: CPMS, CMGL, CMGR, CMGD (TS 27.005, 3.2.2, 3.4.2, 3.4.3, 3.5.4)."""

from hardware.sim.modem.answers import (
    CMS_BAD_INDEX,
    CMS_NOT_ALLOWED,
    CMS_NOT_SUPPORTED,
    OK,
    Answer,
    Outcome,
    says,
)
from hardware.sim.modem.commands.command import Command, Needs
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import MEMORIES, Machine
from hardware.sim.modem.memory import Memory, Status

WRITABLE = ("SM", "ME")

# <delflag> of CMGD: what goes, whatever the index.
FLAGS = {
    1: {Status.REC_READ},
    2: {Status.REC_READ, Status.STO_SENT},
    3: {Status.REC_READ, Status.STO_SENT, Status.STO_UNSENT},
    4: set(Status),
}


def reading(machine: Machine) -> Memory:
    """Return <mem1>, from which messages are read and deleted."""
    return machine.memories[machine.profile.cpms[0]]


def _memories(machine: Machine, call: Call) -> Outcome:
    match call.form:
        case Form.ASK:
            fills = (_fill(machine, name) for name in machine.profile.cpms)
            named = zip(machine.profile.cpms, fills, strict=True)
            return says("+CPMS: " + ",".join(f'"{name}",{fill}' for name, fill in named))
        case Form.TEST:
            return says('+CPMS: ("SM","ME","SR"),("SM","ME"),("SM","ME")')
        case Form.SET:
            return _choose(machine, call.arguments())
        case Form.RUN:
            return CMS_NOT_ALLOWED


def _choose(machine: Machine, names: list[str]) -> Outcome:
    """Take up to three memories; one left out stays as it was."""
    if len(names) > len(machine.profile.cpms):
        return CMS_NOT_SUPPORTED
    one, two, three = (name or old for name, old in zip([*names, "", ""], machine.profile.cpms, strict=False))
    if one not in MEMORIES or two not in WRITABLE or three not in WRITABLE:
        return CMS_NOT_SUPPORTED
    machine.profile.cpms = (one, two, three)
    return says("+CPMS: " + ",".join(_fill(machine, name) for name in machine.profile.cpms))


def _fill(machine: Machine, name: str) -> str:
    return f"{len(machine.memories[name])},{machine.memories[name].capacity}"


def _list(machine: Machine, call: Call) -> Outcome:
    if call.form is Form.TEST:
        return says("+CMGL: (0-4)")
    wanted = (call.numbers() or [None])[0] if call.value else Status.REC_UNREAD
    if call.form is Form.ASK or wanted is None or wanted > Status.ALL:
        return CMS_NOT_SUPPORTED
    memory = reading(machine)
    found = [(i, m) for i, m in memory if wanted in {m.status, Status.ALL}]
    for index, _ in found:
        machine.read(memory, index)
    return Answer(tuple(f"+CMGL: {i},{m.status.value},,{m.length}\r\n{m.pdu}" for i, m in found))


def _read(machine: Machine, call: Call) -> Outcome:
    if call.form is Form.TEST:
        return OK
    memory = reading(machine)
    index = (call.numbers() or [None])[0]
    stored = None if index is None else memory.get(index)
    if index is None or stored is None:
        return CMS_BAD_INDEX
    machine.read(memory, index)
    return says(f"+CMGR: {stored.status.value},,{stored.length}\r\n{stored.pdu}")


def _delete(machine: Machine, call: Call) -> Outcome:
    memory = reading(machine)
    match call.form, call.numbers():
        case Form.TEST, _:
            taken = ",".join(str(index) for index, _ in memory)
            return says(f"+CMGD: ({taken}),(0-4)")
        case Form.SET, [int(index)] | [int(index), 0 | None] if memory.has(index):
            machine.delete(memory, index)
            return OK
        case Form.SET, [_, int(flag)] if flag in FLAGS:
            return _delete_all(machine, memory, FLAGS[flag])
        case _:
            return CMS_BAD_INDEX


def _delete_all(machine: Machine, memory: Memory, statuses: set[Status]) -> Outcome:
    for index, stored in list(memory):
        if stored.status in statuses:
            machine.delete(memory, index)
    return OK


COMMANDS = {
    "+CPMS": Command(_memories, Needs.MESSAGES),
    "+CMGL": Command(_list, Needs.MESSAGES, paced=True),
    "+CMGR": Command(_read, Needs.MESSAGES),
    "+CMGD": Command(_delete, Needs.MESSAGES),
}
