"""The talk with one officer, without a clock or a store: what his next text is, and what waits then.

QUIET   --report-->   QUIET      filed
QUIET   --doubt-->    ASKING     one question, numbered
ASKING  --answer-->   QUIET      filed, the other fields kept
ASKING  --answer-->   ASKING     a further question, with other digits
ASKING  --report-->   ASKING     a second report is filed; the question still stands
ASKING  --late-->     QUIET      the question has expired, and the officer is told
QUIET   --digit-->    QUIET      nothing is open, and the officer is told
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self, cast

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.report import Decoded
from codes.talk.answer import Open, answer
from codes.words.script import normalise
from codes.words.words import split

PATIENCE = timedelta(minutes=30)
"""How long a question waits for its answer."""
MOST_OPEN = 2
_ANSWERS = frozenset("123456789Y") | {"YES", "N", "NO"}


class Turn(enum.StrEnum):
    """What an officer's text turned out to be."""

    NEW = "new"
    ANSWERED = "answered"
    EXPIRED = "expired"
    NOTHING_OPEN = "nothing open"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open question, about which message (the gateway's own name for it), and until when."""

    about: str
    question: Open
    until: datetime

    def to_json(self) -> dict[str, object]:
        return {"about": self.about, "question": self.question.to_json(), "until": self.until.isoformat()}

    @classmethod
    def from_json(cls, state: Mapping[str, object]) -> Self:
        question = Open.from_json(cast("Mapping[str, object]", state["question"]))
        return cls(str(state["about"]), question, datetime.fromisoformat(str(state["until"])))


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the talk: what the text was, its decoding, about which message, and what waits now."""

    turn: Turn
    decoded: Decoded | None
    about: str
    waiting: tuple[Waiting, ...]


def _is_answer(text: str) -> bool:
    words = split(normalise(text))
    return len(words) == 1 and words[0] in _ANSWERS


def _after(
    decoded: Decoded, about: str, others: tuple[Waiting, ...], context: Context
) -> tuple[Waiting, ...]:
    """Return what waits after a decoding: its own question last, and not more than a phone's screen holds."""
    question = Open.of(decoded, context)
    mine = (Waiting(about, question, context.now + PATIENCE),) if question else ()
    return (*others, *mine)[-MOST_OPEN:]


def _besides(context: Context, digits: str) -> Context:
    """Return the context in which a new question keeps clear of digits that another one has."""
    return replace(context, used_digits=context.used_digits + digits)


def hear(text: str, about: str, waiting: tuple[Waiting, ...], book: Book, context: Context) -> Step:
    """Take one text of an officer; `about` is the gateway's name for this message, should it be a new one.

    The youngest question that the text answers is the one that is meant.
    """
    fresh = tuple(w for w in waiting if w.until >= context.now)
    used = "".join(w.question.digits for w in fresh)
    for candidate in reversed(fresh):
        others = "".join(w.question.digits for w in fresh if w is not candidate)
        found = answer(text, candidate.question, book, _besides(context, others))
        if found is not None:
            rest = tuple(w for w in fresh if w is not candidate)
            left = _after(found, candidate.about, rest, context)
            return Step(Turn.ANSWERED, found, candidate.about, left)
    if _is_answer(text):
        turn = Turn.EXPIRED if len(fresh) < len(waiting) else Turn.NOTHING_OPEN
        return Step(turn, None, waiting[-1].about if waiting else "", fresh)
    decoded = decode(text, book, _besides(context, used))
    return Step(Turn.NEW, decoded, about, _after(decoded, about, fresh, context))
