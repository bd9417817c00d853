"""What a person read in a message that no decoder could: filed as an officer's report is, and marked.

All of it runs in the desk's transaction. The report came when its message came; that it is filed now, by
whom, and which fields he read otherwise than the decoder, stands in its history and its corrections.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from codes.onetime import cut
from codes.report import Correction, Decoded, Outcome, Report, Value
from gateway.incoming import Filed, Incoming, Proof, Read
from gateway.intake import alike, dialogue, filing
from gateway.kit import Kit
from gateway.office.config import Officer
from gateway.outbox import replies
from gateway.senders.standing import Standing
from gateway.store import feed, history, outbox, sheets
from gateway.store.keys import ReportKey
from gateway.store.tables import Message
from hardware.bearer import Address, AddressKind
from hardware.sentence import Sentence

RULE = "by hand"
DECODED = "decoded by hand"


@dataclass(frozen=True, slots=True)
class Reading:
    """A person's reading of a message: the report, its canonical text, what the decoder had read of it.

    `role` is what partners may know of him, `by` his name, `at` the moment.
    """

    report: Report
    canonical: str
    machine: Mapping[str, Value]
    role: str
    by: str
    at: datetime


def bare(conn: Connection, message: Message) -> str:
    """Return a message's text as it was read: without the code at its end, where that was one."""
    use = sheets.use_of(conn, message.id or 0)
    return cut(message.text)[0] if use is not None and use.sheet_id is not None else message.text


def file(conn: Connection, kit: Kit, message: Message, reading: Reading) -> ReportKey:
    """File the reading as the report of a message that has none yet; the caller holds the message."""
    read = _read(conn, kit, message, reading)
    now = replace(read, incoming=replace(read.incoming, received_at=reading.at))
    dialogue.withdraw(conn, now.incoming, read.message, asked=message.outcome == Outcome.ASKED)
    again = filing.already(conn, read)
    filed = again or filing.enter(conn, kit, read, reading.at)
    filing.judge(conn, read, filed.key)
    history.note(
        conn, filed.key, reading.at, reading.role, DECODED, {"by": reading.by, "message": message.id}
    )
    _duress(conn, read, filed.key, reading.at)
    feed.add(conn, "message", reading.at, message_id=message.id)
    _answer(conn, kit, now, filed, again)
    return filed.key


def corrections(machine: Mapping[str, Value], report: Report) -> tuple[Correction, ...]:
    """Return each field that a person read otherwise than the decoder, or that he read alone."""
    names = dict.fromkeys([*report.fields, *machine])
    pairs = ((name, _told(machine.get(name)), _told(report.fields.get(name))) for name in names)
    return tuple(Correction(name, was, now, RULE) for name, was, now in pairs if was != now)


def _told(value: Value | None) -> str:
    """Return a field's value on one line, in its codes."""
    if value is None or isinstance(value, str):
        return value or ""
    return ", ".join(row if isinstance(row, str) else " ".join(row.values()) for row in value)


def _read(conn: Connection, kit: Kit, message: Message, reading: Reading) -> Read:
    number, report = message.id or 0, reading.report
    sender = Address(AddressKind(message.sender_kind), message.sender)
    incoming = Incoming(message.bearer, sender, message.text, message.sent_at, message.received_at, ())
    officer = _officer(conn, kit, incoming, number)
    decoded = Decoded(
        Outcome.FLAGGED,
        report,
        kit.book.edition,
        corrections=corrections(reading.machine, report),
        canonical=reading.canonical,
        distress=report.type == "SOS",
    )
    proof = Proof(officer, message.provenance, message.text, Sentence.of(message.note))
    return Read(incoming, officer, decoded, number, number, proof)


def _officer(conn: Connection, kit: Kit, incoming: Incoming, message: int) -> Officer | None:
    """Return whose code the message carried, if that was good, else whose number it came from."""
    use = sheets.use_of(conn, message)
    named = kit.roster.named(use.officer or "") if use and use.standing == Standing.OPEN else None
    return named or kit.roster.find(incoming.sender)


def _answer(conn: Connection, kit: Kit, read: Read, filed: Filed, again: Filed | None) -> None:
    """Read the report back to its officer so that he can object; a question not sent yet is not sent."""
    outbox.cancel_tagged(conn, [f"reply-{read.message}"], read.incoming.received_at)
    reachable = read.incoming.bearer in kit.voices and (read.officer or read.decoded.distress)
    if reachable:
        # The read-back says all of it anew; what the decoder made of it is no news to the officer.
        told = replace(read, decoded=replace(read.decoded, corrections=()))
        replies.queue(conn, kit, told, filed, again=again is not None, tag=replies.BY_HAND)
    if again is None and reachable:
        if not read.decoded.distress:
            dialogue.let_object(conn, read, str(filed.key))
        alike.look(conn, kit, read, filed)


def _duress(conn: Connection, read: Read, key: ReportKey, at: datetime) -> None:
    """Say on the report that its code told of duress, where staff may be reading."""
    use = sheets.use_of(conn, read.message)
    if use and use.duress and use.origin and use.epoch and use.seq:
        incident = str(ReportKey(use.origin, use.epoch, use.seq))
        history.note(conn, key, at, "station", "duress", {"incident": incident})
