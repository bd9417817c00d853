"""The control words: what an officer may still do with a report of his own.

    CAN [ref]   cancel           AMD [ref] ...  amend          UNDO   cancel my last, within 15 minutes
    FUP ref ... add to it        HLP [type]     an example

Only the author may, by the number or call sign it came from; without a reference his last report is meant.
Once staff have it in hand, a change is passed on to them as a request: the report stays as it is, and stands
in the queue as one to look at, were it closed; so does one that is added to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from codes.report import Outcome, Report
from codes.talk.amend import amend
from gateway.incoming import Read
from gateway.kit import Kit
from gateway.relay import versions
from gateway.relay.release import CANCELLED
from gateway.store import feed, history, reports
from gateway.store.keys import ReportKey
from gateway.store.states import Unseen
from gateway.store.tables import Report as Filed

UNDO_WITHIN = timedelta(minutes=15)
LAST_WITHIN = timedelta(days=7)
NEW = "new"


@dataclass(frozen=True, slots=True)
class Obeyed:
    """What came of it: a sort of notice (`codes.talk.reply.NOTICES`), about which report."""

    sort: str
    key: ReportKey | None = None
    ref: str = ""
    other: str = ""


def obey(conn: Connection, kit: Kit, read: Read) -> Obeyed:
    """Do what a control word says, in intake's transaction."""
    control = read.decoded.type or ""
    stated = read.decoded.fields.get("reference")
    wanted = stated if isinstance(stated, str) else ""
    found = _own(conn, read, wanted)
    if found is None:
        return Obeyed("unknown", ref=wanted)
    return CONTROLS[control](conn, kit, read, found)


def _own(conn: Connection, read: Read, ref: str) -> Filed | None:
    sender, at = read.incoming.sender, read.incoming.received_at
    own = reports.recent_of(conn, sender.kind.value, sender.value, at - LAST_WITHIN)
    return next((one for one in own if not ref or one.ref == ref), None)


def _cancel(conn: Connection, kit: Kit, read: Read, filed: Filed) -> Obeyed:
    if filed.state == CANCELLED:
        return _told("cancelled", filed)
    if filed.state != NEW:
        return _request(conn, read, filed)
    change(conn, kit, read, filed, "cancelled", state=CANCELLED)
    return _told("cancelled", filed)


def _undo(conn: Connection, kit: Kit, read: Read, filed: Filed) -> Obeyed:
    if read.incoming.received_at - filed.received_at > UNDO_WITHIN:
        return _told("late", filed)
    done = _cancel(conn, kit, read, filed)
    return _told("undone", filed) if done.sort == "cancelled" else done


def _amend(conn: Connection, kit: Kit, read: Read, filed: Filed) -> Obeyed:
    if filed.state != NEW:
        return _request(conn, read, filed)
    language = read.officer.language if read.officer else "en"
    context = kit.context(language, filed.sent_at)
    new = amend(Report(filed.type, filed.fields), _words(read), kit.book, context)
    if new.report is None or new.outcome is not Outcome.ACCEPTED:
        return _request(conn, read, filed)
    fields = dict(new.report.fields)
    values = {"fields": fields, "canonical": new.canonical, "place": fields.get("place")}
    change(conn, kit, read, filed, "amended", **values)
    return _told("amended", filed)


def _follow(conn: Connection, kit: Kit, read: Read, filed: Filed) -> Obeyed:
    """Add it; on what somebody has, or had, in hand it is one to look at, unless more than that waits."""
    del kit
    key, at = _key(filed), read.incoming.received_at
    if filed.state != NEW and filed.unseen is None:
        reports.notice(conn, key, Unseen.ADDED.value)
    history.note(conn, key, at, "officer", "followed up", {"text": _words(read), "message": read.message})
    feed.add(conn, "report", at, key)
    return _told("followed", filed)


def objection(conn: Connection, read: Read, named: str) -> Obeyed:
    """Pass on to staff that what they read in a message was not meant so."""
    key = ReportKey.parse(named)
    filed = reports.get(conn, key) if key else None
    return Obeyed("unknown") if filed is None else _request(conn, read, filed, "look at it again")


def _request(conn: Connection, read: Read, filed: Filed, what: str = "") -> Obeyed:
    key, at = _key(filed), read.incoming.received_at
    detail = {"text": read.incoming.text, "words": _words(read), "message": read.message}
    reports.notice(conn, key, Unseen.ASKED.value)
    history.note(conn, key, at, "officer", f"asks staff to {what or read.decoded.type}", detail)
    feed.add(conn, "report", at, key)
    return _told("requested", filed)


def change(conn: Connection, kit: Kit, read: Read, filed: Filed, what: str, **values: object) -> None:
    """Write other values into a report, with what it was in its history, and tell whoever had it."""
    at, detail = read.incoming.received_at, {"message": read.message}
    how = versions.Change("officer", at, what, detail, "officer")
    versions.change(conn, kit, filed, how, **values)


def _words(read: Read) -> str:
    text = read.decoded.fields.get("text")
    return text if isinstance(text, str) else ""


def _told(sort: str, filed: Filed) -> Obeyed:
    return Obeyed(sort, _key(filed), filed.ref)


def _key(filed: Filed) -> ReportKey:
    return ReportKey(filed.origin, filed.epoch, filed.seq)


CONTROLS: dict[str, Callable[[Connection, Kit, Read, Filed], Obeyed]] = {
    "CAN": _cancel,
    "UNDO": _undo,
    "AMD": _amend,
    "FUP": _follow,
}
