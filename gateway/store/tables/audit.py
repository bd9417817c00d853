"""The record as a Merkle tree: what it grows from, and the heads of it that offices tell each other."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from gateway.store.columns import time

ASKED = ("backup taken", "receiving proved")
"""What is asked of the record again and again: when it was last done."""
_ASKED = text(f"action IN {ASKED}")


class Audit(SQLModel, table=True):
    """The record, append-only: row `seq` is leaf `seq - 1` of the tree.

    `hash` is the leaf's hash; in the first `Tree.chained` rows it is the hash of the chain that stood
    before the tree, and the leaf's data.
    """

    __table_args__ = (
        Index("audit_asked", "action", "subject", "seq", sqlite_where=_ASKED, postgresql_where=_ASKED),
    )
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime = time(index=True)
    actor: str
    action: str
    subject: str
    digest: bytes
    hash: bytes


class Tree(SQLModel, table=True):
    """The frontier of the audit tree, one row: `peaks` are the roots of its perfect subtrees."""

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    size: int = Field(sa_type=BigInteger)
    peaks: bytes
    chained: int = Field(sa_type=BigInteger)


class Told(SQLModel, table=True):
    """The last head of our record that a partner was told, and the tree the next proof begins at."""

    partner: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    base: int = Field(sa_type=BigInteger)
    peaks: bytes
    proved_at: datetime = time()
    at: datetime = time()


class Witness(SQLModel, table=True):
    """A head of a partner's record as that office signed it; `problem` says what did not agree with it.

    `epoch` and `seq` name the envelope it came by, and so its place among the others; 0 is before any.
    """

    office: str = Field(primary_key=True)
    size: int = Field(primary_key=True, sa_type=BigInteger)
    root: bytes = Field(primary_key=True)
    epoch: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    seq: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    at: int = Field(sa_type=BigInteger)
    signature: bytes
    seen_at: datetime = time()
    proved: bool
    problem: str = ""
