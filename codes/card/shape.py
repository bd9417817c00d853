"""The shapes of the card files as they stand in TOML, for checking them on loading."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CarriedShape(_Shape):
    """A [[report]]: a type, one real text of it with the fields it says, and codes of lists by their name.

    `{place}` stands for the office the card is printed for.
    """

    type: str
    text: str
    fields: dict[str, Any]
    lists: dict[str, list[str]] = Field(default_factory=dict[str, list[str]])


class UnitShape(_Shape):
    """`cards/UNIT.toml`."""

    code: str
    label: dict[str, str]
    report: list[CarriedShape]


class WordsShape(_Shape):
    """`cards/words.toml`."""

    draft: bool = False
    word: dict[str, dict[str, str]]
