"""What a restored office asked of its partners, and what came back of it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from gateway.store.columns import time


class Asked(SQLModel, table=True):
    """One partner's answer to the last restore: how many parts it has, and what was in those that came."""

    partner: str = Field(primary_key=True)
    epoch: int
    parts: int
    came: int
    reports: int
    versions: int
    doubtful: int  # that it gave back, and this office did not sign
    unread: int  # that it holds, and cannot open any more
    at: datetime = time()
    done_at: datetime | None = time(null=True)
