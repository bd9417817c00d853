"""Envelopes: what travels between offices, as it stood on the wire; an outbox and a log at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select, update

from gateway.store import bulk
from gateway.store.columns import table
from gateway.store.keys import EnvelopeKey, ReportKey, same, this
from gateway.store.rows import many, one
from gateway.store.states import EnvelopeState
from gateway.store.tables import Envelope
from gateway.store.wake import touch, towards

_ENVELOPE = table(Envelope)
_KEY = ("origin", "epoch", "seq")
_CHANGE = update(_ENVELOPE).where(this(_ENVELOPE))
_OPEN = or_(_ENVELOPE.c.state == EnvelopeState.QUEUED, _ENVELOPE.c.state == EnvelopeState.SENT)
# Asked after each commit: built once, since building it costs more than running it.
_DUE = (
    select(_ENVELOPE)
    .where(_ENVELOPE.c.partner == bindparam("whose"), _OPEN)
    .order_by(_ENVELOPE.c.precedence, _ENVELOPE.c.epoch, _ENVELOPE.c.seq)
    .limit(bindparam("most"))
)


class Head(NamedTuple):
    """What is held of one origin's log in one epoch: how many, and the last seq."""

    origin: str
    epoch: int
    held: int
    last: int


def put(conn: Connection, values: dict[str, Any]) -> bool:
    """Keep one envelope, ours or a partner's; False when it is there already (promise 2)."""
    return put_all(conn, [values])[0]


def put_all(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Keep a set of envelopes that name the same columns; return for each whether it is new."""
    touch(conn, *{towards(row["partner"]) for row in rows if row["state"] == EnvelopeState.QUEUED})
    kept = {EnvelopeKey(*row) for row in bulk.keep_new(conn, _ENVELOPE, rows, _KEY)}
    return [_taken(kept, EnvelopeKey(row["origin"], row["epoch"], row["seq"])) for row in rows]


def _taken(kept: set[EnvelopeKey], key: EnvelopeKey) -> bool:
    if key not in kept:
        return False
    kept.remove(key)
    return True


def get(conn: Connection, key: EnvelopeKey) -> Envelope | None:
    return one(conn, Envelope, select(_ENVELOPE).where(same(_ENVELOPE, key)))


def due(conn: Connection, partner: str, n: int) -> list[Envelope]:
    """Return the next `n` envelopes a partner has not stored, the most urgent first, then in order.

    What was sent and has no answer is due again: the partner keeps it once, however often it comes.
    """
    return many(conn, Envelope, _DUE, {"whose": partner, "most": n})


def in_state(conn: Connection, partner: str, state: str, limit: int = 1000) -> list[Envelope]:
    """Return a partner's envelopes in a state, oldest first: what was sent and has no receipt, say."""
    c = _ENVELOPE.c
    query = select(_ENVELOPE).where(c.partner == partner, c.state == state)
    return many(conn, Envelope, query.order_by(c.epoch, c.seq).limit(limit))


def mark(conn: Connection, key: EnvelopeKey, state: str, at: datetime, **values: Any) -> bool:  # noqa: ANN401
    """Move an envelope to `state`; further columns of `Envelope` as given. False when there is none."""
    change = {**key.named(), "state": state, "changed_at": at, **values}
    return conn.execute(_CHANGE, change).rowcount > 0


def cancel(conn: Connection, report: ReportKey, at: datetime, *, partner: str | None = None) -> int:
    """Kill what was not sent of a report (promise 7), to one partner or to all; return how many."""
    c = _ENVELOPE.c
    unsent = c.state.in_((EnvelopeState.QUEUED, EnvelopeState.HELD))
    change = update(_ENVELOPE).where(_about(report), unsent)
    change = change if partner is None else change.where(c.partner == partner)
    return conn.execute(change.values(state=EnvelopeState.CANCELLED, changed_at=at)).rowcount


def of_report(conn: Connection, report: ReportKey) -> list[Envelope]:
    """Return the envelopes that carry a report, oldest first."""
    query = select(_ENVELOPE).where(_about(report)).order_by(_ENVELOPE.c.epoch, _ENVELOPE.c.seq)
    return many(conn, Envelope, query)


def heads(conn: Connection) -> list[Head]:
    """Return what is held of every origin's log, for "what do you have"."""
    c = _ENVELOPE.c
    query = select(c.origin, c.epoch, func.count(), func.max(c.seq)).group_by(c.origin, c.epoch)
    return [Head(*row) for row in conn.execute(query.order_by(c.origin, c.epoch))]


def range_of(conn: Connection, origin: str, epoch: int, first: int, last: int) -> list[Envelope]:
    """Return what is held of one log from `first` to `last`, both included, in order."""
    c = _ENVELOPE.c
    query = select(_ENVELOPE).where(c.origin == origin, c.epoch == epoch, c.seq.between(first, last))
    return many(conn, Envelope, query.order_by(c.seq))


def _about(report: ReportKey) -> Any:  # noqa: ANN401  # a condition
    c = _ENVELOPE.c
    same_office = (c.report_origin == report.origin) & (c.report_epoch == report.epoch)
    return same_office & (c.report_seq == report.seq)
