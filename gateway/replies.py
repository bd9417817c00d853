"""What the officer is told: a read-back, a question, an alarm's echo; queued with what caused it."""

from sqlalchemy import Connection

from codes.precedence import Precedence
from codes.reply import reply
from gateway.incoming import Read
from gateway.kit import Kit
from gateway.store import outbox
from gateway.store.tables import Report
from hardware.bearer import AddressKind

# A bank's or an operator's name cannot be answered, and a short code answers by machine: a loop.
_ANSWERABLE = {AddressKind.NUMBER: r"+", AddressKind.CALLSIGN: ""}


def queue(conn: Connection, kit: Kit, read: Read, report: Report | None) -> None:
    """Queue the answer to a message that was read, on the bearer it came by."""
    sender = read.incoming.sender
    if not sender.value.startswith(_ANSWERABLE.get(sender.kind, "\x00")):
        return
    language = read.officer.language if read.officer else kit.config.office.language
    ref = report.ref if report else ""
    measure = kit.measures[read.incoming.bearer]
    text = reply(read.decoded, ref, kit.book, language, measure)
    key = {"origin": report.origin, "epoch": report.epoch, "seq": report.seq} if report else {}
    outbox.queue(
        conn,
        tag=f"reply-{read.message}",
        bearer=read.incoming.bearer,
        to_kind=sender.kind.value,
        to=sender.value,
        text=text,
        precedence=report.precedence if report else Precedence.PRIORITY.value,
        message_id=read.message,
        created_at=read.incoming.received_at,
        **key,
    )
