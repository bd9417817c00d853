"""How far apart words must stand: slips (OSA), and the keys of a phone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapidfuzz.distance import OSA

from codes.words.keypad import keys

SOS = "SOS"


def too_close(words: Sequence[str], least: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs that fewer than `least` slips turn into each other."""
    for one, two in combinations(words, 2):
        if abs(len(one) - len(two)) < least and OSA.distance(one, two, score_cutoff=least - 1) < least:
            yield one, two


def twins(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that the same keys type."""
    seen: dict[str, str] = {}
    for word in words:
        other = seen.setdefault(keys(word), word)
        if other != word:
            yield other, word


def near_sos(word: str) -> bool:
    """Tell whether one slip or the same keys make a word SOS; the word itself is another matter."""
    return word != SOS and (OSA.distance(word, SOS, score_cutoff=1) <= 1 or keys(word) == keys(SOS))
