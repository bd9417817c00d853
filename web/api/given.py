"""What programs send with an action: closed shapes, each the fields of the console's form."""

from typing import Annotated, Literal

from litestar.params import Body
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from gateway.desk.doing import LONGEST_REPLY
from web.access import clean


def _whole(given: object) -> object:
    """Return 2.0 as 2: to JSON they are the same number."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


CLOSED = Body(schema_extra={"additional_properties": False})  # Litestar does not tell it by itself
Why = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_REPLY)]
Version = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=2**31 - 1)]
Told = Literal["", "wrong", "double", "over", "early"]
"""What partners are told of why a report is taken back; empty: nothing more."""


class Given(BaseModel):
    """One body; nothing but its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def form(self) -> dict[str, str]:
        """Return it as the console's form would bring it."""
        given = self.model_dump(exclude={"cells", "mark"})
        return {name: clean("1" if value is True else str(value or "")) for name, value in given.items()}


class Cause(Given):
    """Why something is done; it stays here."""

    why: Why


class Talk(Given):
    """What an officer, or a message's sender, is to be told."""

    text: Words


class Colleague(Given):
    """Into whose hands a report goes."""

    to: Annotated[str, Field(min_length=1, max_length=64)]


class Other(Cause):
    """Which report tells of the same, by its key."""

    into: Annotated[str, Field(min_length=1, max_length=64)]


class Grading(Given):
    """A report's grade and handling, as of the version that was read; source and information together."""

    version: Version
    source: Literal["", "1", "2", "3"] = ""
    information: Literal["", "A", "B", "C", "D", "E"] = ""
    handling: Literal["P", "C"]
    why: Annotated[str, Field(max_length=200)] = ""


class Closing(Given):
    """Why a report is closed, and what a partner's office is told came of its own; empty: nothing."""

    why: Words
    outcome: Literal["", "acted", "declined"] = ""


class Cancel(Cause):
    """Why a report is cancelled, as of the version that was read; `tell` tells its officer too."""

    version: Version
    reason: Told = ""
    tell: bool = False


class Recipient(Given):
    """The partner a report is let go to, by its office's code, and the version that was read."""

    partner: Annotated[str, Field(min_length=1, max_length=8)]
    version: Version


class Recall(Cause):
    """From which partner a report is taken back; `reason` is what that partner is told."""

    partner: Annotated[str, Field(min_length=1, max_length=8)]
    reason: Told = ""


class Edit(Cause):
    """The whole form of a report, as it was given: a cell that is not named is empty.

    `tell` sends the officer the report as it stands then; `mark` is that of what was asked about the
    same cells before, sent back once a person has said that they are right as they stand.
    """

    version: Version
    cells: dict[str, str]
    tell: bool = False
    mark: Annotated[str, Field(max_length=64)] = ""  # not `sure`: Litestar would take it for a dependency

    def form(self) -> dict[str, str]:
        cells = {clean(name): clean(value) for name, value in self.cells.items()}
        return cells | super().form() | {"sure": clean(self.mark)}
