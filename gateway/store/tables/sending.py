"""What goes out to officers, and the references by which receipts find it."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from gateway.store.columns import GOES, big, content, id_, json, row_of, time
from gateway.store.sentences import said

# Said outright, in this index and by who asks: with a parameter in it no plan may use the index.
WAITS = text("state = 'queued'")


class Delivery(SQLModel, table=True):
    """One MT text on its way to an officer: the outbox towards bearers.

    `lease` counts how often a worker took it in hand; only the last to take it may say what became of it.
    """

    __table_args__ = (
        Index("delivery_due", "state", "precedence", "id"),
        Index("delivery_waiting", "bearer", "precedence", "id", sqlite_where=WAITS, postgresql_where=WAITS),
        Index("delivery_of", "origin", "epoch", "seq"),
        Index("delivery_to", "to", "created_at"),
        Index("delivery_about", "message_id"),
    )
    id: int = id_()
    tag: str = Field(unique=True)
    bearer: str
    to_kind: str
    to: str = content("erased")
    text: str = content("")
    precedence: int
    state: str
    attempts: int = 0
    not_before: datetime | None = time(null=True)
    lease: int = 0
    leased_until: datetime | None = time(null=True)
    references: list[str] = json()
    sentence: str = said(erased="")
    message_id: int | None = row_of("message.id", null=True)
    origin: str | None = None
    epoch: int | None = None
    seq: int | None = None
    created_at: datetime = time()
    changed_at: datetime = time()
    age_s: int = 0  # seconds that a running station has waited for its end; no clock that jumps counts


class Spent(SQLModel, table=True):
    """One attempt at a text as the SIM's credit sees it; taken back when nothing went out."""

    __table_args__ = (Index("spent_by", "bearer", "at"),)
    id: int = id_()
    bearer: str
    delivery_id: int = big(index=True)
    segments: int
    flash: bool
    at: datetime = time()


class Reference(SQLModel, table=True):
    """One segment's reference that the network gave; `submitted_at` is the network's own, from a receipt."""

    id: int = id_()
    bearer: str
    reference: str = Field(index=True)
    delivery_id: int = row_of("delivery.id", index=True)
    fate: str = "pending"
    at: datetime = time()
    submitted_at: datetime | None = time(null=True)


class Stray(SQLModel, table=True):
    """A receipt that names no segment we know: it came before `send` had returned, or is somebody else's."""

    __table_args__ = {"info": {GOES: True}}
    id: int = id_()
    bearer: str = Field(index=True)
    reference: str
    to_kind: str
    to: str
    fate: str
    submitted_at: datetime | None = time(null=True)
    at: datetime = time()
