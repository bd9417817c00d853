"""What goes between offices, and how far each report has come with each partner."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from gateway.store.columns import content, time


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
    frame: bytes = content(b"")
    state: str
    attempts: int = 0
    lease: int = 0
    leased_until: datetime | None = time(null=True)
    at: datetime = time()
    changed_at: datetime = time()
    report_origin: str | None = None
    report_epoch: int | None = None
    report_seq: int | None = None


class Passage(SQLModel, table=True):
    """How far a report has come with one partner: queued, sent, stored, seen, acted, declined."""

    __table_args__ = (Index("passage_of", "origin", "epoch", "seq"),)
    partner: str = Field(primary_key=True)
    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    version: int
    state: str
    why: str = content("")
    by: str = ""
    earlier: str | None = None  # what the partner did with an earlier version, and which role: `acted duty`
    queued_at: datetime = time()
    sent_at: datetime | None = time(null=True)
    stored_at: datetime | None = time(null=True)
    seen_at: datetime | None = time(null=True)
    acted_at: datetime | None = time(null=True)
