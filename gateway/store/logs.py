"""Logs: what two offices hold of the envelopes that went from one of them to the other, after a restore.

A log between two offices is named by its origin and by the partner, as the table has them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from gateway.store.columns import table
from gateway.store.keys import EnvelopeKey, ReportKey, same, this
from gateway.store.rows import many
from gateway.store.states import EnvelopeState
from gateway.store.tables import Envelope, Passage, Report
from gateway.store.wake import touch, towards

_ENVELOPE, _PASSAGE, _REPORT = table(Envelope), table(Passage), table(Report)
_MOVE = update(_ENVELOPE).where(this(_ENVELOPE)).values(state=bindparam("to"), changed_at=bindparam("now"))
_OPEN = (EnvelopeState.QUEUED, EnvelopeState.SENT)


class Line(NamedTuple):
    """One envelope of a log, without what it carries; `size` is nought where its frame stands elsewhere."""

    key: EnvelopeKey
    precedence: int
    state: str
    size: int
    kind: str
    about: ReportKey | None


class Held(NamedTuple):
    """What one envelope is, without what it carries."""

    partner: str
    kind: str
    precedence: int


def held(conn: Connection, key: EnvelopeKey) -> Held | None:
    """Return what is held under a name."""
    c = _ENVELOPE.c
    row = conn.execute(select(c.partner, c.kind, c.precedence).where(same(_ENVELOPE, key))).first()
    return None if row is None else Held(*row)


def bearer(conn: Connection, key: EnvelopeKey, one: Held) -> bytes:
    """Return the frame that an envelope came in: its own, or that of the last before it of its precedence."""
    c = _ENVELOPE.c
    log = (c.origin == key.origin) & (c.partner == one.partner) & (c.precedence == one.precedence)
    until = (c.epoch < key.epoch) | ((c.epoch == key.epoch) & (c.seq <= key.seq))
    query = select(c.frame).where(log, until, func.length(c.frame) > 0)
    last = query.order_by(c.epoch.desc(), c.seq.desc()).limit(1)
    return conn.execute(last).scalar_one_or_none() or b""


def lines(conn: Connection, origin: str, partner: str) -> list[Line]:
    """Return the log of `origin` as far as it concerns `partner`, in order."""
    c = _ENVELOPE.c
    about = c.report_origin, c.report_epoch, c.report_seq
    query = select(c.origin, c.epoch, c.seq, c.precedence, c.state, func.length(c.frame), c.kind, *about)
    query = query.where(c.origin == origin, c.partner == partner).order_by(c.epoch, c.seq)
    return [
        Line(EnvelopeKey(*row[:3]), *row[3:7], None if row[7] is None else ReportKey(*row[7:]))
        for row in conn.execute(query)
    ]


def frame(conn: Connection, key: EnvelopeKey) -> bytes:
    return conn.execute(select(_ENVELOPE.c.frame).where(same(_ENVELOPE, key))).scalar_one()


def give_frame(conn: Connection, key: EnvelopeKey, data: bytes) -> None:
    """Keep with an envelope the frame that came with another, which was here already."""
    conn.execute(update(_ENVELOPE).where(same(_ENVELOPE, key)).values(frame=data))


def move(conn: Connection, partner: str, keys: Collection[EnvelopeKey], state: str, now: datetime) -> None:
    """Move envelopes of ours to a partner into another state."""
    if keys:
        conn.execute(_MOVE, [{**key.named(), "to": state, "now": now} for key in keys])
        touch(conn, towards(partner))


def hold_back(conn: Connection, now: datetime) -> int:
    """Hold all that waits to be sent to partners, until each has said what it has; return how many."""
    waits = update(_ENVELOPE).where(_ENVELOPE.c.state.in_(_OPEN))
    return conn.execute(waits.values(state=EnvelopeState.HELD, changed_at=now, leased_until=None)).rowcount


def behind(conn: Connection, origin: str, partners: Sequence[str]) -> list[Passage]:
    """Return the passages to these partners whose report has come to a later version since."""
    p, r = _PASSAGE.c, _REPORT.c
    named = (p.origin == r.origin) & (p.epoch == r.epoch) & (p.seq == r.seq)
    query = select(_PASSAGE).join(_REPORT, named).where(p.origin == origin, p.version < r.version)
    return many(conn, Passage, query.where(p.partner.in_(partners)).order_by(p.epoch, p.seq, p.partner))
