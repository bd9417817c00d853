"""What officers reported: the latest state, who sent it, and what happened to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, literal_column, text
from sqlmodel import Field, SQLModel

from gateway.store.columns import GOES, big, content, id_, json, table, time


class Report(SQLModel, table=True):
    """One decoded report, ours or a partner's: its latest state. Its history stands in `History`."""

    __table_args__ = (Index("report_queue", "state", "precedence", "received_at"),)
    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    ref: str = Field(index=True)
    type: str
    fields: dict[str, Any] = json(erased={})
    canonical: str = content("")
    edition: int
    precedence: int
    state: str = content("closed")  # nobody has to do anything with what is erased
    version: int = 1
    provenance: str
    handling: str = "C"
    place: str | None = content(None, default=None)
    agency: str = ""
    unit: str = content("", default="")
    corrections: list[dict[str, str]] = json(erased=[])
    claimed_by: str | None = None
    taken_by: str | None = None  # the role that has a partner's alarm in hand at its own office
    merged_into: str | None = None  # the key of the report that it tells of again
    unseen: str | None = content(None, default=None)  # what nobody here has looked at yet: `states.Unseen`
    sent_at: datetime | None = time(null=True)
    received_at: datetime = time()
    feed_seq: int = big(index=True)


# The queue's own order, so that a page costs the same in the last year as on the first day.
_page = table(Report).c
_newest = tuple(_page[n].desc() for n in ("received_at", "seq", "epoch", "origin"))
Index("report_page", _page.precedence, *_newest)
Index("report_type", _page.type, _page.precedence, *_newest)
Index("report_place", _page.place, _page.precedence, *_newest)
Index("report_provenance", _page.provenance, _page.precedence, *_newest)
# Without those merged into none: there are so few others that an engine takes `IS NULL` for a narrow choice.
_MERGED = text("merged_into IS NOT NULL")
Index("report_merged", _page.merged_into, sqlite_where=_MERGED, postgresql_where=_MERGED)
Index("report_received", _page.received_at)

# What waits for somebody, be it only to be looked at. Written out, because an engine sees that an index fits
# only by these very words.
OPEN: ColumnElement[bool] = literal_column(
    "(report.state NOT IN ('closed', 'cancelled') AND report.merged_into IS NULL"
    " OR report.unseen IS NOT NULL)"
)
_WAITS = text("(state NOT IN ('closed', 'cancelled') AND merged_into IS NULL OR unseen IS NOT NULL)")
Index("report_open", _page.precedence, *_newest, sqlite_where=_WAITS, postgresql_where=_WAITS)


class Source(SQLModel, table=True):
    """Who sent a report of ours; has one way out, `export --with-source`, and each reading is audited."""

    __table_args__ = {"info": {GOES: True}}
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
    id: int = id_()
    origin: str
    epoch: int
    seq: int
    at: datetime = time()
    actor: str
    what: str
    detail: dict[str, Any] = json(erased={})
