"""One whole message becomes what it is: a report, an answer, a question, or something for staff to read.

Everything here runs inside intake's transaction.
"""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from codes import answer as answers
from codes import refs
from codes.context import Context
from codes.decode import decode
from codes.precedence import Precedence, precedence_of
from codes.report import Decoded, Outcome, Report
from gateway import policy, replies
from gateway.config import Officer
from gateway.controls import CONTROLS, obey
from gateway.incoming import Incoming, Read
from gateway.kit import Kit
from gateway.relay.release import release
from gateway.store import audit, counters, dialogues, feed, history, messages, reports, segments
from gateway.store.keys import ReportKey

LATE = timedelta(minutes=30)
QUESTION_LASTS = timedelta(hours=12)
SAME_TEXT = timedelta(minutes=15)
_FILED = (Outcome.ACCEPTED, Outcome.FLAGGED)


def file(conn: Connection, kit: Kit, incoming: Incoming) -> None:
    """Read a message and keep all that follows from it."""
    officer = kit.roster.find(incoming.sender)
    decoded = _answered(conn, kit, incoming, officer) or _decoded(kit, incoming, officer)
    message = _keep(conn, kit, incoming, decoded.outcome.value, provenance="C" if officer else "D")
    read = Read(incoming, officer, decoded, message)
    if decoded.type in CONTROLS and decoded.outcome in _FILED:
        _obey(conn, kit, read)
    elif decoded.drill and officer:
        replies.say(conn, kit, read, "drill")
    else:
        _act(conn, kit, read)


def _act(conn: Connection, kit: Kit, read: Read) -> None:
    """File, ask or leave to staff what is no control word, and queue the answer."""
    decoded, officer = read.decoded, read.officer
    key = again = None
    if decoded.distress or decoded.outcome in _FILED:
        again = _already(conn, read)
        key = again or _report(conn, kit, read)
        messages.change(conn, read.message, **key.values())
    if decoded.outcome is Outcome.ASKED and officer:
        _ask(conn, read, kit.context(officer.language, read.incoming.sent_at))
    if officer or decoded.distress:
        replies.queue(conn, kit, read, reports.get(conn, key) if key else None, again=again is not None)


def _obey(conn: Connection, kit: Kit, read: Read) -> None:
    """Do what a control word says; a stranger's does nothing and is only shown."""
    if read.officer is None:
        return
    obeyed = obey(conn, kit, read)
    if obeyed.key:
        messages.change(conn, read.message, **obeyed.key.values())
    replies.say(conn, kit, read, obeyed.sort, obeyed.ref)


def keep_unread(conn: Connection, kit: Kit, incoming: Incoming, note: str) -> None:
    """Keep what could not be read at all, for staff."""
    provenance = "C" if kit.roster.find(incoming.sender) else "D"
    _keep(conn, kit, incoming, Outcome.UNREADABLE.value, provenance=provenance, note=note)


def keep_partial(conn: Connection, kit: Kit, incoming: Incoming, note: str) -> None:
    """Keep a message of which a part never came, and ask the officer for all of it again."""
    officer, decoded = kit.roster.find(incoming.sender), Decoded(Outcome.UNREADABLE, None, kit.book.edition)
    provenance = "C" if officer else "D"
    message = _keep(conn, kit, incoming, decoded.outcome.value, provenance=provenance, note=note)
    if officer:
        replies.say(conn, kit, Read(incoming, officer, decoded, message), "partial")


def alarm(conn: Connection, kit: Kit, incoming: Incoming) -> None:
    """Raise the alarm for a part that cries for help by itself; the rest of it may never come."""
    if _decoded(kit, incoming, kit.roster.find(incoming.sender)).distress:
        file(conn, kit, incoming)


