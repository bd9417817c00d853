"""Codes of the book by what they are called in any of its languages: what a person types into the search."""

from collections.abc import Iterator, Mapping
from functools import cache

from codes.book import Book
from gateway.store.wording import fold

SHORTEST = 3
_MOST = 40  # codes for one word: a word that is in every label means none of them


def codes_of(book: Book, word: str) -> list[str]:
    """Return the codes whose label, in any language, holds a folded word; none when it says little."""
    if len(word) < SHORTEST:
        return []
    found = sorted({code for code, label in _labels(book) if word in label})
    return found if len(found) <= _MOST else []


@cache
def _labels(book: Book) -> tuple[tuple[str, str], ...]:
    """Return (code, folded label) of every type, place and choice in every language, once."""
    return tuple((code, fold(label)) for code, labels in _all(book) for label in set(labels.values()))


def _all(book: Book) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield from ((one.code, one.label) for one in book.types.values())
    yield from ((one.code, one.names) for one in book.places.values())
    for listing in book.lists.values():
        yield from ((one.code, one.label) for one in listing.entries.values())
