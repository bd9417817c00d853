"""What the officer is told: a read-back, a question, an alarm's echo; queued with what caused it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from codes.precedence import Precedence
from codes.talk.reply import Measure, notice, reply
from gateway.incoming import Filed, Read
from gateway.kit import Kit
from gateway.outbox import limits
from gateway.store import outbox
from hardware.bearer import AddressKind

# A bank's or an operator's name cannot be answered, and a short code answers by machine: a loop.
_ANSWERABLE: Mapping[str, str] = {AddressKind.NUMBER: r"+", AddressKind.CALLSIGN: ""}

BY_HAND = "hand"


def queue(
    conn: Connection,
    kit: Kit,
    read: Read,
    report: Filed | None,
    *,
    again: bool = False,
    tag: str = "reply",
) -> None:
    """Queue the read-back, question or echo of a message that was read.

    `again` says that the report was known already; distress is answered alike however often it comes.
    `tag` tells a second answer to one message from the first; what was read BY_HAND can be objected to.
    """
    language, ref = _language(kit, read), report.ref if report else ""
    if again and not read.decoded.distress:
        text = notice("duplicate", ref, kit.book, language)
    else:
        measure, hand = _measure(kit, read), tag == BY_HAND
        text = reply(read.decoded, ref, kit.book, language, measure, zone=kit.zone, objectable=hand)
    _put(conn, kit, read, text, report, tag)


def say(conn: Connection, kit: Kit, read: Read, sort: str, ref: str = "", **parts: str) -> None:
    """Queue one of the short set answers (`codes.talk.reply.NOTICES`); a drill is answered as if real."""
    language, text = _language(kit, read), ""
    if sort == "drill":
        text = reply(read.decoded, "", kit.book, language, _measure(kit, read), zone=kit.zone)
    _put(conn, kit, read, notice(sort, ref, kit.book, language, text=text, **parts), None)


def add(conn: Connection, kit: Kit, read: Read, sort: str, ref: str, parts: Mapping[str, str]) -> None:
    """Queue a set answer beside the first one to the same message."""
    text = notice(sort, ref, kit.book, _language(kit, read), **parts)
    _put(conn, kit, read, text, None, tag=sort)


def answerable(kind: str, value: str) -> bool:
    """Say whether a person is at the other end, who could read an answer."""
    return value.startswith(_ANSWERABLE.get(kind, "\x00"))


def _expected(read: Read, text: str) -> str:
    """Return a reply with the EXPECT code of the row that the officer used, so that he knows it is us."""
    return f"{text} ({read.proof.expect})" if read.proof.expect else text


def _measure(kit: Kit, read: Read) -> Measure:
    measure = kit.voices[read.incoming.bearer].measure
    return lambda text: measure(_expected(read, text))


def _language(kit: Kit, read: Read) -> str:
    return read.officer.language if read.officer else kit.config.office.language


def _put(conn: Connection, kit: Kit, read: Read, text: str, report: Filed | None, tag: str = "reply") -> None:
    """Put an answer into the outbox of the bearer the message came by, if its sender can be answered."""
    sender = read.incoming.sender
    if not answerable(sender.kind, sender.value):
        return
    key = report.key.values() if report else {}
    precedence = report.precedence if report else Precedence.PRIORITY.value
    if not limits.may_answer(conn, kit, read.incoming, read.message, precedence):
        return
    outbox.queue(
        conn,
        tag=f"{tag}-{read.message}",
        bearer=read.incoming.bearer,
        to_kind=sender.kind.value,
        to=sender.value,
        text=_expected(read, text),
        precedence=precedence,
        message_id=read.message,
        created_at=read.incoming.received_at,
        **key,
    )
