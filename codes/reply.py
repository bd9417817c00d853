"""What the officer reads back: the meaning of his report in his language, in one segment."""

from collections.abc import Callable

from codes.book import Book
from codes.report import Decoded

Measure = Callable[[str], int]
"""How many segments a text takes on the bearer that will carry it."""


def reply(
    decoded: Decoded, ref: str, book: Book, language: str, measure: Measure, *, terse: bool = False
) -> str:
    """Return the answer to one decoded text; `ref` is the report's reference, empty while there is none."""
    del book, language, measure, terse
    return f"{ref} {decoded.outcome.value}"