def _keep(
    conn: Connection, kit: Kit, incoming: Incoming, outcome: str, *, provenance: str, note: str = ""
) -> int:
    sent, now = incoming.sent_at, incoming.received_at
    message = messages.add(
        conn,
        bearer=incoming.bearer,
        sender_kind=incoming.sender.kind.value,
        sender=incoming.sender.value,
        text=incoming.text,
        sent_at=sent,
        received_at=now,
        outcome=outcome,
        provenance=provenance,
        late=sent is not None and now - sent > LATE,
        note=note,
    )
    segments.attach(conn, incoming.segments, message)
    feed.add(conn, "message", now, message_id=message)
    digest = hashlib.sha256(incoming.text.encode("utf-8", "replace")).digest()
    audit.append(conn, now, kit.code, f"received {outcome}", f"message {message}", digest)
    return message


def _decoded(kit: Kit, incoming: Incoming, officer: Officer | None) -> Decoded:
    language = officer.language if officer else kit.config.office.language
    return decode(incoming.text, kit.book, kit.context(language, incoming.sent_at))


def _answered(conn: Connection, kit: Kit, incoming: Incoming, officer: Officer | None) -> Decoded | None:
    """Return the report that this text completes as the answer to an open question."""
    sender = incoming.sender
    asked = dialogues.get(conn, sender.kind.value, sender.value)
    if asked is None or officer is None:
        return None
    if asked.expires_at < incoming.received_at:
        dialogues.close(conn, sender.kind.value, sender.value)
        return None
    context = kit.context(officer.language, incoming.sent_at)
    completed = answers.answer(incoming.text, answers.Open.from_json(asked.open), kit.book, context)
    if completed is not None:
        dialogues.close(conn, sender.kind.value, sender.value)
    return completed


def _ask(conn: Connection, read: Read, context: Context) -> None:
    at, sender = read.incoming.received_at, read.incoming.sender
    asked = answers.Open.of(read.decoded, context)
    if asked is None:
        return
    dialogues.put(
        conn,
        {
            "sender_kind": sender.kind.value,
            "sender": sender.value,
            "open": asked.to_json(),
            "message_id": read.message,
            "asked_at": at,
            "expires_at": at + QUESTION_LASTS,
        },
    )


def _already(conn: Connection, read: Read) -> ReportKey | None:
    """Return the report that the same sender made with the same words a moment ago, or his open distress."""
    sender, at = read.incoming.sender, read.incoming.received_at
    for known in reports.recent_of(conn, sender.kind.value, sender.value, at - SAME_TEXT):
        same = not read.decoded.distress and known.canonical == read.decoded.canonical
        incident = read.decoded.distress and known.type == "SOS" and known.state == "new"
        if same or incident:
            key = ReportKey(known.origin, known.epoch, known.seq)
            history.note(conn, key, at, "officer", "sent again", {"message": read.message})
            feed.add(conn, "report", at, key)
            return key
    return None


def _report(conn: Connection, kit: Kit, read: Read) -> ReportKey:
    report = _distress(read.decoded) if read.decoded.distress else read.decoded.report
    if report is None:
        raise ValueError("an accepted decoding without a report")
    at, number = read.incoming.received_at, counters.take(conn, "report")
    key = ReportKey(kit.code, counters.epoch(conn), number)
    reports.file(conn, {**key.values(), **_values(kit, read, report, number)}, _source(read))
    history.note(conn, key, at, "officer", "reported", {"outcome": read.decoded.outcome.value})
    audit.append(conn, at, "officer", "filed", str(key), hashlib.sha256(str(key).encode()).digest())
    feed.add(conn, "report", at, key)
    _relay(conn, kit, read, report, key)
    return key


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
        "provenance": read.provenance,
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
    candidate = policy.Candidate(report.type, kit.held(report.type), report.fields, read.provenance, None)
    for partner in kit.config.partner:
        verdict = policy.decide(candidate, partner, kit.rules)
        if verdict.goes:
            release(conn, kit, key, partner.code, by="rule", why=verdict.why)
