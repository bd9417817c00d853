"""Two reports of one officer that differ in one thing: both are filed, and he is asked what they are.

Nothing is held up: a burst of seizures that differ in a figure is as likely as a slip put right. No answer
leaves two reports, and the hint in their history.
"""

from sqlalchemy import Connection

from codes.report import Report
from codes.talk.resend import SOON, Alike, Answer, Relation, relation
from gateway.incoming import Filed, Read
from gateway.intake import dialogue
from gateway.intake.controls import NEW, Obeyed, change
from gateway.kit import Kit
from gateway.outbox import replies
from gateway.relay.release import CANCELLED
from gateway.store import feed, history, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.tables import Report as Stored

MOST_COMPARED = 50
"""Reports of one sender that a new one is compared with: a relayed burst must not cost more with each."""
_LIKE = (Relation.SAME, Relation.EDITED)


def look(conn: Connection, kit: Kit, read: Read, filed: Filed) -> None:
    """Note that a report just filed looks like an earlier one of its sender, and ask him."""
    earlier = _earlier(conn, read, filed)
    if earlier is None:
        return
    at = read.incoming.received_at
    history.note(conn, filed.key, at, "officer", "looks like an earlier report", {"reference": earlier.ref})
    if read.officer is None:
        return
    question = dialogue.ask(conn, read, str(key_of(earlier)), str(filed.key))
    another, correction = question.digits
    parts = {"other": earlier.ref, "another": another, "correction": correction}
    replies.add(conn, kit, read, "alike", filed.ref, parts)


def settle(conn: Connection, kit: Kit, read: Read, question: Alike, answer: Answer) -> Obeyed:
    """Do what the officer answers: on a correction the first becomes the second, which is a duplicate."""
    earlier, later = (_stored(conn, name) for name in (question.earlier, question.later))
    if earlier is None or later is None:
        return Obeyed("unknown")
    if answer is not Answer.CORRECTION:
        _note(conn, read, later, "another case", earlier)
        return Obeyed("another", key_of(later), later.ref, earlier.ref)
    if {earlier.state, later.state} != {NEW}:
        _note(conn, read, earlier, "corrected by a later report", later)
        _note(conn, read, later, "corrects an earlier report", earlier)
        return Obeyed("requested", key_of(later), later.ref)
    _correct(conn, kit, read, earlier, later)
    return Obeyed("corrected", key_of(earlier), earlier.ref, later.ref)


def _stored(conn: Connection, name: str) -> Stored | None:
    key = ReportKey.parse(name)
    return reports.get(conn, key) if key else None


def _correct(conn: Connection, kit: Kit, read: Read, earlier: Stored, later: Stored) -> None:
    names = ("fields", "canonical", "place", "corrections", "edition", "precedence")
    values = {name: getattr(later, name) for name in names}
    change(conn, kit, read, earlier, "amended", **values)
    change(conn, kit, read, later, "cancelled", state=CANCELLED)
    _note(conn, read, later, "corrects an earlier report", earlier)


def _earlier(conn: Connection, read: Read, filed: Filed) -> Stored | None:
    """Return the youngest report of the sender that this one looks like."""
    sender, at, report = read.incoming.sender, read.incoming.received_at, read.decoded.report
    if report is None or read.decoded.distress:
        return None
    since, most = at - SOON, MOST_COMPARED
    for known in reports.recent_of_type(conn, sender.kind.value, sender.value, since, report.type, most):
        before = Report(known.type, known.fields)
        waits = key_of(known) != filed.key and known.state != CANCELLED
        if waits and relation(before, report, at - known.received_at) in _LIKE:
            return known
    return None


def _note(conn: Connection, read: Read, stored: Stored, what: str, other: Stored) -> None:
    key, at = key_of(stored), read.incoming.received_at
    history.note(conn, key, at, "officer", what, {"reference": other.ref, "message": read.message})
    feed.add(conn, "report", at, key)
