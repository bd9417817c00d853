"""The tables: what a station keeps, a class a table, a sentence each.

Reports and envelopes are known by (origin, epoch, seq) in every office; a restore from backup starts a
new epoch, so a number is never given twice. Local rows have plain ids. What could harm an officer (his
number, name and raw text) stands in `Source` and `Segment` alone, and never in an envelope.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary
from sqlmodel import Field, SQLModel

from gateway.store.columns import BIG, TREE, UtcTime, table


def _time(*, null: bool = False, index: bool = False) -> Any:  # noqa: ANN401  # what Field returns
    return Field(sa_column=Column(UtcTime, nullable=null, index=index))


def _id() -> Any:  # noqa: ANN401  # the same
    return Field(default=None, sa_column=Column(BIG, primary_key=True))


def _row_of(id_: str, *, null: bool = False, index: bool = False) -> Any:  # noqa: ANN401  # the same
    key = Column(BIG, ForeignKey(id_), nullable=null, index=index)
    return Field(default=None, sa_column=key) if null else Field(sa_column=key)


def _big(*, index: bool = False) -> Any:  # noqa: ANN401  # the same
    return Field(default=0, sa_column=Column(BIG, nullable=False, default=0, index=index))


def _json() -> Any:  # noqa: ANN401  # the same
    return Field(sa_column=Column(TREE, nullable=False))


class Segment(SQLModel, table=True):
    """One PDU or frame as it came, byte for byte; `key` is unique, so a redelivery is no second row."""

    id: int = _id()
    key: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    bearer: str
    sender_kind: str
    sender: str = Field(index=True)
    raw: bytes
    text: str | None = None
    data: bytes | None = None
    sent_at: datetime | None = _time(null=True)
    heard_at: datetime = _time()
    part_ref: int | None = None
    part_count: int | None = None
    part_index: int | None = None
    problem: str | None = None
    message_id: int | None = _row_of("message.id", null=True, index=True)


class Message(SQLModel, table=True):
    """One MO text as people mean it, with the verdict on it; every one is shown in the console."""

    __table_args__ = (Index("message_of", "origin", "epoch", "seq"),)
    id: int = _id()
    bearer: str
    sender_kind: str
    sender: str = Field(index=True)
    text: str
    sent_at: datetime | None = _time(null=True)
    received_at: datetime = _time(index=True)
    outcome: str
    provenance: str
    late: bool = False
    note: str = ""
    origin: str | None = None
    epoch: int | None = None
    seq: int | None = None


class Report(SQLModel, table=True):
    """One decoded report, ours or a partner's: its latest state. Its history stands in `History`."""

    __table_args__ = (Index("report_queue", "state", "precedence", "received_at"),)
    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    ref: str = Field(index=True)
    type: str
    fields: dict[str, Any] = _json()
    canonical: str
    edition: int
    precedence: int
    state: str
    version: int = 1
    provenance: str
    handling: str = "C"
    place: str | None = None
    agency: str = ""
    unit: str = ""
    corrections: list[dict[str, str]] = _json()
    claimed_by: str | None = None
    sent_at: datetime | None = _time(null=True)
    received_at: datetime = _time()
    feed_seq: int = _big(index=True)


# The queue's own order, so that a page costs the same in the last year as on the first day.
_page = table(Report).c
Index("report_page", _page.precedence, *(_page[n].desc() for n in ("received_at", "seq", "epoch", "origin")))


class Source(SQLModel, table=True):
    """Who sent a report of ours; has one way out, `export --with-source`, and each reading is audited."""

    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    officer: str | None = None
    sender_kind: str
    sender: str = Field(index=True)
    bearer: str
    language: str = "en"
    message_id: int = Field(sa_type=BigInteger)


class History(SQLModel, table=True):
    """What happened to a report, append-only: actor is a role or an office across a border."""

    __table_args__ = (Index("history_of", "origin", "epoch", "seq"),)
    id: int = _id()
    origin: str
    epoch: int
    seq: int
    at: datetime = _time()
    actor: str
    what: str
    detail: dict[str, Any] = _json()


