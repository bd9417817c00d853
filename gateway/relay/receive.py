"""Taking a partner's envelopes in: believe, open, keep, and only then say stored.

An envelope that cannot be believed is refused by name with a sentence; one that was kept before is
answered `stored` again and changes nothing (promise 2).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection

from codes.encode import encode
from codes.report import Report, Value
from gateway.errors import EnvelopeError
from gateway.kit import Kit
from gateway.relay import answer
from gateway.relay.body import Body, ReceiptBody, ReportBody, decode
from gateway.relay.envelope import Header, header_of, unseal
from gateway.relay.release import CANCELLED
from gateway.relay.shapes import shaped
from gateway.store import envelopes, feed, history, passages, reports
from gateway.store.keys import EnvelopeKey, ReportKey
from gateway.store.states import EnvelopeState
from gateway.store.store import Store
from hardware.failpoint import reach

LONGEST_BATCH = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """One envelope that is believed."""

    header: Header
    body: Body
    frame: bytes


async def receive(store: Store, kit: Kit, frames: Sequence[bytes]) -> bytes:
    """Keep what can be believed and return our signed answer; EnvelopeError when no partner sent this."""
    opened: list[Opened] = []
    refused: list[tuple[str, int, int, str]] = []
    sender = _sender(kit, frames)
    for frame in frames:
        header = header_of(frame)
        try:
            opened.append(_open(kit, header, sender, frame))
        except EnvelopeError as error:
            refused.append((header.origin, header.epoch, header.seq, str(error)))
    await store.write(lambda conn: keep(conn, kit, opened))
    reach("door-after-commit")
    stored = tuple((one.header.origin, one.header.epoch, one.header.seq) for one in opened)
    return answer.encode(answer.Answer(kit.code, sender, stored, tuple(refused)), kit.keys.sign)


def keep(conn: Connection, kit: Kit, opened: Sequence[Opened]) -> None:
    """Keep opened envelopes in the caller's transaction, each once, and do what they say."""
    now = kit.clock.now()
    for one in opened:
        if _log(conn, one, now):
            _apply(conn, kit, one, now)
    reach("door-before-commit")


def _sender(kit: Kit, frames: Sequence[bytes]) -> str:
    if not 0 < len(frames) <= LONGEST_BATCH:
        raise EnvelopeError(f"a batch holds 1 to {LONGEST_BATCH} envelopes")
    origins = {header_of(frame).origin for frame in frames}
    if len(origins) != 1 or not origins <= kit.cards.keys():
        raise EnvelopeError("the envelopes are from no partner of this office")
    return origins.pop()


def _open(kit: Kit, header: Header, sender: str, frame: bytes) -> Opened:
    if header.to != kit.code:
        raise EnvelopeError(f"the envelope is for {header.to}")
    _, data = unseal(frame, kit.cards[sender].sign, kit.keys.seal)
    body = decode(data)
    if isinstance(body, ReportBody) and body.origin != sender:
        raise EnvelopeError("the envelope holds another office's report")
    return Opened(header, body, frame)


def _log(conn: Connection, one: Opened, now: datetime) -> bool:
    key = EnvelopeKey(one.header.origin, one.header.epoch, one.header.seq)
    values = {
        **key.values(),
        "partner": key.origin,
        "kind": "report" if isinstance(one.body, ReportBody) else "receipts",
        "precedence": one.header.precedence,
        "frame": one.frame,
        "state": EnvelopeState.RECEIVED.value,
        "at": now,
        "changed_at": now,
    }
    return envelopes.put(conn, values)


def _apply(conn: Connection, kit: Kit, one: Opened, now: datetime) -> None:
    if isinstance(one.body, ReportBody):
        _report(conn, kit, one.body, now)
        return
    for receipt in one.body:
        _receipt(conn, kit, one.header.origin, receipt, now)


def _report(conn: Connection, kit: Kit, body: ReportBody, now: datetime) -> None:
    known = reports.get(conn, body.key)
    if known is not None and known.version >= body.version:
        return
    fields, text = _readable(kit, body)
    values: dict[str, Any] = {
        **body.model_dump(exclude={"sent_at", "received_at", "fields"}),
        "fields": fields,
        "canonical": text,
        "place": fields.get("place"),
        "corrections": [],
        "sent_at": None if body.sent_at is None else datetime.fromtimestamp(body.sent_at, UTC),
        "received_at": now,
    }
    if known is None:
        reports.file(conn, values)
    elif body.state == CANCELLED:
        # It carries no fields: what was known stays readable, and is marked.
        reports.replace(conn, body.key, body.version, state=CANCELLED)
    else:
        fixed = {*ReportKey._fields, "version"}
        reports.replace(conn, body.key, body.version, **{k: v for k, v in values.items() if k not in fixed})
    what = CANCELLED if body.state == CANCELLED else "received"
    history.note(conn, body.key, now, body.origin, what, {"version": body.version})
    feed.add(conn, "report", now, body.key)


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
    if passages.advance(conn, partner, receipt.key, receipt.version, receipt.state, at=now, by=receipt.by):
        history.note(conn, receipt.key, now, partner, receipt.state, {"by": receipt.by})
        feed.add(conn, "passage", now, receipt.key)
