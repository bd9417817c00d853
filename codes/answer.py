"""The officer's answer to the open question: a digit, `Y`, or a few words."""

from dataclasses import dataclass
from typing import Self

from codes.book import Book
from codes.context import Context
from codes.report import Decoded


@dataclass(frozen=True, slots=True)
class Open:
    """A question that waits for its answer, with all that is needed to go on from there."""

    state: dict[str, object]

    @classmethod
    def of(cls, decoded: Decoded, context: Context) -> Self | None:
        """Return what to keep of an asked decoding, None when nothing was asked."""
        del context
        return cls(decoded.to_json()) if decoded.question else None

    def to_json(self) -> dict[str, object]:
        return self.state

    @classmethod
    def from_json(cls, state: dict[str, object]) -> Self:
        return cls(state)


def answer(text: str, open_question: Open, book: Book, context: Context) -> Decoded | None:
    """Return the decoding that the answer completes; None when the text is no answer to this question."""
    del text, open_question, book, context
    return None
