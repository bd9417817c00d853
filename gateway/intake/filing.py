"""One whole message becomes what it is: a report, an answer, a question, or something for staff to read.

Everything here runs inside intake's transaction.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from codes import refs
from codes.decode import decode
from codes.precedence import Precedence, precedence_of
from codes.report import Decoded, Outcome, Report
from codes.talk.resend import Alike, Answer
from gateway.alarms import answering
from gateway.incoming import Filed, Incoming, Proof, Read, storable
from gateway.intake import alike, dialogue
from gateway.intake.controls import CONTROLS, obey, objection
from gateway.intake.keeping import keep
from gateway.intake.parts import WINDOW, PartSet, gapped
from gateway.kit import Kit
from gateway.office import policy
from gateway.office.config import Officer
from gateway.outbox import replies
from gateway.relay.release import release
from gateway.senders import duress, enrolment
from gateway.senders.marks import mark
from gateway.senders.prove import by_number, prove
from gateway.senders.standing import together
from gateway.store import counters, feed, gather, history, messages, reports, segments
from gateway.store.audit import Event
from gateway.store.keys import ReportKey
from hardware.sentence import Sentence, in_one

SAME_TEXT = timedelta(minutes=15)
_FILED = (Outcome.ACCEPTED, Outcome.FLAGGED)


def file(conn: Connection, kit: Kit, incoming: Incoming) -> None:
    """Read a message and keep all that follows from it."""
    proof = prove(conn, kit, incoming) if incoming.segments else by_number(kit, incoming)
    message = keep(conn, kit, incoming, proof.note, proof.grade)
    if answering.takes(conn, kit, incoming, message) or enrolment.confirms(conn, kit, incoming, message):
        return
    read = _read(conn, kit, replace(incoming, text=proof.text), proof, message)
    duress.record(conn, kit, read)


def _read(conn: Connection, kit: Kit, incoming: Incoming, proof: Proof, message: int) -> Read:
    """Read a message without its code, and act on it."""
    officer = proof.officer
    if officer is None:
        read = Read(incoming, None, _decoded(kit, incoming, None), message, message, proof)
    elif answered := dialogue.settled(conn, incoming, message):
        return _answer(conn, kit, Read(incoming, officer, _unread(kit), message, message, proof), *answered)
    else:
        step = dialogue.hear(conn, kit, incoming, officer, message)
        decoded = step.decoded or _unread(kit)
        about = int(step.about or message)
        read = Read(incoming, officer, decoded, message, about, _with(conn, proof, message, about))
        if step.decoded is None and (named := dialogue.objected(conn, incoming, message)):
            return _object(conn, kit, read, named)
        if step.decoded is None:
            note = in_one(Sentence("an answer, and no question is open"), proof.note)
            messages.change(conn, message, note=note)
            replies.say(conn, kit, read, step.turn.value)
            return read
    judge(conn, read, _act(conn, kit, read))
    return read


def _answer(conn: Connection, kit: Kit, read: Read, question: Alike, answer: Answer) -> Read:
    """Do what the officer says of two reports that look alike."""
    done = alike.settle(conn, kit, read, question, answer)
    read = replace(read, decoded=replace(read.decoded, outcome=Outcome.ACCEPTED))
    replies.say(conn, kit, read, done.sort, done.ref, other=done.other)
    judge(conn, read, done.key)
    return read


def _object(conn: Connection, kit: Kit, read: Read, named: str) -> Read:
    """Pass on that the officer did not mean what a person read in his message."""
    read = replace(read, about=read.message, decoded=replace(read.decoded, outcome=Outcome.ACCEPTED))
    done = objection(conn, read, named)
    replies.say(conn, kit, read, done.sort, done.ref)
    judge(conn, read, done.key)
    return read


def _unread(kit: Kit) -> Decoded:
    return Decoded(Outcome.UNREADABLE, None, kit.book.edition)


def _with(conn: Connection, proof: Proof, message: int, about: int) -> Proof:
    """Return what an answer proves together with the message it answers, which may have had the code."""
    first = messages.get(conn, about) if about != message else None
    return replace(proof, grade=together(proof.grade, first.provenance)) if first else proof


def judge(conn: Connection, read: Read, key: ReportKey | None) -> None:
    """Write the verdict on a message, and on those it completes."""
    outcome, named = read.decoded.outcome.value, key.values() if key else {}
    messages.change(conn, read.message, outcome=outcome, **named)
    if key and read.about != read.message:
        messages.change(conn, read.about, **named)
    if read.incoming.earlier is not None:
        note = Sentence("its last part came late: message {number}", number=str(read.message))
        at = read.incoming.received_at
        messages.change(conn, read.incoming.earlier, outcome=outcome, note=note, **named)
        feed.add(conn, "message", at, message_id=read.incoming.earlier)


def _act(conn: Connection, kit: Kit, read: Read) -> ReportKey | None:
    """Do what follows from what was read; return the report that it is about, if any."""
    decoded = read.decoded
    if decoded.type in CONTROLS and decoded.outcome in _FILED:
        return _obey(conn, kit, read)
    if decoded.drill and read.officer:
        replies.say(conn, kit, read, "drill")
    elif kit.control(decoded.type) and decoded.outcome in _FILED:
        _tell(conn, kit, read)
    elif decoded.distress or decoded.outcome in _FILED:
        again = already(conn, read)
        filed = again or enter(conn, kit, read, read.incoming.received_at)
        if read.officer or decoded.distress:
            replies.queue(conn, kit, read, filed, again=again is not None)
        if again is None:
            alike.look(conn, kit, read, filed)
        return filed.key
    elif read.officer:
        replies.queue(conn, kit, read, None)
    return None


def _tell(conn: Connection, kit: Kit, read: Read) -> None:
    """Answer what only asks (HLP, a bare TST); nothing is filed."""
    if read.officer:
        replies.queue(conn, kit, read, None)


def _obey(conn: Connection, kit: Kit, read: Read) -> ReportKey | None:
    """Do what a control word says; a stranger's does nothing and is only shown."""
    if read.officer is None:
        return None
    obeyed = obey(conn, kit, read)
    replies.say(conn, kit, read, obeyed.sort, obeyed.ref)
    return obeyed.key


