"""SOS, in any script and any noise: what is certainly one, what may be one, and what is not."""

import re

from rapidfuzz.distance import OSA

from codes.book import Book
from codes.lexicon import type_words
from codes.opening import readable

SOS = "SOS"
MOST_READ = 200
_LOOKALIKES = str.maketrans("50", "SO")
_SPELLING = frozenset("SO")
_RUNS = re.compile(r"(.)\1+")
_SPELLED = re.compile(r"^\W*S\W*O\W*S\b")


def _squeezed(word: str) -> str:
    """Return a word with its look-alikes and repeats taken out: `S00OS` is SOS."""
    return _RUNS.sub(r"\1", word.translate(_LOOKALIKES))


def _words(book: Book) -> list[str]:
    return [word for word, code in type_words(book).items() if code == SOS]


def certain(words: list[str], text: str, book: Book) -> bool:
    """Tell whether a message opens with SOS: the word, its aliases, spelled with dots, stretched, or 505."""
    if _SPELLED.match(text[:MOST_READ]):
        return True
    known = type_words(book)
    opening = next((word for word in words if word not in book.noise), "")
    return known.get(opening) == SOS or known.get(_squeezed(opening)) == SOS


def _near(word: str, book: Book) -> bool:
    """Tell whether one slip would make the word SOS, or one of its longer aliases."""
    return any(
        OSA.distance(known, form, score_cutoff=1) <= 1
        for known in _words(book)
        for form in (word, _squeezed(word))
    )


def possible(words: list[str], book: Book) -> bool:
    """Tell whether a message may be an SOS gone wrong: near it, and the rest is what an SOS would say.

    The word itself anywhere is enough, unless the message opens with another report type.
    """
    heads = [word for word in words if word not in book.noise]
    if not heads or type_words(book).get(heads[0], SOS) != SOS:
        return False
    if any(type_words(book).get(word) == SOS for word in heads):
        return True
    rest = heads[1:]
    return _near(heads[0], book) and readable(rest, SOS, book) == len(rest)


def unopened(words: list[str], book: Book) -> list[str]:
    """Return the words of an SOS without the word itself, however it is spelled."""
    known = type_words(book)
    return [w for w in words if w not in _SPELLING and SOS not in (known.get(w), known.get(_squeezed(w)))]
