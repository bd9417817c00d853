"""Texts to an officer as the API gives them: what went out, and what is often said."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from gateway.desk import answers
from gateway.desk.roles import Right
from gateway.desk.values import Person, Sent


class Answer(Struct, frozen=True):
    """One text to the officer, and what became of it."""

    text: str
    state: str
    changed_at: datetime


class SetText(Struct, frozen=True):
    """What is often said to an officer: as the reader understands it, and as the officer does."""

    code: str
    said: str
    text: str


def given(sent: Sequence[Sent]) -> list[Answer]:
    return [Answer(one.text, one.state, one.changed_at) for one in sent]


def set_texts(found: Sequence[answers.Answer], who: Person) -> list[SetText]:
    """Return the set texts for who may send one: they tell which language an officer reads."""
    return [SetText(one.code, one.said, one.text) for one in found if who.may(Right.REPLY)]
