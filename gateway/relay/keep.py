"""Keeping believed envelopes, a whole batch at a time: each once, in the log and in what it speaks of.

A hub takes batches of 200, so whatever is new of one kind is written in one statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gateway.kit import Kit
from gateway.relay import alarm, giving, heads, regain, twice
from gateway.relay.asking import AskBody, BackBody
from gateway.relay.body import AlarmBody, Body, HeadBody, ReceiptBody, ReportBody, kind_of
from gateway.relay.envelope import Header
from gateway.relay.filed import CLAIMED, NEW, row_of
from gateway.relay.reason import reason_in
from gateway.relay.release import CANCELLED
from gateway.relay.twice import Came
from gateway.store import envelopes, feed, history, logs, passages, reports
from gateway.store.keys import EnvelopeKey, ReportKey
from gateway.store.order import hold
from gateway.store.reports import Standing
from gateway.store.states import EnvelopeState, Unseen
from hardware.failpoint import reach


@dataclass(frozen=True, slots=True)
class Opened:
    """One envelope that is believed, the frame that was signed, and its own bytes in it.

    Of a bundle only one is kept with the frame.
    """

    header: Header
    body: Body
    frame: bytes
    data: bytes


def keep(conn: Connection, kit: Kit, opened: Sequence[Opened]) -> set[EnvelopeKey]:
    """Keep opened envelopes in the caller's transaction, each once, and do what they say.

    Return those that were not kept, since something else is held under their name.
    """
    now = kit.clock.now()
    new = _put(conn, opened, now)
    if new:
        _take(conn, kit, new, now)
    fresh = {id(one) for one in new}
    return twice.others(conn, kit, [_came(one) for one in opened if id(one) not in fresh])


def _take(conn: Connection, kit: Kit, new: Sequence[Opened], now: datetime) -> None:
    bodies = [one.body for one in new if isinstance(one.body, ReportBody)]
    last = {body.key: body for body in sorted(bodies, key=lambda body: body.version)}
    rows = {key: row_of(kit, body, now) for key, body in last.items()}  # others may work until all is ready
    hold(conn)  # before anything is read that two workers might decide on at once
    _reports(conn, bodies, rows, now)
    for one in new:
        _obey(conn, kit, _name(one), one.body, now)
        if isinstance(one.body, BackBody):  # what it held stands by itself, where erasing finds it
            logs.give_frame(conn, _name(one), b"")
    reach("door-before-commit")


def _obey(conn: Connection, kit: Kit, name: EnvelopeKey, body: Body, now: datetime) -> None:
    """Do what an envelope says that is no report; those are filed together."""
    sender = name.origin
    match body:
        case HeadBody():
            heads.take(conn, kit, name, body)
        case AlarmBody():
            alarm.take(conn, kit, body, now)
        case AskBody():
            giving.answer(conn, kit, sender, body, now)
        case BackBody():
            regain.take(conn, kit, sender, body, now)
        case ReportBody():
            pass
        case _:
            for receipt in body:
                _receipt(conn, kit, sender, receipt, now)


def _put(conn: Connection, opened: Sequence[Opened], now: datetime) -> list[Opened]:
    """Put envelopes into the log and return the new ones; the first new one of a frame is kept with it."""
    bearers = {id(one.frame): one for one in reversed(opened)}
    rows = [_row(one, now, one.frame if bearers[id(one.frame)] is one else b"") for one in opened]
    fresh = envelopes.put_all(conn, rows)
    new = [one for one, is_new in zip(opened, fresh, strict=True) if is_new]
    for number, one in {id(one.frame): one for one in reversed(new)}.items():
        if bearers[number] is not one:
            logs.give_frame(conn, _name(one), one.frame)
    return new


def _name(one: Opened) -> EnvelopeKey:
    return EnvelopeKey(one.header.origin, one.header.epoch, one.header.seq)


def _came(one: Opened) -> Came:
    return Came(_name(one), kind_of(one.body), one.header.precedence, one.data)


def _row(one: Opened, now: datetime, frame: bytes) -> dict[str, Any]:
    return {
        **_name(one).values(),
        "partner": one.header.origin,
        "kind": kind_of(one.body),
        "precedence": one.header.precedence,
        "frame": frame,
        "state": EnvelopeState.RECEIVED.value,
        "at": now,
        "changed_at": now,
    }


def _reports(
    conn: Connection, bodies: Sequence[ReportBody], rows: Mapping[ReportKey, dict[str, Any]], now: datetime
) -> None:
    """File what is new, bring up to date what is known; `rows` has the last version of each."""
    last = {key: row["version"] for key, row in rows.items()}
    seqs = feed.number(conn, "report", now, list(rows))
    for row, seq in zip(rows.values(), seqs, strict=True):
        row["feed_seq"] = seq
    filed = reports.file_all(conn, list(rows.values()))
    standing = reports.standing(conn, [key for key, new in zip(rows, filed, strict=True) if not new])
    for key, was in standing.items():
        reports.replace(conn, key, rows[key]["version"], **_changes(rows[key], was))
    history.note_all(conn, now, [_line(body, last, standing) for body in bodies if _later(body, standing)])


def _later(body: ReportBody, known: Mapping[ReportKey, Standing]) -> bool:
    return body.key not in known or body.version > known[body.key].version


def _line(
    body: ReportBody, last: Mapping[ReportKey, int], known: Mapping[ReportKey, Standing]
) -> tuple[ReportKey, str, str, dict[str, Any]]:
    """Return a version's line of history; the one that now stands has beside it what stood before."""
    detail: dict[str, Any] = {"version": body.version}
    if body.state == CANCELLED:
        reason = reason_in(body.fields)
        return body.key, body.origin, CANCELLED, detail | ({"reason": reason} if reason else {})
    was = known.get(body.key)
    if was is not None and was.version and body.version == last[body.key]:
        detail["was"] = {"fields": was.fields, "handling": was.handling}
    return body.key, body.origin, "received", detail


