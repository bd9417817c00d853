"""A report of ours as a partner gave it back: filed again, brought to its later version, or filled up.

A partner has less of a report than we had. What never goes there stays as the backup has it; what two
partners have of one version is put together. Where a person changed a report after the restore and the
partner holds another version of the same number, ours becomes the version after that, so that it is believed
there.
"""

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from gateway.audit import erasure
from gateway.kit import Kit
from gateway.relay.allow import allowed
from gateway.relay.body import ReportBody
from gateway.relay.filed import CLAIMED, NEW, row_of
from gateway.relay.release import CANCELLED, body_of
from gateway.store import counters, feed, history, passages, reports
from gateway.store.keys import ReportKey
from gateway.store.sentences import kept
from gateway.store.states import PassageState
from gateway.store.tables import Report
from hardware.sentence import Sentence

CAME, CAME_CANCELLED = "came back", "came back cancelled"
_FIXED = {*ReportKey._fields, "ref", "version", "received_at", "state", "corrections"}


class Taken(enum.Enum):
    """What a report that was given back meant here."""

    REPORT = "a report that was lost"
    VERSION = "a later version of one that was not"
    KNOWN = "nothing new"


def take(conn: Connection, kit: Kit, partner: str, body: ReportBody, now: datetime) -> Taken:
    """Take back one version of one report; what this office erased stays erased."""
    report = reports.get(conn, body.key)
    if (report is not None and not report.canonical) or body.key in _erased(kit):
        return Taken.KNOWN
    counters.reach_to(conn, "report", body.seq)
    taken = _file(conn, kit, body, now) if report is None else _bring(conn, kit, partner, body, report, now)
    why = f"{passages.RECALLED}: {CAME}" if body.state == CANCELLED else CAME
    passages.begin(conn, partner, body.key, body.version, at=now, why=why)
    passages.advance(conn, partner, body.key, body.version, PassageState.STORED.value, at=now)
    return taken


def _erased(kit: Kit) -> set[ReportKey]:
    return {key for what in erasure.read(erasure.listed(kit.config)) for key in what.reports}


def _file(conn: Connection, kit: Kit, body: ReportBody, now: datetime) -> Taken:
    came = datetime.fromtimestamp(body.received_at, UTC)
    seq = feed.tell(conn, now, body.key)
    reports.file(conn, {**row_of(kit, body, now), "received_at": came, "feed_seq": seq})
    _note(conn, body, now)
    return Taken.REPORT


def _bring(
    conn: Connection, kit: Kit, partner: str, body: ReportBody, report: Report, now: datetime
) -> Taken:
    came = {line.what for line in history.of(conn, body.key)} & {CAME, CAME_CANCELLED}
    if report.version < body.version:
        reports.replace(conn, body.key, body.version, **_later(kit, partner, body, report))
        _note(conn, body, now)
        return Taken.KNOWN if came else Taken.VERSION
    if report.version > body.version:
        return Taken.KNOWN
    if came:
        _fill(conn, kit, body, report, now)
    elif _differ(body_of(kit, report, partner), body):
        reports.replace(conn, body.key, body.version + 1)
        why = Sentence("{partner} holds another version {number}", partner=partner, number=body.version)
        history.note(conn, body.key, now, "station", "amended", {"why": kept(why)})
        feed.add(conn, "report", now, body.key)
    return Taken.KNOWN


def _later(kit: Kit, partner: str, body: ReportBody, report: Report) -> dict[str, Any]:
    """Return what a later version changes; a cancelled one says nothing of the fields, nor of the others."""
    if body.state == CANCELLED:
        return {}
    to = kit.partner(partner)
    told = allowed(report.fields, to) if to else {}
    stays = {name: value for name, value in report.fields.items() if name not in told}
    state = report.state if report.state in (CLAIMED, CANCELLED) else NEW
    return _said(kit, body, {**stays, **body.fields}, report) | {"state": state}


def _said(kit: Kit, body: ReportBody, fields: dict[str, Any], report: Report) -> dict[str, Any]:
    row = row_of(kit, body.model_copy(update={"fields": fields}), report.received_at)
    return {name: value for name, value in row.items() if name not in _FIXED}


def _fill(conn: Connection, kit: Kit, body: ReportBody, report: Report, now: datetime) -> None:
    """Put together what two partners have of one version."""
    fields, stands = {**body.fields, **report.fields}, body.state != CANCELLED
    if not stands or (fields == report.fields and report.state != CANCELLED):
        return
    state = NEW if report.state == CANCELLED else report.state  # it was taken back from one partner alone
    reports.fill(conn, body.key, **_said(kit, body, fields, report), state=state)
    _note(conn, body, now)


def _differ(ours: ReportBody, theirs: ReportBody) -> bool:
    return (ours.fields, ours.state == CANCELLED) != (theirs.fields, theirs.state == CANCELLED)


def _note(conn: Connection, body: ReportBody, now: datetime) -> None:
    what = CAME_CANCELLED if body.state == CANCELLED else CAME
    history.note(conn, body.key, now, "station", what, {"version": body.version})
    feed.add(conn, "report", now, body.key)
