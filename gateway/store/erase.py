"""Erasing: the content of messages and reports is overwritten in place, and their rows and numbers stay.

What stays of a report is its name, type, precedence and times, so that nothing that points at it breaks;
the record keeps its digests. SQLite overwrites what a row held (secure_delete); PostgreSQL keeps the old
row until it is vacuumed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, or_, select, tuple_, update

from gateway.store import loose, wording
from gateway.store.blank import ERASED, blank
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.loose import Loose
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.tables import (
    Attachment,
    AttachmentPiece,
    CodeUse,
    Delivery,
    Dialogue,
    Envelope,
    History,
    Message,
    Passage,
    Report,
    Segment,
    Source,
    Stray,
)

AT_ONCE = 200  # of messages or reports, so that other writers get their turn
_STRAY = table(Stray)
_MESSAGE, _SEGMENT, _REPORT, _SOURCE = table(Message), table(Segment), table(Report), table(Source)
_DELIVERY, _DIALOGUE, _HISTORY = table(Delivery), table(Dialogue), table(History)
_ENVELOPE, _CODE_USE, _PASSAGE = table(Envelope), table(CodeUse), table(Passage)
_ATTACHMENT, _PIECE = table(Attachment), table(AttachmentPiece)
_UNSENT = (EnvelopeState.QUEUED.value, EnvelopeState.SENT.value, EnvelopeState.HELD.value)


class What(NamedTuple):
    """What is erased, by names that no other timeline of the store gives to something else."""

    reports: tuple[ReportKey, ...] = ()
    messages: tuple[tuple[int, datetime], ...] = ()
    segments: tuple[bytes, ...] = ()
    loose: tuple[Loose, ...] = ()


def of_report(conn: Connection, key: ReportKey) -> What:
    """Return a report and the messages it was made of; an empty one when there is no such report."""
    if conn.execute(select(_REPORT.c.seq).where(_named(_REPORT, [key]))).first() is None:
        return What()
    m = _MESSAGE.c
    mine = select(_SOURCE.c.message_id).where(_named(_SOURCE, [key]))
    heard = _messages(conn, or_(_named(_MESSAGE, [key]), m.id.in_(mine)))
    return What((key,), heard, loose=loose.of_report(conn, _named(_REPORT, [key])))


def of_sender(conn: Connection, sender: str) -> What:
    """Return all that came from one number or call sign, and what tells of whoever has it."""
    s = _SOURCE.c
    reports = conn.execute(select(s.origin, s.epoch, s.seq).where(s.sender == sender)).all()
    parts_of_none = select(_SEGMENT.c.key).where(_SEGMENT.c.sender == sender, _SEGMENT.c.message_id.is_(None))
    return What(
        tuple(ReportKey(*row) for row in reports),
        _messages(conn, _MESSAGE.c.sender == sender),
        tuple(bytes(key) for key in conn.execute(parts_of_none).scalars()),
        loose.of_sender(conn, sender),
    )


def messages_before(conn: Connection, moment: datetime, most: int) -> What:
    """Return the oldest messages that came before a moment and still hold their content."""
    old = and_(_MESSAGE.c.received_at < moment, _MESSAGE.c.sender != ERASED)
    return What(messages=_messages(conn, old, most))


def loose_before(conn: Connection, moment: datetime, most: int) -> What:
    """Return the oldest notes, texts to officers, and officers who left, from before a moment."""
    return What(loose=loose.before(conn, moment, most))


def reports_before(conn: Connection, moment: datetime, most: int) -> What:
    """Return the oldest reports that came before a moment and still hold their content."""
    r = _REPORT.c
    query = select(r.origin, r.epoch, r.seq).where(r.received_at < moment, r.canonical != "")
    found = conn.execute(query.order_by(r.received_at).limit(most)).all()
    return What(tuple(ReportKey(*row) for row in found))


def erase(conn: Connection, what: What, at: datetime | None = None) -> int:
    """Overwrite it and what was said about it; what waits to be sent of it is cancelled. Return rows.

    Officers who are erased have left the roster `at` that moment.
    """
    found = _present(conn, what.messages)
    rows = _reports(conn, what.reports) if what.reports else 0
    rows += _heard(conn, found, what.segments) if found or what.segments else 0
    return rows + loose.erase(conn, what.loose, at)


def parts(what: What) -> Iterator[What]:
    """Cut an erasure into pieces that one transaction does."""
    for at in range(0, len(what.reports), AT_ONCE):
        yield What(what.reports[at : at + AT_ONCE])
    for at in range(0, len(what.messages), AT_ONCE):
        yield What(messages=what.messages[at : at + AT_ONCE])
    for at in range(0, len(what.segments), AT_ONCE):
        yield What(segments=what.segments[at : at + AT_ONCE])
    for at in range(0, len(what.loose), AT_ONCE):
        yield What(loose=what.loose[at : at + AT_ONCE])


def _present(conn: Connection, messages: Sequence[tuple[int, datetime]]) -> list[int]:
    """Return the ids of those that are here: after a restore, an id may be another message's."""
    if not messages:
        return []
    wanted = dict(messages)
    query = select(_MESSAGE.c.id, _MESSAGE.c.received_at).where(_MESSAGE.c.id.in_(wanted))
    return [number for number, at in conn.execute(query) if at == wanted[number]]


