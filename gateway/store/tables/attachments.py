"""What staff lay beside a report, a photo of the parcels say: kept here, and never part of an envelope."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from gateway.store.columns import GOES, content, id_, row_of, time


class Attachment(SQLModel, table=True):
    """One file of a report, byte for byte in its pieces; `located` says that it tells where it was taken."""

    __table_args__ = (Index("attachment_of", "origin", "epoch", "seq"),)
    id: int = id_()
    origin: str
    epoch: int
    seq: int
    name: str = content("")
    kind: str
    size: int
    digest: bytes = content(b"")
    located: bool = content(erased=False)
    note: str = content("", default="")
    by: str
    at: datetime = time()


class AttachmentPiece(SQLModel, table=True):
    """One piece of a file, small enough that a backup never holds much of one in memory."""

    __table_args__ = {"info": {GOES: True}}
    attachment_id: int = row_of("attachment.id", index=True)
    id: int = id_()
    number: int
    data: bytes