def keep_partial(conn: Connection, kit: Kit, incoming: Incoming, note: Sentence) -> None:
    """Keep a message of which a part never came, and ask the officer for all of it again."""
    officer, message = kit.roster.find(incoming.sender), keep(conn, kit, incoming, note)
    if officer:
        read = Read(incoming, officer, _unread(kit), message, message, by_number(kit, incoming))
        replies.say(conn, kit, read, "partial")


def mend(conn: Connection, message: int, found: PartSet, note: Sentence, at: datetime) -> None:
    """Put a part that came late into a message kept without it; `note` says what is missing still."""
    segments.attach(conn, found.ids, message)
    messages.change(conn, message, text=storable(gapped(found)), note=note)
    feed.add(conn, "message", at, message_id=message)


def alarm(conn: Connection, kit: Kit, incoming: Incoming) -> None:
    """Raise the alarm for a part that cries for help by itself; the rest of it may never come."""
    if _decoded(kit, incoming, kit.roster.find(incoming.sender)).distress:
        file(conn, kit, incoming)


def _decoded(kit: Kit, incoming: Incoming, officer: Officer | None) -> Decoded:
    language = officer.language if officer else kit.config.office.language
    return decode(incoming.text, kit.book, kit.context(language, incoming.sent_at))


def already(conn: Connection, read: Read) -> Filed | None:
    """Return the report that the same sender made with the same words a moment ago, or his open distress.

    Who was asked to send everything again, because a part was late, has had longer than a moment.
    """
    sender, at = read.incoming.sender, read.incoming.received_at
    moment = SAME_TEXT if read.incoming.earlier is None else WINDOW
    words = read.decoded.canonical or ""
    for known in reports.said_before(conn, sender.kind.value, sender.value, at - moment, words):
        heard, said = (known.received_at, at), (known.sent_at, read.incoming.sent_at)
        recent = _within(moment, *heard) and _within(moment, *said)
        same = recent and not read.decoded.distress and known.canonical == read.decoded.canonical
        incident = read.decoded.distress and known.type == "SOS" and known.state == "new"
        if same or incident:
            key = ReportKey(known.origin, known.epoch, known.seq)
            history.note(conn, key, at, "officer", "sent again", {"message": read.message})
            feed.add(conn, "report", at, key)
            return Filed(key, known.ref, known.precedence)
    return None