def _reports(conn: Connection, keys: Sequence[ReportKey]) -> int:
    about = tuple_(_ENVELOPE.c.report_origin, _ENVELOPE.c.report_epoch, _ENVELOPE.c.report_seq).in_(keys)
    _cancel(conn, _DELIVERY, _named(_DELIVERY, keys))
    _cancel(conn, _ENVELOPE, about)
    # A partner's frame names no report: it came at the moment that the history has.
    came = select(_HISTORY.c.at).where(_named(_HISTORY, keys), _HISTORY.c.actor == _ENVELOPE.c.origin)
    conn.execute(delete(_SOURCE).where(_named(_SOURCE, keys)))
    files = select(_ATTACHMENT.c.id).where(_named(_ATTACHMENT, keys))
    conn.execute(delete(_PIECE).where(_PIECE.c.attachment_id.in_(files)))
    done = (
        blank(conn, _ATTACHMENT, _named(_ATTACHMENT, keys))
        + blank(conn, _ENVELOPE, or_(about, _ENVELOPE.c.at.in_(came.correlate(_ENVELOPE))))
        + blank(conn, _DELIVERY, _named(_DELIVERY, keys))
        + blank(conn, _HISTORY, _named(_HISTORY, keys))
        + blank(conn, _PASSAGE, _named(_PASSAGE, keys))
        + blank(conn, _REPORT, _named(_REPORT, keys))
    )
    wording.renew(conn, keys)
    return done


def _heard(conn: Connection, messages: Sequence[int], segments: Sequence[bytes]) -> int:
    conn.execute(delete(_SOURCE).where(_SOURCE.c.message_id.in_(messages)))
    conn.execute(delete(_DIALOGUE).where(_DIALOGUE.c.message_id.in_(messages)))
    _cancel(conn, _DELIVERY, _DELIVERY.c.message_id.in_(messages))
    parts = or_(_SEGMENT.c.message_id.in_(messages), _SEGMENT.c.key.in_(segments))
    conn.execute(delete(_STRAY).where(_STRAY.c.to.in_(select(_SEGMENT.c.sender).where(parts))))
    return (
        blank(conn, _DELIVERY, _DELIVERY.c.message_id.in_(messages))
        + blank(conn, _CODE_USE, _CODE_USE.c.message_id.in_(messages))
        + blank(conn, _SEGMENT, parts)
        + _unsay(conn, messages)
    )


def _unsay(conn: Connection, messages: Sequence[int]) -> int:
    """Overwrite messages, also in the words by which their reports are found."""
    these, m = _MESSAGE.c.id.in_(messages), _MESSAGE.c
    told = conn.execute(select(m.origin, m.epoch, m.seq).where(these, m.origin.is_not(None)).distinct())
    keys = [ReportKey(*row) for row in told]
    done = blank(conn, _MESSAGE, these)
    wording.renew(conn, keys)
    return done


def _cancel(conn: Connection, rows: Table, which: ColumnElement[bool]) -> None:
    state = DeliveryState if rows is _DELIVERY else EnvelopeState
    open_ = (DeliveryState.QUEUED.value,) if rows is _DELIVERY else _UNSENT
    conn.execute(update(rows).where(which, rows.c.state.in_(open_)).values(state=state.CANCELLED.value))


def _messages(
    conn: Connection, which: ColumnElement[bool], most: int | None = None
) -> tuple[tuple[int, datetime], ...]:
    query = select(_MESSAGE.c.id, _MESSAGE.c.received_at).where(which).order_by(_MESSAGE.c.id).limit(most)
    return tuple((number, at) for number, at in conn.execute(query))


def _named(rows: Table, keys: Sequence[ReportKey]) -> ColumnElement[bool]:
    return tuple_(rows.c.origin, rows.c.epoch, rows.c.seq).in_(keys)
