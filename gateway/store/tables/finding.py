"""What helps staff find things: the words of each report as search reads them, and views they saved."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from gateway.store.columns import GOES, id_, time


class Wording(SQLModel, table=True):
    """All that is written in one report, folded; `id` is also its number in the engine's own index.

    The index is no table of ours: `sought` (FTS5) on SQLite, trigrams on PostgreSQL.
    """

    __table_args__ = (
        UniqueConstraint("origin", "epoch", "seq", name="wording_of"),
        {"info": {GOES: True}},  # written anew from what is left
    )
    id: int = id_()
    origin: str
    epoch: int
    seq: int
    text: str


class View(SQLModel, table=True):
    """A filter of the queue that one account gave a name; `query` is what stands in the address."""

    account: str = Field(primary_key=True, foreign_key="account.name")
    name: str = Field(primary_key=True)
    query: str
    at: datetime = time()
