"""The tokens by which programs use the console's API: the hash of each, never the token."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from gateway.store.columns import id_, json, time


class Token(SQLModel, table=True):
    """One token: the account it acts for, what it may be used for, and until when."""

    id: int = id_()
    name: str = Field(unique=True)
    account: str = Field(foreign_key="account.name", index=True)
    scopes: list[str] = json()
    hash: bytes = Field(unique=True)
    made_by: str
    made_at: datetime = time()
    expires_at: datetime = time()
    revoked_at: datetime | None = time(null=True)
    used_at: datetime | None = time(null=True)
