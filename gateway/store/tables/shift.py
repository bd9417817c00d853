"""What a shift leaves to the next: lines of its log that no record has, and notes of handover."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from gateway.store.columns import content, id_, time
from gateway.store.sentences import said


class ShiftLine(SQLModel, table=True):
    """One line that somebody wrote, or that the station wrote of itself.

    `kind` is `note`, or `fault` and `mended` of the notice called `name`.
    """

    id: int = id_()
    at: datetime = time(index=True)
    actor: str
    kind: str
    name: str = Field(default="", index=True)
    text: str = said(erased="")


class Handover(SQLModel, table=True):
    """What one shift tells the next, and who of the next has read it."""

    id: int = id_()
    at: datetime = time(index=True)
    by: str
    text: str = content("")
    taken_by: str | None = Field(default=None, index=True)
    taken_at: datetime | None = time(null=True)
