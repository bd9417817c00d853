"""What proves a person beside his password: the secret of his code generator, and recovery codes."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from gateway.store.columns import id_, time


class Factor(SQLModel, table=True):
    """An account's second factor (RFC 6238); it counts from `on_at`, when a first code has been shown.

    `drift` is how many steps his generator is ahead of our clock, `last` the newest step that was used.
    """

    account: str = Field(primary_key=True, foreign_key="account.name")
    secret: bytes
    drift: int = 0
    last: int = Field(default=0, sa_type=BigInteger)
    made_at: datetime = time()
    on_at: datetime | None = time(null=True)


class Recovery(SQLModel, table=True):
    """One recovery code that is not used yet, as its hash."""

    id: int = id_()
    account: str = Field(foreign_key="account.name", index=True)
    hash: bytes


class Halfway(SQLModel, table=True):
    """A sign-in whose password was right and whose code is still to come; it opens nothing by itself."""

    id_hash: bytes = Field(primary_key=True)
    account: str = Field(foreign_key="account.name")
    tries: int = 0
    expires_at: datetime = time()
