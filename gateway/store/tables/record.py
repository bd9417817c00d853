"""What changed, in order, for streams; the numbers given out, and the notices of the station."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from gateway.store.columns import id_, time
from gateway.store.sentences import said


class Feed(SQLModel, table=True):
    """What changed, in order: the console's live stream and exports read it from any seq on."""

    __table_args__ = {"sqlite_autoincrement": True}  # a seq that was cleared away is never given again
    seq: int = id_()
    at: datetime = time()
    kind: str
    origin: str | None = None
    epoch: int | None = None
    report_seq: int | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)


class Counter(SQLModel, table=True):
    """Numbers given out in a transaction: `report`, `envelope`, and the office's `epoch`."""

    name: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)


class Notice(SQLModel, table=True):
    """What staff must know of the station itself (disk full, modem gone), latest state by name."""

    name: str = Field(primary_key=True)
    at: datetime = time()
    level: str
    sentence: str = said()
