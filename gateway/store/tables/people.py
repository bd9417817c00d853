"""Who works at the consoles, and their sign-ins."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from gateway.store.columns import time


class Account(SQLModel, table=True):
    """One person of the staff; `password` is an argon2id hash."""

    name: str = Field(primary_key=True)
    role: str
    agency: str = ""
    language: str = "en"
    password: str
    disabled: bool = False
    created_at: datetime = time()


class Session(SQLModel, table=True):
    """One sign-in; the cookie holds a random id, we keep only its hash, checked at each request."""

    id_hash: bytes = Field(primary_key=True)
    account: str = Field(foreign_key="account.name", index=True)
    csrf: str
    created_at: datetime = time()
    seen_at: datetime = time()
    expires_at: datetime = time()
