"""What can be asked of a pretend modem over its control socket: a class an operation, a list at the foot."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import Deliver, StatusReport, decode_from_network
from hardware.sim.modem.core import Modem
from hardware.sim.modem.ledger import Kind
from hardware.sim.modem.memory import Memory, Stored
from hardware.sim.modem.sent import as_sent

Result = dict[str, object]
LONGEST_UNPLUG = 86_400.0  # seconds
MOST_FAULTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Levers:
    """What an operation may pull: the modem, the clock it lives by, its plug and its end."""

    modem: Modem
    now: Callable[[], float]
    unplug: Callable[[float], None]
    quit: Callable[[], None]


class Op(BaseModel):
    """One operation with its fields; a field too many is refused. ValueError says what is wrong."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    def apply(self, levers: Levers) -> Result:
        raise NotImplementedError


class Receive(Op):
    """A text comes in from `from`: a number, a name, or nothing when the network hides it."""

    sender: str = Field(alias="from")
    text: str
    scts: datetime | None = None
    ref: int | None = Field(default=None, ge=0, le=0xFFFF)
    order: list[int] | None = None

    def apply(self, levers: Levers) -> Result:
        scts = self.scts
        if scts is not None and scts.tzinfo is None:
            scts = scts.replace(tzinfo=UTC)
        network = levers.modem.machine.network
        given = network.receive(address_of(self.sender), self.text, scts, self.ref, self.order)
        return {
            "parts": given.parts,
            "ref": given.ref,
            "scts": given.scts.isoformat(),
            "entries": _arrived(levers, [entry.id for entry in given.entries]),
        }


class ReceivePdu(Op):
    """Any octets come in as a message, the service centre first, readable or not."""

    hex: str

    def apply(self, levers: Levers) -> Result:
        entry = levers.modem.machine.network.ledger.offer(Kind.DELIVER, bytes.fromhex(self.hex))
        return {"entries": _arrived(levers, [entry.id])}


class Sent(Op):
    """What was sent, `segments` one by one and whole `messages`."""

    def apply(self, levers: Levers) -> Result:
        return as_sent(levers.modem.machine.network.segments)


class InMemory(Op):
    """What is in the SIM and the other memories now."""

    def apply(self, levers: Levers) -> Result:
        machine = levers.modem.machine
        memories = machine.memories.values()
        return {
            "stored": [_stored(memory, i, message) for memory in memories for i, message in memory],
            "memories": {m.name: {"used": len(m), "capacity": m.capacity} for m in memories},
            "waiting": machine.network.ledger.counts()["waiting"],
        }


class Ledger(Op):
    """What the network gave and what became of it; `since` leaves out the entries up to that id."""

    since: int = 0

    def apply(self, levers: Levers) -> Result:
        ledger = levers.modem.machine.network.ledger
        entries = [asdict(entry) for entry in ledger.entries.values() if entry.id > self.since]
        return {"entries": entries, "counts": ledger.counts()}


class Stats(Op):
    """What went over the line, and how the modem stands."""

    def apply(self, levers: Levers) -> Result:
        machine = levers.modem.machine
        return {
            "commands": dict(machine.commands),
            **asdict(levers.modem.counts),
            "plugged": machine.plugged,
            "registered": machine.registered,
            "lock": machine.lock.value,
            "counts": machine.network.ledger.counts(),
            "sent": len(machine.network.segments),
            "faults": levers.modem.faults.left(),
        }


class Unplug(Op):
    """The modem is pulled out and put back in `seconds` later."""

    seconds: float = Field(default=5.0, ge=0, le=LONGEST_UNPLUG)

    def apply(self, levers: Levers) -> Result:
        levers.unplug(self.seconds)
        return {"seconds": self.seconds}


class Urc(Op):
    """The modem says a line unasked; or puts `raw` octets (hex) on the line, as noise would."""

    line: str | None = None
    raw: str | None = None

    def apply(self, levers: Levers) -> Result:
        noise = bytes.fromhex(self.raw or "")
        if self.line is None and not noise:
            raise ValueError("`line` is missing")
        if self.line is not None:
            levers.modem.say(self.line)
        levers.modem.say_raw(noise)
        return {}


class Fail(Op):
    """The next `count` times that `command` comes, `with` stands in place of its answer."""

    command: str
    instead: str = Field(alias="with", default="ERROR")
    count: int = Field(default=1, ge=1, le=MOST_FAULTS)

    def apply(self, levers: Levers) -> Result:
        levers.modem.faults.order(self.command, self.instead, self.count)
        return {"faults": levers.modem.faults.left()}


class Report(Op):
    """Delivery reports on or off, and the TP-ST they bear; without a field, how it stands."""

    on: bool | None = Field(default=None, validation_alias=AliasChoices("on", "state", "enabled", "value"))
    status: int | None = Field(default=None, ge=0, le=0xFF)

    def apply(self, levers: Levers) -> Result:
        network = levers.modem.machine.network
        network.reports_on = network.reports_on if self.on is None else self.on
        network.report_status = network.report_status if self.status is None else self.status
        return {"on": network.reports_on, "status": network.report_status}


class Air(Op):
    """What the network makes of the SIM, `stat` as in +CREG, and the signal as in +CSQ; said unasked."""

    stat: int | None = Field(default=None, ge=0, le=8)
    signal: int | None = Field(default=None, ge=0, le=99)

    def apply(self, levers: Levers) -> Result:
        machine = levers.modem.machine
        machine.signal = machine.signal if self.signal is None else self.signal
        if self.stat is not None and self.stat != machine.stat:
            machine.stat = self.stat
            levers.modem.say(f"+CREG: {self.stat}")
        return {"stat": machine.stat, "signal": machine.signal}


class Quit(Op):
    """The modem ends."""

    def apply(self, levers: Levers) -> Result:
        levers.quit()
        return {}


OPS: dict[str, type[Op]] = {
    "receive": Receive,
    "receive_pdu": ReceivePdu,
    "sent": Sent,
    "stored": InMemory,
    "ledger": Ledger,
    "stats": Stats,
    "unplug": Unplug,
    "urc": Urc,
    "fail": Fail,
    "report": Report,
    "air": Air,
    "quit": Quit,
}


def address_of(sender: str) -> Address:
    """Tell a number from a name by its first characters; nothing at all is a hidden sender."""
    if not sender:
        return Address(AddressKind.UNKNOWN, "")
    digits = set(sender.removeprefix("+")) <= set("0123456789*#")
    return Address(AddressKind.NUMBER if digits else AddressKind.ALPHANUMERIC, sender)


def _arrived(levers: Levers, ids: list[int]) -> list[Result]:
    """Let the modem take what it can, and tell where each entry is now."""
    levers.modem.tick(levers.now())
    return [asdict(levers.modem.machine.network.ledger.entries[number]) for number in ids]


def _stored(memory: Memory, index: int, stored: Stored) -> Result:
    place: Result = {
        "memory": memory.name,
        "index": index,
        "status": stored.status.name.replace("_", " "),
        "entry": stored.entry,
        "pdu": stored.pdu,
    }
    match decode_from_network(bytes.fromhex(stored.pdu)):
        case Deliver() as heard:
            part = None if heard.part is None else asdict(heard.part)
            return place | {"from": heard.sender.value, "text": heard.text, "part": part}
        case StatusReport() as report:
            return place | {"to": report.recipient.value, "reference": report.reference}
        case unreadable:
            return place | {"problem": unreadable.cause}
