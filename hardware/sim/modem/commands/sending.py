"""Sending and writing: CMGS, CMGW, CMSS, CSCA (TS 27.005, 3.3.1, 3.5.1 to 3.5.3)."""

from collections.abc import Callable

from hardware.bearer import AddressKind
from hardware.gsm.pdu import Submit, decode_from_phone
from hardware.sim.modem.answers import (
    CMS_BAD_INDEX,
    CMS_BAD_PDU,
    CMS_MEMORY_FULL,
    CMS_NO_NETWORK,
    OK,
    Answer,
    Outcome,
    Prompt,
    says,
)
from hardware.sim.modem.commands.command import Command, Needs
from hardware.sim.modem.commands.storage import reading
from hardware.sim.modem.line import Call, Form
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.memory import Status, Stored, tpdu_length

LONGEST = 164  # octets of a TPDU: TS 23.040, 9.2.2.2


def _send(machine: Machine, call: Call) -> Outcome:
    def then(raw: bytes) -> Answer:
        return _submit(machine, raw, "+CMGS")

    if call.form is Form.TEST:
        return OK
    if not machine.registered:
        return CMS_NO_NETWORK
    return _prompt((call.numbers() or [None])[0], then)


def _write(machine: Machine, call: Call) -> Outcome:
    """AT+CMGW=length[,stat]: keep a message in <mem2>."""
    numbers = call.numbers() or [None]
    status = numbers[1] if len(numbers) > 1 else Status.STO_UNSENT

    def then(raw: bytes) -> Answer:
        memory = machine.memories[machine.profile.cpms[1]]
        index = memory.add(Stored(Status(status or 0), raw.hex().upper()))
        return CMS_MEMORY_FULL if index is None else says(f"+CMGW: {index}")

    if call.form is Form.TEST:
        return OK
    if status is None or status >= Status.ALL:
        return CMS_BAD_PDU
    return _prompt(numbers[0], then)


def _prompt(length: int | None, then: Callable[[bytes], Answer]) -> Outcome:
    if length is None or not 0 < length <= LONGEST:
        return CMS_BAD_PDU

    def typed(body: bytes) -> Answer:
        raw = _octets(body)
        if raw is None or tpdu_length(raw.hex()) != length:
            return CMS_BAD_PDU
        return then(raw)

    return Prompt(typed)


def _octets(body: bytes) -> bytes | None:
    try:
        return bytes.fromhex(body.decode("ascii"))
    except ValueError:
        return None


def _submit(machine: Machine, raw: bytes, name: str) -> Answer:
    submit = decode_from_phone(raw)
    if not isinstance(submit, Submit) or submit.to.kind is AddressKind.UNKNOWN:
        return CMS_BAD_PDU
    if not machine.registered:
        return CMS_NO_NETWORK
    return says(f"{name}: {machine.network.submit(submit, raw, machine.now)}")


def _send_stored(machine: Machine, call: Call) -> Outcome:
    """AT+CMSS=index: send what AT+CMGW kept."""
    if call.form is Form.TEST:
        return OK
    memory = reading(machine)
    index = (call.numbers() or [None])[0]
    stored = None if index is None else memory.get(index)
    if index is None or stored is None:
        return CMS_BAD_INDEX
    answer = _submit(machine, bytes.fromhex(stored.pdu), "+CMSS")
    if answer.failure is None:
        memory.put(index, Stored(Status.STO_SENT, stored.pdu, stored.entry))
    return answer


def _centre(machine: Machine, call: Call) -> Outcome:
    match call.form:
        case Form.ASK:
            kind = 145 if machine.smsc.startswith("+") else 129
            return says(f'+CSCA: "{machine.smsc}",{kind}')
        case Form.SET if call.arguments()[0].removeprefix("+").isdigit():
            machine.smsc = call.arguments()[0]
            return OK
        case Form.TEST:
            return OK
        case _:
            return CMS_BAD_PDU


COMMANDS = {
    "+CMGS": Command(_send, Needs.MESSAGES, prompts=True),
    "+CMGW": Command(_write, Needs.MESSAGES, prompts=True),
    "+CMSS": Command(_send_stored, Needs.MESSAGES),
    "+CSCA": Command(_centre, Needs.MESSAGES),
}
