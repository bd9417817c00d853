"""Which report type a message is: its first word, or the word that should have been the first."""

from dataclasses import dataclass
from functools import lru_cache

from codes.book import Book
from codes.reading.cutting import wholly
from codes.sos.signals import SOS
from codes.words.guess import type_slips
from codes.words.lexicon import Role, lexicon, type_words
from codes.words.local import manners
from codes.words.shapes import shapes

MOST_LOOKED_AT = 8
LONGEST_OPENING = 5
SHORTEST_REST = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """The type found, where its word stands, the words it is spread over, and how it was corrected."""

    code: str
    at: int
    length: int
    slip: str = ""
    rest: str = ""


@lru_cache(maxsize=8)
def _report_words(book: Book) -> dict[str, str]:
    """Return the words that open a report; distress (`codes.sos`) is heard before, never here."""
    return {word: code for word, code in type_words(book).items() if code != SOS}


def _meaningful(word: str, book: Book) -> bool:
    """Tell whether a word is something else in some report, and so no slip for a type."""
    return any(
        any(hit.role is not Role.NOISE for hit in lexicon(book, code).meanings.get(word, ()))
        for code in book.types
    )


def exact(words: list[str], book: Book) -> Opening | None:
    """Find the first word, or run of words, that is a type in the book."""
    known = _report_words(book)
    for at, word in enumerate(words):
        if word in known:
            return Opening(known[word], at, 1)
        for length in range(LONGEST_OPENING, 1, -1):
            if (joined := "".join(words[at : at + length])) in known and len(words) >= at + length:
                return Opening(known[joined], at, length)
    return None


def joined(words: list[str], book: Book) -> Opening | None:
    """Find a type with the next word stuck to it: `DRGMSI`."""
    known = _report_words(book)
    for at, word in enumerate(words[:MOST_LOOKED_AT]):
        for end in range(len(word) - 1, 1, -1):
            code, rest = known.get(word[:end]), word[end:]
            if (
                code
                and len(rest) >= SHORTEST_REST
                and (rest in lexicon(book, code).meanings or shapes(rest, lexicon(book, code)))
            ):
                return Opening(code, at, 1, word, rest)
    return None


@lru_cache(maxsize=8)
def _number_words(book: Book) -> frozenset[str]:
    return frozenset(word for country in book.countries for word in manners(book, country).numbers)


def run_on(words: list[str], book: Book) -> Opening | None:
    """Find a type in a message of a script without spaces, where all of the run is known, in one way."""
    known = _report_words(book)
    for at, word in enumerate(words[:MOST_LOOKED_AT]):
        ends = range(2, 0 if word.isascii() else len(word))
        parted = {
            (code, " ".join(parts))
            for end in ends
            if (code := known.get(word[:end]))
            and (parts := wholly(word[end:], lexicon(book, code), _number_words(book)))
        }
        if len(parted) == 1:
            code, rest = parted.pop()
            return Opening(code, at, 1, word, rest)
    return None


def slipped(words: list[str], book: Book) -> dict[str, Opening]:
    """Find the types that are one slip away from one of the first words; control words count, for the tie.

    A control word begins its message, so that further on `MAN` is no `CAN`.
    """
    known = _report_words(book)
    found: dict[str, Opening] = {}
    first = next((at for at, word in enumerate(words) if word not in book.noise), 0)
    for at, word in enumerate(words[:MOST_LOOKED_AT]):
        if word in book.noise or _meaningful(word, book):
            continue
        for code in type_slips(word, known):
            if at == first or not book.types[code].control:
                found.setdefault(code, Opening(code, at, 1, word))
        if found:
            return found
    return found


def readable(words: list[str], code: str, book: Book) -> int:
    """Count the words that mean something in a type."""
    lex = lexicon(book, code)
    return sum(
        1
        for word in words
        if any(hit.role is not Role.NOISE for hit in lex.meanings.get(word, ()))
        or (any(c.isdecimal() for c in word) and any(shapes(word, lex)))
    )


def likeliest(words: list[str], book: Book) -> list[str]:
    """Return the types that the words would suit, the best first; none when the words mean nothing."""
    counts = {code: readable(words, code, book) for code, kind in book.types.items() if not kind.control}
    return sorted((code for code, n in counts.items() if n), key=lambda code: -counts[code])
