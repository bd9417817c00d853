"""SOS, in any script and any noise: what is certainly one, what may be one, and what is not."""

import re

from rapidfuzz.distance import OSA

from codes.book import Book
from codes.lexicon import type_words
from codes.opening import readable

SOS = "SOS"
MOST_READ = 200
FEW = 3
LONGEST_SPELLING = 3
_LOOKALIKES = str.maketrans("50", "SO")
_SPELLING = frozenset(("S", "O", "SO", "OS", "0", "5", "50", "05", "0S", "5O"))
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
    heads = [word for word in words if word not in book.noise or word in _SPELLING]
    openings = ["".join(heads[:count]) for count in range(1, LONGEST_SPELLING + 1)]
    return any(SOS in (known.get(word), known.get(_squeezed(word))) for word in openings)


def _near(word: str, book: Book) -> bool:
    """Tell whether one slip would make the word SOS, or one of its longer aliases."""
    return any(
        OSA.distance(known, form, score_cutoff=1) <= 1
        for known in _words(book)
        for form in (word, _squeezed(word))
    )


def _stuck(word: str, book: Book) -> bool:
    """Tell whether SOS has the next word stuck to it: `SOSMSI`."""
    rest = word.removeprefix(SOS)
    return rest != word and bool(rest) and readable([rest], SOS, book) == 1


def _fits(rest: list[str], book: Book) -> bool:
    """Tell whether all words are what an SOS would say."""
    return readable(rest, SOS, book) == len(rest)


def possible(words: list[str], book: Book) -> bool:
    """Tell whether a message may be an SOS gone wrong: near it, and the rest is what an SOS would say.

    The word itself further on is enough where most of the message fits; another type in front rules it out.
    """
    heads = [word for word in words if word not in book.noise]
    known = type_words(book)
    if heads and known.get(heads[0], SOS) != SOS:
        return False
    if any(known.get(word) == SOS for word in heads):
        return len(heads) <= FEW or readable(heads, SOS, book) * 2 >= len(heads)
    if heads and (_stuck(heads[0], book) or (_near(heads[0], book) and _fits(heads[1:], book))):
        return True
    opening, rest = words[0], words[1:]
    return opening in book.noise and _near(opening, book) and _fits(rest, book)


def unopened(words: list[str], book: Book) -> list[str]:
    """Return the words of an SOS without the word itself, however it is spelled."""
    known = type_words(book)
    return [w for w in words if w not in _SPELLING and SOS not in (known.get(w), known.get(_squeezed(w)))]
