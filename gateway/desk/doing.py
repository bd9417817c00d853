"""What staff do: each action is one transaction with its state, history, audit row and feed entry."""

import enum
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.desk.plugs import Station
from gateway.desk.reading import report_for
from gateway.desk.roles import Right
from gateway.desk.values import CLAIMED, NEW, Person
from gateway.store import accounts, alarms, audit, feed, history, outbox, passages, reports, tokens
from gateway.store.keys import ReportKey, key_of
from gateway.store.states import DeliveryState, Unseen
from gateway.store.tables import Account, Delivery, Report

LONGEST_REPLY = 480
ENDS = ("acted", "declined")
"""What can come of a partner's report."""
OPEN = (NEW, CLAIMED)
"""The states of a report that somebody has to do something with."""
CLOSED = "closed"
_READ = {
    Unseen.CHANGED: "read the change",
    Unseen.RECALLED: "read the recall",
    Unseen.ASKED: "read the request",
    Unseen.ADDED: "read the addition",
}
_AGAIN = timedelta(seconds=30)
_LOST = (DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.CANCELLED)
MOST_SEGMENTS = 4
"""Of one reply: beyond that a phone shows it in pieces, and the SIM's credit is gone soon."""


class Done(enum.StrEnum):
    """How an action ended; the console has one sentence for each."""

    CLAIMED = "claimed"
    TAKEN = "taken"  # somebody else was first
    GIVEN_BACK = "given-back"
    SEEN = "seen"
    REOPENED = "reopened"
    CLOSED = "closed"
    RELEASED = "released"
    ALREADY = "already"  # this version is on its way to that partner
    REPLIED = "replied"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_OFFICER = "no-officer"  # a partner's report: the officer is theirs to answer
    NOT_OURS = "not-ours"  # only its own office lets a report go further
    EDITED = "edited"
    GRADED = "graded"
    HALF = "half-graded"  # a source without its information, or the other way round
    ASSIGNED = "assigned"
    CANCELLED = "cancelled"
    RECALLED = "recalled"
    ATTACHED = "attached"
    NO_PHOTO = "no-photo"  # no JPEG, PNG or PDF, by its first bytes
    TOO_MUCH = "too-much"
    SAME = "same"  # nothing of it is other than it was
    REFUSED = "refused"  # the codebook does not take it so
    MEANWHILE = "meanwhile"  # somebody changed it since the page was read
    OVER = "over"  # it is cancelled
    NO_WAY_BACK = "no-way-back"  # that partner was never to have it
    NO_COLLEAGUE = "no-colleague"
    CLAIM_FIRST = "claim-first"  # an alarm: nobody is made to have heard it
    ABSENT = "absent"  # an alarm goes to who is signed in now
    NOBODY_THERE = "nobody-there"  # the sender is no number of a person
    PERSON = "needs-person"  # a program asks for an alarm that no person has taken
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
    report = open_report(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if report.state not in OPEN:
        return Done.OVER
    if needs_person(act, report):
        return Done.PERSON
    if not reports.claim(conn, act.key, act.who.name):
        return Done.CLAIMED if report.claimed_by == act.who.name else Done.TAKEN
    _move(conn, act, NEW, CLAIMED)
    if report.unseen in (Unseen.CHANGED, Unseen.ADDED):
        reports.notice(conn, act.key, None)
    station.seen(conn, act.key, act.who.role, act.at)
    record(conn, act, "claimed", {"by": act.who.name})
    return Done.CLAIMED


def give_back(conn: Connection, act: Act) -> Done:
    """Put a report back into the queue; only who has it in hand can."""
    report = open_report(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if report.state not in OPEN:
        return Done.OVER
    if not reports.claim(conn, act.key, None, was=act.who.name):
        return Done.TAKEN if report.claimed_by else Done.GIVEN_BACK
    _move(conn, act, CLAIMED, NEW)
    record(conn, act, "given back", {"by": act.who.name})
    return Done.GIVEN_BACK


def see(conn: Connection, act: Act, station: Station) -> Done:
    """Say that somebody has read what was new of a report; the office it came from hears it, by role."""
    report = open_report(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if report.unseen is None or not reports.notice(conn, act.key, None):
        return Done.SEEN
    station.seen(conn, act.key, act.who.role, act.at)
    record(conn, act, _READ[Unseen(report.unseen)], {"by": act.who.name})
    return Done.SEEN


def reopen(conn: Connection, act: Act) -> Done:
    """Take a closed report in hand again; what its partner was told of its end stays told."""
    report = open_report(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if report.state != CLOSED or report.merged_into:
        return Done.OVER
    if act.who.program and alarms.sounds(report):
        return Done.PERSON  # it would be an alarm again, in the hands of a program
    reports.claim(conn, act.key, act.who.name, was=report.claimed_by)
    reports.set_state(conn, act.key, CLAIMED if act.key.origin == act.office else NEW, was=(CLOSED,))
    record(conn, act, "reopened", {"by": act.who.name})
    return Done.REOPENED


def close(conn: Connection, act: Act, reason: str, station: Station) -> Done:
    """Close a report that is done with, saying why."""
    report = open_report(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    if report.state not in OPEN:
        return Done.OVER
    if needs_person(act, report):
        return Done.PERSON
    if not reason.strip():
        return Done.EMPTY
    reports.set_state(conn, act.key, CLOSED, was=OPEN)
    reports.notice(conn, act.key, None)
    if report.claimed_by is None and act.key.origin == act.office:
        station.seen(conn, act.key, act.who.role, act.at)
    record(conn, act, "closed", {"by": act.who.name, "why": reason[:LONGEST_REPLY]})
    return Done.CLOSED


def end(conn: Connection, act: Act, outcome: str, reason: str, station: Station) -> Done:
    """Close a partner's report and tell its office what came of it: `acted` or `declined`, by role.

    The reason stays here.
    """
    if act.key.origin == act.office or outcome not in ENDS:
        return Done.NOT_OURS
    done = close(conn, act, reason, station)
    if done is Done.CLOSED:
        station.ended(conn, act.key, outcome, act.who.role)
        record(conn, act, outcome, {"by": act.who.name})
    return done


def release(conn: Connection, act: Act, partner: str, station: Station, *, version: str) -> Done:
    """Let a report of ours go to one partner, by the name of whoever decided it.

    `version` is the one that he read: another is not his decision.
    """
    report = open_report(conn, act, Right.RELEASE)
    if isinstance(report, Done):
        return report
    if act.key.origin != act.office:
        return Done.NOT_OURS
    if version != str(report.version):
        return Done.MEANWHILE
    before = passages.get(conn, partner, act.key)
    if before is not None and before.version >= report.version and not passages.recalled(before):
        return Done.ALREADY
    station.release(conn, act.key, partner, act.who.role, act.at)
    audit.append(conn, act.at, act.who.name, f"released to {partner}", str(act.key), digest(report.canonical))
    feed.add(conn, "report", act.at, act.key)
    return Done.RELEASED


def reply(conn: Connection, act: Act, text: str, station: Station) -> Done:
    """Queue a text to the officer; what it says is in the history, its digest in the audit."""
    report = open_report(conn, act, Right.REPLY)
    if isinstance(report, Done):
        return report
    said = text.replace("\r\n", "\n").strip()
    problem = _unsendable(conn, key_of(report), said, station)
    if problem is not None:
        return problem
    if pressed_twice(outbox.of_report(conn, act.key), said, act.at):
        return Done.REPLIED
    station.reply(conn, act.key, said, act.who.role, act.at)
    record(conn, act, "replied", {"by": act.who.name, "text": said}, said)
    return Done.REPLIED


def pressed_twice(texts: Sequence[Delivery], said: str, at: datetime) -> bool:
    """Say whether a text is on its way since a moment: on a slow link people press Send again."""
    going = (one for one in texts if one.state not in _LOST)
    return any(one.text == said and abs(at - one.created_at) < _AGAIN for one in going)


def assign(conn: Connection, act: Act, to: str, station: Station) -> Done:
    """Put a report into a colleague's hands; what somebody else has in hand only who may."""
    report = open_report(conn, act, Right.CLAIM)
    if isinstance(report, Done):
        return report
    problem = _unassignable(conn, act, report, to)
    if problem is not None:
        return problem
    reports.claim(conn, act.key, to, was=report.claimed_by)
    if report.claimed_by is None:
        _move(conn, act, NEW, CLAIMED)
        station.seen(conn, act.key, act.who.role, act.at)
    record(conn, act, "assigned", {"by": act.who.name, "to": to})
    return Done.ASSIGNED


def _unassignable(conn: Connection, act: Act, report: Report, to: str) -> Done | None:
    """Return why a report cannot be given to somebody; an alarm only to who is there to hear of it."""
    anothers = report.claimed_by not in (None, act.who.name)
    able = any(one.name == to for one in colleagues(conn, act.key))
    wrong = {
        Done.TAKEN: anothers and not act.who.may(Right.HANDOVER),
        Done.NO_COLLEAGUE: not able or to == report.claimed_by,
        Done.OVER: report.state not in OPEN,
        Done.CLAIM_FIRST: alarms.stands(report),
        Done.ABSENT: alarms.sounds(report) and not accounts.is_in(conn, to, act.at),
    }
    return next((done for done, holds in wrong.items() if holds), None)


def colleagues(conn: Connection, key: ReportKey) -> list[Person]:
    """Return who can be given this report: who may have it in hand, and may see it at all."""
    people = (Person(one.name, one.role, one.agency, one.language, "") for one in _working(conn))
    return [one for one in people if one.may(Right.CLAIM) and report_for(conn, one, key)]


def _working(conn: Connection) -> list[Account]:
    return [one for one in accounts.everyone(conn) if not one.disabled]


def _move(conn: Connection, act: Act, was: str, to: str) -> None:
    """Move a report of ours; the state of a partner's is its own office's to say."""
    if act.key.origin == act.office:
        reports.set_state(conn, act.key, to, was=(was,))


def needs_person(act: Act, report: Report) -> bool:
    """Say whether a program asks for an alarm that no person has in hand: one of them must have heard it."""
    programs = alarms.sounds(report) and (report.claimed_by or "").startswith(tokens.ACTOR)
    return act.who.program and (programs or alarms.stands(report))


def _unsendable(conn: Connection, key: ReportKey, said: str, station: Station) -> Done | None:
    """Return why a text cannot go; it is measured as the bearer that carries it cuts it."""
    if not said:
        return Done.EMPTY
    if reports.source(conn, key) is None:
        return Done.NO_OFFICER
    size = station.measure(conn, key, said)
    if not size:
        return Done.NOBODY_THERE
    return Done.TOO_LONG if size > MOST_SEGMENTS or len(said) > LONGEST_REPLY else None


def open_report(conn: Connection, act: Act, right: Right) -> Report | Done:
    """Return the report that somebody wants to do something with, or why he cannot."""
    if not act.who.may(right):
        return Done.FORBIDDEN
    return report_for(conn, act.who, act.key) or Done.UNKNOWN


def record(conn: Connection, act: Act, what: str, detail: dict[str, str], content: str = "") -> None:
    """Write what was done into the report's history, the audit and the feed."""
    history.note(conn, act.key, act.at, act.who.role, what, dict(detail))
    audit.append(conn, act.at, act.who.name, what, str(act.key), digest(content))
    feed.add(conn, "report", act.at, act.key)


def digest(content: str) -> bytes:
    """Return what the audit keeps of a content; nothing for none."""
    return hashlib.sha256(content.encode("utf-8", "replace")).digest() if content else b""
