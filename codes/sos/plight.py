"""What a message says beside its cry for help: dangers and places, words of no weight, or other matters."""

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codes.book import Book
from codes.sos.cries import bare, cries, looked_up
from codes.sos.signals import SOS, is_sos
from codes.words.lexicon import Role, lexicon
from codes.words.shapes import shapes
from codes.words.signature import is_courtesy

LONGEST_WORD, LONGEST_RUN = 24, 160
LONGEST_PHRASE = 3
SURE_IN_A_GAP = 4
"""Signs of a danger that counts in a run of signs not all of which are known."""
_DANGERS = ("distress", "hurt")


class Weight(enum.Enum):
    """What one word tells."""

    DANGER = enum.auto()
    KNOWN = enum.auto()  # a place, a time, the cry again
    NONE = enum.auto()
    HARMLESS = enum.auto()


@dataclass(frozen=True, slots=True)
class Plight:
    """How many words there are: of danger, known to a call, of no weight, of other matters."""

    words: int = 0
    dangers: int = 0
    known: int = 0
    small: int = 0
    other: int = 0
    harmless: bool = False

    @property
    def fits(self) -> bool:
        """Tell whether nothing is said that a call would not say."""
        return not self.other and not self.harmless

    @property
    def telegram(self) -> bool:
        """Tell whether all words are what a call would say, without even a small one."""
        return self.fits and not self.small


@lru_cache(maxsize=8)
def _weights(book: Book) -> dict[str, Weight]:
    found: dict[str, Weight] = {}
    for word, hits in lexicon(book, SOS).meanings.items():
        said = [hit for hit in hits if hit.role not in (Role.NOISE, Role.MARKER)]
        danger = any(hit.slot in _DANGERS for hit in said)
        found[looked_up(word)] = Weight.DANGER if danger else Weight.KNOWN if said else Weight.NONE
    found |= dict.fromkeys(cries(book), Weight.KNOWN)
    for code, weight in (("PERIL", Weight.DANGER), ("MORE", Weight.KNOWN), ("HARMLESS", Weight.HARMLESS)):
        found |= dict.fromkeys(map(looked_up, book.lists["cry"].entries[code].aliases), weight)
    return found


@lru_cache(maxsize=16384)  # the same words stand beside each cry of a text
def _of_word(word: str, book: Book) -> Weight | None:
    if (weight := _weights(book).get(bare(word))) is not None:
        return weight
    if is_sos(word):
        return Weight.KNOWN
    if any(map(str.isdecimal, word)):
        slots = {hit.slot for hit in shapes(word, lexicon(book, SOS))}
        return Weight.DANGER if slots & set(_DANGERS) else Weight.KNOWN if slots else None
    return Weight.NONE if is_courtesy(word, book) else None


def _parts(word: str, book: Book) -> Iterator[tuple[str, Weight | None]]:
    """Part a run of signs without spaces by the longest known word each time; a gap has no weight."""
    weights, at, gap = _weights(book), 0, ""
    while at < len(word):
        ends = range(min(len(word), at + LONGEST_WORD), at + 1, -1)
        end = next((e for e in ends if word[at:e] in weights), at)
        if end == at:
            gap, at = gap + word[at], at + 1
            continue
        if gap:
            yield gap, None
        yield word[at:end], weights[word[at:end]]
        gap, at = "", end
    if gap:
        yield gap, None


def _of_run(word: str, book: Book) -> Iterator[Weight | None]:
    """Weigh the parts of a run; where some are unknown only long dangers count, and a favour at its head."""
    parts = list(_parts(word, book))
    if all(weight is not None for _, weight in parts):
        yield from (weight for _, weight in parts)
        return
    yield Weight.HARMLESS if parts[0][1] is Weight.HARMLESS else None
    yield from (w for part, w in parts if w is Weight.DANGER and len(part) >= SURE_IN_A_GAP)


def _each(words: Sequence[str], book: Book) -> Iterator[Weight | None]:
    weights, at = _weights(book), 0
    while at < len(words):
        counts = range(min(LONGEST_PHRASE, len(words) - at), 1, -1)
        count = next((n for n in counts if bare("".join(words[at : at + n])) in weights), 1)
        word = "".join(words[at : at + count])
        weight = weights[bare(word)] if count > 1 else _of_word(word, book)
        if weight is None and not word.isascii():
            yield from _of_run(bare(word)[:LONGEST_RUN], book)
        else:
            yield weight
        at += count


def plight(words: Sequence[str], book: Book) -> Plight:
    """Weigh the words that stand beside a cry."""
    found = list(_each(words, book))
    return Plight(
        words=len(words),
        dangers=found.count(Weight.DANGER),
        known=found.count(Weight.KNOWN),
        small=_small(words, book),
        other=found.count(None),
        harmless=Weight.HARMLESS in found,
    )


def _small(words: Iterable[str], book: Book) -> int:
    """Count the small words: of scripts without spaces they hang on to others and tell nothing."""
    return sum(word.isascii() and _of_word(word, book) is Weight.NONE for word in words)
