"""What came in: PDUs and frames as they were, and the texts they make."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, LargeBinary, literal_column, text
from sqlmodel import Field, SQLModel

from gateway.store.columns import GOES, content, id_, json, row_of, time
from gateway.store.sentences import said

# Status reports belong to no message either, and there are very many of them.
_LOOSE = text("message_id IS NULL AND part_ref IS NOT NULL")
ASIDE = "aside"  # the outcome of what a person said is no report
# What is no report and what nobody has put aside. The words are those of the query that uses the index, and
# `coalesce` keeps SQLite from the index by report, where all that have none stand in one heap.
LANE: ColumnElement[bool] = literal_column("coalesce(message.origin, '') = '' AND message.outcome <> 'aside'")
_UNSETTLED = text("coalesce(origin, '') = '' AND outcome <> 'aside'")


class Segment(SQLModel, table=True):
    """One PDU or frame as it came, byte for byte; `key` is unique, so a redelivery is no second row."""

    __table_args__ = (Index("segment_loose", "id", sqlite_where=_LOOSE, postgresql_where=_LOOSE),)
    id: int = id_()
    key: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    bearer: str
    sender_kind: str
    sender: str = content("erased", index=True)
    raw: bytes = content(b"")
    text: str | None = content(None, default=None)
    data: bytes | None = content(None, default=None)
    sent_at: datetime | None = time(null=True)
    heard_at: datetime = time()
    part_ref: int | None = None
    part_wide: bool | None = None
    part_count: int | None = None
    part_index: int | None = None
    port: int | None = None  # of the application it is for (TS 23.040, 9.2.3.24.4); none is a text for people
    problem: str | None = None
    message_id: int | None = row_of("message.id", null=True, index=True)


class Message(SQLModel, table=True):
    """One MO text as people mean it, with the verdict on it; every one is shown in the console."""

    __table_args__ = (
        Index("message_of", "origin", "epoch", "seq"),
        Index("message_lane", "id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
    )
    id: int = id_()
    bearer: str
    sender_kind: str
    sender: str = content("erased", index=True)
    text: str = content("")
    sent_at: datetime | None = time(null=True)
    received_at: datetime = time(index=True)
    outcome: str
    provenance: str
    late: bool = False
    note: str = said(erased="")
    origin: str | None = None
    epoch: int | None = None
    seq: int | None = None
    claimed_by: str | None = None  # whose hands it is in while it is no report


class Dialogue(SQLModel, table=True):
    """The one open question to a sender, with the half-read report it belongs to."""

    __table_args__ = {"info": {GOES: True}}
    sender_kind: str = Field(primary_key=True)
    sender: str = Field(primary_key=True)
    open: dict[str, Any] = json()
    message_id: int = row_of("message.id")
    asked_at: datetime = time()
    expires_at: datetime = time()
