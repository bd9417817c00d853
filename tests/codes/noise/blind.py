"""A decoder as one should not be: it folds look-alikes everywhere and takes the first code a letter away.

The control of the harness: what it makes wrong in silence must show in the figures.
"""

from functools import cache

from rapidfuzz.distance import OSA

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.report import Decoded

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
    return decode(" ".join(_guessed(word, book) for word in text.upper().split()), book, context)
