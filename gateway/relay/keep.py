"""Keeping believed envelopes, a whole batch at a time: each once, in the log and in what it speaks of.

A hub takes batches of 200, so whatever is new of one kind is written in one statement.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection

from codes.encode import encode
from codes.report import Report, Value
from gateway.kit import Kit
from gateway.relay import alarm, heads
from gateway.relay.body import AlarmBody, Body, HeadBody, ReceiptBody, ReportBody, kind_of
from gateway.relay.envelope import Header
from gateway.relay.release import CANCELLED
from gateway.relay.shapes import shaped
from gateway.store import envelopes, feed, history, passages, reports
from gateway.store.keys import EnvelopeKey, ReportKey
from gateway.store.order import hold
from gateway.store.reports import Standing
from gateway.store.states import EnvelopeState
from hardware.failpoint import reach

NEW, CLAIMED = "new", "claimed"


@dataclass(frozen=True, slots=True)
class Opened:
    """One envelope that is believed; of a bundle only the first carries the frame that was signed."""

    header: Header
    body: Body
    frame: bytes


def keep(conn: Connection, kit: Kit, opened: Sequence[Opened]) -> None:
    """Keep opened envelopes in the caller's transaction, each once, and do what they say."""
    now = kit.clock.now()
    fresh = envelopes.put_all(conn, [_row(one, now) for one in opened])
    new = [one for one, is_new in zip(opened, fresh, strict=True) if is_new]
    if not new:
        return
    bodies = [one.body for one in new if isinstance(one.body, ReportBody)]
    last = {body.key: body for body in sorted(bodies, key=lambda body: body.version)}
    rows = {key: _values(kit, body, now) for key, body in last.items()}  # others may work until all is ready
    hold(conn)  # before anything is read that two workers might decide on at once
    _reports(conn, bodies, rows, now)
    for one in new:
        if isinstance(one.body, HeadBody):
            heads.take(conn, kit, one.header.origin, one.body)
        elif isinstance(one.body, AlarmBody):
            alarm.take(conn, kit, one.body, now)
        elif not isinstance(one.body, ReportBody):
            for receipt in one.body:
                _receipt(conn, kit, one.header.origin, receipt, now)
    reach("door-before-commit")


def _row(one: Opened, now: datetime) -> dict[str, Any]:
    return {
        **EnvelopeKey(one.header.origin, one.header.epoch, one.header.seq).values(),
        "partner": one.header.origin,
        "kind": kind_of(one.body),
        "precedence": one.header.precedence,
        "frame": one.frame,
        "state": EnvelopeState.RECEIVED.value,
        "at": now,
        "changed_at": now,
    }


def _reports(
    conn: Connection, bodies: Sequence[ReportBody], rows: Mapping[ReportKey, dict[str, Any]], now: datetime
) -> None:
    """File what is new, bring up to date what is known; `rows` has the last version of each."""
    seqs = feed.number(conn, "report", now, list(rows))
    for row, seq in zip(rows.values(), seqs, strict=True):
        row["feed_seq"] = seq
    filed = reports.file_all(conn, list(rows.values()))
    standing = reports.standing(conn, [key for key, new in zip(rows, filed, strict=True) if not new])
    for key, was in standing.items():
        reports.replace(conn, key, rows[key]["version"], **_changes(rows[key], was))
    history.note_all(conn, now, [_line(body) for body in bodies if _later(body, standing)])


def _later(body: ReportBody, known: Mapping[ReportKey, Standing]) -> bool:
    return body.key not in known or body.version > known[body.key].version


def _line(body: ReportBody) -> tuple[ReportKey, str, str, dict[str, Any]]:
    what = CANCELLED if body.state == CANCELLED else "received"
    return body.key, body.origin, what, {"version": body.version}


def _values(kit: Kit, body: ReportBody, now: datetime) -> dict[str, Any]:
    """Return the row of a report; whether it is in hand is each office's own matter."""
    fields, text = _readable(kit, body)
    return {
        **vars(body),
        "fields": fields,
        "canonical": text,
        "place": fields.get("place"),
        "corrections": [],
        "state": CANCELLED if body.state == CANCELLED else NEW,
        "sent_at": None if body.sent_at is None else datetime.fromtimestamp(body.sent_at, UTC),
        "received_at": now,
    }


def _changes(row: Mapping[str, Any], was: Standing) -> dict[str, Any]:
    if row["state"] == CANCELLED:
        # It carries no fields: what was known stays readable, and is marked.
        return {"state": CANCELLED, "feed_seq": row["feed_seq"]}
    fixed = {*ReportKey._fields, "version", "received_at"}
    values = {name: value for name, value in row.items() if name not in fixed}
    # Who has it in hand keeps it; what was closed is looked at again, for it says something else now.
    return values | {"state": CLAIMED if was.state == CLAIMED else NEW}


def _readable(kit: Kit, body: ReportBody) -> tuple[dict[str, Any], str]:
    """Return the fields as far as this station's book can say them, and the canonical text.

    A partner with another edition, or a faulty one, may send shapes we have no words for: they go into one
    text field, so that staff see them and no page trips over them.
    """
    if not shaped(body.type, body.fields, kit.book):
        return {"text": json.dumps(body.fields, ensure_ascii=False, sort_keys=True)}, body.type
    fields = cast("dict[str, Value]", body.fields)
    return dict(fields), encode(Report(body.type, fields), kit.book)


def _receipt(conn: Connection, kit: Kit, partner: str, receipt: ReceiptBody, now: datetime) -> None:
    if receipt.origin != kit.code:
        return
    if not receipt.version and reports.get(conn, receipt.key):
        history.note(conn, receipt.key, now, partner, receipt.state, {"by": receipt.by})
        feed.add(conn, "report", now, receipt.key)
    elif passages.advance(conn, partner, receipt.key, receipt.version, receipt.state, at=now, by=receipt.by):
        history.note(conn, receipt.key, now, partner, receipt.state, {"by": receipt.by})
        feed.add(conn, "passage", now, receipt.key)
