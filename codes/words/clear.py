"""Words clear enough for the canonical text, where a code of one or two letters would not survive a slip."""

from functools import lru_cache

from codes.book import Book, Entry, Kind, Slot
from codes.words.lexicon import Hit, lexicon

_CLEAR = range(3, 7)
"""Letters of a word that is neither lost among others nor tiresome to type."""
_CLEAR_IN_LONG_LISTS = range(3, 15)
LONG_LIST, USUAL = 100, 6
"""Of a list this long the first few choices are usual; two letters are enough for those alone."""


def _clear(entry: Entry, slot: Slot, meanings: dict[str, tuple[Hit, ...]], lengths: range) -> str:
    """Return the first word of such a length that means this choice and nothing else, or its code."""
    for word in (entry.code, *entry.aliases):
        if word.isascii() and word.isalpha() and len(word) in lengths:
            hits = meanings.get(word.upper(), ())
            if len(hits) == 1 and (hits[0].slot, hits[0].value) == (slot.name, entry.code):
                return word.upper()
    return entry.code


def _lengths(book: Book, slot: Slot) -> range:
    return _CLEAR_IN_LONG_LISTS if len(book.lists[slot.listing].entries) > LONG_LIST else _CLEAR


@lru_cache(maxsize=256)
def doubtful_words(book: Book, code: str) -> frozenset[tuple[str, str]]:
    """Return the (slot, code) pairs that are too short to be sure of: they are unusual."""
    lex, clear = lexicon(book, code), clear_words(book, code)
    return frozenset(
        (slot.name, entry.code)
        for kind in (Kind.CHOICE, Kind.CHOICES)
        for slot in lex.slots[kind]
        if len(book.lists[slot.listing].entries) > LONG_LIST
        for entry in list(book.lists[slot.listing].entries.values())[USUAL:]
        if (slot.name, entry.code) in clear
    )


@lru_cache(maxsize=256)
def clear_words(book: Book, code: str) -> dict[tuple[str, str], str]:
    """Return the word that the canonical text uses for each choice whose code is too short."""
    lex = lexicon(book, code)
    return {
        (slot.name, entry.code): _clear(entry, slot, lex.marked_or_plain(slot), _lengths(book, slot))
        for kind in (Kind.CHOICE, Kind.CHOICES)
        for slot in lex.slots[kind]
        for entry in book.lists[slot.listing].entries.values()
        if len(entry.code) < _CLEAR.start
    }
