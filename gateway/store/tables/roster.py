"""The officers of this office, and the numbers and call signs that they are known by."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from gateway.store.columns import GOES, content, id_, row_of, time


class Enrolled(SQLModel, table=True):
    """One officer; who has left is kept, without his numbers, since reports of his are."""

    id: int = id_()
    name: str = content("erased", index=True)
    unit: str = content("", default="")
    agency: str = ""
    language: str = "en"
    made_at: datetime = time()
    retired_at: datetime | None = time(null=True)


class Reach(SQLModel, table=True):
    """One number or call sign of an officer; several officers may share a phone.

    `code` is what a number that is not confirmed yet has to answer; a call sign needs no answer.
    """

    __table_args__ = (Index("reach_value", "value", "kind"), {"info": {GOES: True}})
    id: int = id_()
    officer_id: int = row_of("enrolled.id", index=True)
    kind: str
    value: str
    code: str = ""
    asked_at: datetime | None = time(null=True)
    confirmed_at: datetime | None = time(null=True)
    confirmed_by: str = ""


class Listed(SQLModel, table=True):
    """One officer of office.toml that was taken over, by the hash of his numbers: it happens once."""

    mark: bytes = Field(primary_key=True)
    at: datetime = time()