def _changes(row: Mapping[str, Any], was: Standing) -> dict[str, Any]:
    if row["state"] == CANCELLED:
        # It carries no fields: what was known stays readable, and is marked until somebody has read it.
        unseen = was.unseen if was.state == CANCELLED else Unseen.RECALLED.value
        return {"state": CANCELLED, "feed_seq": row["feed_seq"], "unseen": unseen}
    fixed = {*ReportKey._fields, "version", "received_at"}
    values = {name: value for name, value in row.items() if name not in fixed}
    if not _otherwise(row, was):
        return values | {"state": was.state}
    # Who has it in hand keeps it; what was closed is looked at again, for it says something else now.
    unseen = Unseen.CHANGED.value if was.version else None
    return values | {"state": CLAIMED if was.state == CLAIMED else NEW, "unseen": unseen}


def _otherwise(row: Mapping[str, Any], was: Standing) -> bool:
    """Say whether a version tells staff something else than the one before; a grade alone does not."""
    if was.state == CANCELLED or not was.version or row["precedence"] != was.precedence:
        return True
    return _ungraded(row["fields"]) != _ungraded(was.fields)


def _ungraded(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "grade"}


def _receipt(conn: Connection, kit: Kit, partner: str, receipt: ReceiptBody, now: datetime) -> None:
    if receipt.origin == partner:
        alarm.taken(conn, receipt, now)
    if receipt.origin != kit.code:
        return
    if not receipt.version and reports.get(conn, receipt.key):
        history.note(conn, receipt.key, now, partner, receipt.state, {"by": receipt.by})
        feed.add(conn, "report", now, receipt.key)
    elif passages.advance(conn, partner, receipt.key, receipt.version, receipt.state, at=now, by=receipt.by):
        history.note(conn, receipt.key, now, partner, receipt.state, {"by": receipt.by})
        feed.add(conn, "passage", now, receipt.key)
