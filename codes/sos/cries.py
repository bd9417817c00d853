"""Words that cry for help, by how sure they are, and how they are found at the head of a message."""

import enum
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from codes.book import Book
from codes.sos.signals import SOS
from codes.words.script import normalise
from codes.words.words import split

MOST_WORDS = 6
"""Words over which a cry may be spread: `CUU CHUNG TOI VOI`, and a space too many."""
SLIPS_FROM = (3, 7, 10)
"""Signs of a cry from which one slip is allowed, two, three."""
_TONES = dict.fromkeys([*range(0x0E48, 0x0E4D), *range(0x0EC8, 0x0ECE), 0x0E46, 0x0EC6, 0x17D7])
"""And the signs that say a word again."""
_STACKERS = "\u1039\u17d2"
"""Signs that put the next letter under the last: no word ends there, nor before a mark."""
_STRETCHED = re.compile(r"(.)\1{2,}")


class Sort(enum.StrEnum):
    """How sure a cry is; all but the first are choices of the list `cry`, and explained there."""

    SURE = "SURE"  # an alias of the type SOS
    CALL = "CALL"
    URGENCY = "URGENCY"
    PLEA = "PLEA"


@dataclass(frozen=True, slots=True)
class Found:
    """A cry at the head of a message: its slips, how many words it takes, what of the last is left."""

    sort: Sort
    slips: int
    said: str
    words: int
    left: str = ""

    def rest(self, words: Sequence[str]) -> list[str]:
        """Return what the message says beside it."""
        return [*([self.left] if self.left else []), *words[self.words :]]


@lru_cache(maxsize=16384)
def bare(word: str) -> str:
    """Return a word without tone marks, and not stretched: they are lost and doubled first."""
    return _STRETCHED.sub(r"\1", word if word.isascii() else word.translate(_TONES))


def looked_up(phrase: str) -> str:
    """Return a phrase of the book as it is looked up: one bare word."""
    return bare("".join(split(normalise(phrase))))


@lru_cache(maxsize=8)
def cries(book: Book) -> dict[str, Sort]:
    """Return every cry of a book."""
    found = {looked_up(word): Sort.SURE for word in book.types[SOS].aliases}
    for sort in (Sort.CALL, Sort.URGENCY, Sort.PLEA):
        for word in book.lists["cry"].entries[sort.value].aliases:
            found.setdefault(looked_up(word), sort)
    return found


@lru_cache(maxsize=8)
def _forms(book: Book) -> tuple[tuple[str, ...], int]:
    forms = tuple(cries(book))
    return forms, max(map(len, forms))


def _allowed(form: str) -> int:
    return sum(len(form) >= least for least in SLIPS_FROM)


def _near(word: str, book: Book) -> Iterator[tuple[str, int]]:
    """Yield the cries that a slip, or a few in long ones, would make of a word."""
    forms, longest = _forms(book)
    most = _allowed(word + "  ")
    if most and len(word) <= longest + most:
        for form, far, _ in process.extract(word, forms, scorer=OSA.distance, score_cutoff=most, limit=None):
            if far <= _allowed(form):
                yield form, int(far)


def _runs(words: Sequence[str], book: Book) -> Iterator[tuple[str, int, str]]:
    """Yield what a cry may be made of: the first words, one to six, or the first signs of a joined one."""
    longest, joined = _forms(book)[1] + 2, ""
    for count, word in enumerate(words[:MOST_WORDS], 1):
        joined += word
        if len(said := bare(joined)) > longest:
            break
        yield said, count, ""
    if not words[0].isascii():
        first = bare(words[0])
        for end in range(min(len(first), longest) - 1, 1, -1):
            if first[end - 1] not in _STACKERS and not unicodedata.category(first[end]).startswith("M"):
                yield first[:end], 1, first[end:]


def at_head(words: Sequence[str], book: Book) -> list[Found]:
    """Return the cries that a message may begin with, those without a slip first."""
    if not words:
        return []
    known, found = cries(book), list[Found]()
    for said, count, left in _runs(words, book):
        if said in known:
            found.append(Found(known[said], 0, said, count, left))
        else:
            found += [Found(known[form], far, said, count, left) for form, far in _near(said, book)]
    return sorted(found, key=lambda one: (one.slips, -len(one.said)))
