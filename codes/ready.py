"""Laying a book out before the first message, so that no officer waits for it."""

from codes.book import Book
from codes.clear import doubtful_words
from codes.guess import near
from codes.lexicon import lexicon, type_words, unit_words

UNKNOWN = "QQQQ"


def ready(book: Book) -> Book:
    """Build what decoding derives from a book; without it the first message of each type takes longer."""
    type_words(book)
    unit_words(book)
    for code in book.types:
        doubtful_words(book, code)
        near(UNKNOWN, lexicon(book, code))
    return book
