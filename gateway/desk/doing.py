"""What staff do: each action is one transaction with its state, history, audit row and feed entry."""

import enum
import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gateway.desk.plugs import Station
from gateway.desk.reading import report_for
from gateway.desk.roles import Right
from gateway.desk.values import CLAIMED, NEW, Person
from gateway.store import audit, feed, history, passages, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.tables import Report

LONGEST_REPLY = 480


class Done(enum.StrEnum):
    """How an action ended; the console has one sentence for each."""

    CLAIMED = "claimed"
    TAKEN = "taken"  # somebody else was first
    GIVEN_BACK = "given-back"
    CLOSED = "closed"
    RELEASED = "released"
    ALREADY = "already"  # this version is on its way to that partner
    REPLIED = "replied"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_OFFICER = "no-officer"  # a partner's report: the officer is theirs to answer
    NOT_OURS = "not-ours"  # only its own office lets a report go further
    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Act:
    """One person's action on one report at one moment, at the office of code `office`."""

    office: str
    who: Person
    key: ReportKey
    at: datetime


def claim(conn: Connection, act: Act, station: Station) -> Done:
    """Take a report in hand; a partner's is marked seen there, by role."""
    report = _open(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if not reports.claim(conn, act.key, act.who.name):
        return Done.TAKEN
    _move(conn, act, NEW, CLAIMED)
    station.seen(conn, act.key, act.who.role, act.at)
    _record(conn, act, "claimed", {"by": act.who.name})
    return Done.CLAIMED


def give_back(conn: Connection, act: Act) -> Done:
    """Put a report back into the queue; only who has it in hand can."""
    report = _open(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if not reports.claim(conn, act.key, None, was=act.who.name):
        return Done.TAKEN
    _move(conn, act, CLAIMED, NEW)
    _record(conn, act, "given back", {"by": act.who.name})
    return Done.GIVEN_BACK


def close(conn: Connection, act: Act, reason: str) -> Done:
    """Close a report that is done with, saying why."""
    report = _open(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if not reason.strip():
        return Done.EMPTY
    reports.set_state(conn, act.key, "closed", was=(NEW, CLAIMED))
    _record(conn, act, "closed", {"by": act.who.name, "why": reason[:LONGEST_REPLY]})
    return Done.CLOSED


def release(conn: Connection, act: Act, partner: str, station: Station) -> Done:
    """Let a report of ours go to one partner, by the name of whoever decided it."""
    report = _open(conn, act, Right.RELEASE)
    if isinstance(report, Done):
        return report
    if act.key.origin != act.office:
        return Done.NOT_OURS
    before = passages.get(conn, partner, act.key)
    if before is not None and before.version >= report.version:
        return Done.ALREADY
    station.release(conn, act.key, partner, act.who.role, act.at)
    audit.append(
        conn, act.at, act.who.name, f"released to {partner}", str(act.key), _digest(report.canonical)
    )
    feed.add(conn, "report", act.at, act.key)
    return Done.RELEASED


def reply(conn: Connection, act: Act, text: str, station: Station) -> Done:
    """Queue a text to the officer; what it says is in the history, its digest in the audit."""
    report = _open(conn, act, Right.REPLY)
    if isinstance(report, Done):
        return report
    said = text.replace("\r\n", "\n").strip()
    problem = _unsendable(conn, key_of(report), said)
    if problem is not None:
        return problem
    station.reply(conn, act.key, said, act.who.role, act.at)
    _record(conn, act, "replied", {"by": act.who.name, "text": said}, said)
    return Done.REPLIED


def _move(conn: Connection, act: Act, was: str, to: str) -> None:
    """Move a report of ours; the state of a partner's is its own office's to say."""
    if act.key.origin == act.office:
        reports.set_state(conn, act.key, to, was=(was,))


def _unsendable(conn: Connection, key: ReportKey, said: str) -> Done | None:
    if not said:
        return Done.EMPTY
    if len(said) > LONGEST_REPLY:
        return Done.TOO_LONG
    return None if reports.source(conn, key) is not None else Done.NO_OFFICER


def _open(conn: Connection, act: Act, right: Right) -> Report | Done:
    if not act.who.may(right):
        return Done.FORBIDDEN
    return report_for(conn, act.who, act.key) or Done.UNKNOWN


def _record(conn: Connection, act: Act, what: str, detail: dict[str, str], content: str = "") -> None:
    history.note(conn, act.key, act.at, act.who.role, what, dict(detail))
    audit.append(conn, act.at, act.who.name, what, str(act.key), _digest(content))
    feed.add(conn, "report", act.at, act.key)


def _digest(content: str) -> bytes:
    return hashlib.sha256(content.encode("utf-8", "replace")).digest() if content else b""
