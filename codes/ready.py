"""Laying a book out before the first message, so that no officer waits for it."""

from collections.abc import Iterator

from codes.book import Book
from codes.words.clear import doubtful_words
from codes.words.guess import near
from codes.words.lexicon import lexicon, type_words, unit_words

UNKNOWN = "QQQQ"


def steps(book: Book) -> Iterator[str]:
    """Build what decoding derives from a book, and yield each type when it is laid out."""
    type_words(book)
    unit_words(book)
    for code in book.types:
        doubtful_words(book, code)
        near(UNKNOWN, lexicon(book, code))
        yield code


def ready(book: Book) -> Book:
    """Do all the steps; without them the first message of each type takes longer."""
    for _ in steps(book):
        pass
    return book