def _within(moment: timedelta, one: datetime | None, other: datetime | None) -> bool:
    """Say whether two times are no further apart; a time that is not known says nothing against it.

    Asked of the gateway's clock and of the network's: two days that began in 1970 are one to the first.
    """
    return one is None or other is None or abs(one - other) <= moment


def enter(conn: Connection, kit: Kit, read: Read, at: datetime) -> Filed:
    """File what was read as a new report, perhaps long after it came, and relay it by rule."""
    report = _distress(read.decoded) if read.decoded.distress else read.decoded.report
    if report is None:
        raise ValueError("an accepted decoding without a report")
    number = counters.take(conn, "report")
    key = ReportKey(kit.code, counters.epoch(conn), number)
    values = {**key.values(), **_values(kit, read, report, number)}
    reports.file(conn, {**values, "feed_seq": feed.tell(conn, at, key)}, _source(read))
    history.note(conn, key, at, "officer", "reported", {"outcome": read.decoded.outcome.value})
    mark(conn, kit, read, report.type, key)
    gather.note(conn, Event(at, "officer", "filed", str(key), hashlib.sha256(str(key).encode()).digest()))
    _relay(conn, kit, read, report, key)
    return Filed(key, values["ref"], values["precedence"])


def _distress(decoded: Decoded) -> Report:
    """Return the report to file; a near-miss is distress too: the alarm first, the question after."""
    return decoded.report if decoded.report and decoded.report.type == "SOS" else Report("SOS", {})


def _values(kit: Kit, read: Read, report: Report, number: int) -> dict[str, Any]:
    incoming, officer = read.incoming, read.officer
    place = report.fields.get("place")
    urgent = Precedence.FLASH if read.decoded.distress else precedence_of(report, kit.book)
    return {
        "ref": refs.reference(number),
        "type": report.type,
        "fields": dict(report.fields),
        "canonical": read.decoded.canonical or report.type,
        "edition": read.decoded.edition,
        "precedence": urgent.value,
        "state": "new",
        "version": 1,
        "provenance": read.proof.grade,
        "handling": "C",
        "place": place if isinstance(place, str) else None,
        "agency": officer.agency if officer else "",
        "unit": officer.unit if officer else "",
        "corrections": [one.to_json() for one in read.decoded.corrections],
        "sent_at": incoming.sent_at,
        "received_at": incoming.received_at,
    }


def _source(read: Read) -> dict[str, Any]:
    incoming, officer = read.incoming, read.officer
    return {
        "officer": officer.name if officer else None,
        "sender_kind": incoming.sender.kind.value,
        "sender": incoming.sender.value,
        "bearer": incoming.bearer,
        "language": officer.language if officer else "en",
        "message_id": read.message,
    }


def _relay(conn: Connection, kit: Kit, read: Read, report: Report, key: ReportKey) -> None:
    if read.decoded.drill:
        return
    grade = read.proof.grade
    candidate = policy.Candidate(report.type, kit.held(report.type), report.fields, grade, None)
    for partner in kit.config.partner:
        verdict = policy.decide(candidate, partner, kit.rules)
        if verdict.goes:
            release(conn, kit, key, partner.code, by="rule", why=verdict.why)
