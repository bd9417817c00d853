"""A decoder as one should not be: it folds look-alikes, takes the first code a letter away, and never asks.

The control of the harness: what it makes wrong in silence must show in the figures.
"""

from dataclasses import replace
from functools import cache

from rapidfuzz.distance import OSA

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.report import Decoded

MOST_QUESTIONS = 4
_FOLD = str.maketrans("OILSBZ", "011582")


@cache
def _known(book: Book) -> tuple[str, ...]:
    words = set(book.types) | set(book.places)
    for listing in book.lists.values():
        for entry in listing.entries.values():
            words |= {entry.code, *entry.aliases}
    return tuple(sorted(word.upper() for word in words))


@cache
def _words(book: Book) -> frozenset[str]:
    return frozenset(_known(book))


def _guessed(word: str, book: Book) -> str:
    """Fold a word that has a digit in it; take for any other the first that is a letter away."""
    if any(map(str.isdecimal, word)):
        return word.translate(_FOLD)
    if word in _words(book) or not word.isalpha():
        return word
    near = (known for known in _known(book) if OSA.distance(word, known, score_cutoff=1) <= 1)
    return next(near, word)


def blind(text: str, book: Book, context: Context) -> Decoded:
    """Decode a text guessed blindly; the first answer to every question is taken for the officer's."""
    found = decode(" ".join(_guessed(word, book) for word in text.upper().split()), book, context)
    for _ in range(MOST_QUESTIONS):
        if found.question is None or not found.question.choices:
            break
        way = found.ways[0]
        context = replace(context, confirmed=context.confirmed | {*way.confirmed})
        found = decode(way.text, book, context)
    return found
