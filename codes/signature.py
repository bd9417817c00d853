"""Greetings and signatures: who speaks to whom is no part of a report, and is never guessed into one."""

from functools import lru_cache

from codes.book import Book
from codes.lexicon import Lexicon, Role
from codes.script import normalise
from codes.words import split


@lru_cache(maxsize=32)
def _valedictions(book: Book) -> frozenset[str]:
    return frozenset(word for phrase in book.valedictions for word in split(normalise(phrase)))


def _means(word: str, lex: Lexicon) -> bool:
    return any(hit.role is not Role.NOISE for hit in lex.meanings.get(word, ()))


def unsigned(words: list[str], lex: Lexicon, book: Book) -> list[str]:
    """Return the words without the signature: what follows `REGARDS` or a rank is a name."""
    closing = _valedictions(book)
    at = next((i for i, word in enumerate(words) if word in closing and not _means(word, lex)), len(words))
    return words[:at] + [word for word in words[at:] if _means(word, lex) or any(map(str.isdecimal, word))]