class Delivery(SQLModel, table=True):
    """One MT text on its way to an officer: the outbox towards bearers.

    `lease` counts how often a worker took it in hand; only the last to take it may say what became of it.
    """

    __table_args__ = (
        Index("delivery_due", "state", "precedence", "id"),
        Index("delivery_of", "origin", "epoch", "seq"),
    )
    id: int = _id()
    tag: str = Field(unique=True)
    bearer: str
    to_kind: str
    to: str
    text: str
    precedence: int
    state: str
    attempts: int = 0
    not_before: datetime | None = _time(null=True)
    lease: int = 0
    leased_until: datetime | None = _time(null=True)
    references: list[str] = _json()
    sentence: str = ""
    message_id: int | None = _row_of("message.id", null=True)
    origin: str | None = None
    epoch: int | None = None
    seq: int | None = None
    created_at: datetime = _time()
    changed_at: datetime = _time()


class Reference(SQLModel, table=True):
    """One segment's reference that the network gave, until its receipt comes."""

    id: int = _id()
    bearer: str
    reference: str = Field(index=True)
    delivery_id: int = _row_of("delivery.id", index=True)
    fate: str = "pending"
    at: datetime = _time()


class Envelope(SQLModel, table=True):
    """One envelope, ours to a partner or a partner's to us, as it stood on the wire: an outbox and a log."""

    __table_args__ = (
        Index("envelope_due", "partner", "state", "precedence", "seq"),
        Index("envelope_of", "report_origin", "report_epoch", "report_seq"),
    )
    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    partner: str
    kind: str
    precedence: int
    frame: bytes
    state: str
    attempts: int = 0
    lease: int = 0
    leased_until: datetime | None = _time(null=True)
    at: datetime = _time()
    changed_at: datetime = _time()
    report_origin: str | None = None
    report_epoch: int | None = None
    report_seq: int | None = None


class Passage(SQLModel, table=True):
    """How far a report has come with one partner: queued, sent, stored, seen, acted, declined."""

    partner: str = Field(primary_key=True)
    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    version: int
    state: str
    why: str
    by: str = ""
    queued_at: datetime = _time()
    sent_at: datetime | None = _time(null=True)
    stored_at: datetime | None = _time(null=True)
    seen_at: datetime | None = _time(null=True)
    acted_at: datetime | None = _time(null=True)


class Feed(SQLModel, table=True):
    """What changed, in order: the console's live stream and exports read it from any seq on."""

    __table_args__ = {"sqlite_autoincrement": True}  # a seq that was cleared away is never given again
    seq: int = _id()
    at: datetime = _time()
    kind: str
    origin: str | None = None
    epoch: int | None = None
    report_seq: int | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)


class Audit(SQLModel, table=True):
    """The record, append-only; `hash` covers the row and the hash before it."""

    seq: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime = _time()
    actor: str
    action: str
    subject: str
    digest: bytes
    hash: bytes


class Dialogue(SQLModel, table=True):
    """The one open question to a sender, with the half-read report it belongs to."""

    sender_kind: str = Field(primary_key=True)
    sender: str = Field(primary_key=True)
    open: dict[str, Any] = _json()
    message_id: int = _row_of("message.id")
    asked_at: datetime = _time()
    expires_at: datetime = _time()


class Account(SQLModel, table=True):
    """One person of the staff; `password` is an argon2id hash."""

    name: str = Field(primary_key=True)
    role: str
    agency: str = ""
    language: str = "en"
    password: str
    disabled: bool = False
    created_at: datetime = _time()


class Session(SQLModel, table=True):
    """One sign-in; the cookie holds a random id, we keep only its hash, checked at each request."""

    id_hash: bytes = Field(primary_key=True)
    account: str = Field(foreign_key="account.name", index=True)
    csrf: str
    created_at: datetime = _time()
    seen_at: datetime = _time()
    expires_at: datetime = _time()


class Counter(SQLModel, table=True):
    """Numbers given out in a transaction: `report`, `envelope`, and the office's `epoch`."""

    name: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)


class Notice(SQLModel, table=True):
    """What staff must know of the station itself (disk full, modem gone), latest state by name."""

    name: str = Field(primary_key=True)
    at: datetime = _time()
    level: str
    sentence: str
