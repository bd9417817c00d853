"""What an unknown word may have been: one slip from a code of an open slot, and only where that is unique."""

import re
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from codes.words.keypad import keys
from codes.words.lexicon import SHORTEST_CORRECTED, Hit, Lexicon, Role
from codes.words.shapes import shapes

LONGEST_GUESSED = 24
MOST_UNKNOWN = 12
"""Unknown words of one message that are looked at; with more of them it is talk, and kept as such."""
_FOLDABLE = re.compile(r"(?=.*\d)[\dOIL]*[\dOIL]")
_FOLD = str.maketrans("OIL", "011")
CODES = (Role.CHOICE, Role.ITEM, Role.FORM, Role.PLACE, Role.UNIT, Role.MARKER)


@lru_cache(maxsize=256)
def _by_length(lex: Lexicon) -> dict[int, tuple[str, ...]]:
    """Return a type's codes by their length: a slip adds or takes one letter at most."""
    found: dict[int, list[str]] = {}
    for word in lex.codes:
        found.setdefault(len(word), []).append(word)
    return {length: tuple(words) for length, words in found.items()}


def within(word: str, lex: Lexicon, slips: int) -> list[str]:
    """Return a type's codes so many slips away (OSA): a letter wrong, missing, too many, or two swapped."""
    lengths = _by_length(lex)
    found: list[str] = []
    for length in range(len(word) + slips, len(word) - slips - 1, -1):  # a letter is sooner lost than gained
        codes = lengths.get(length, ())
        found += (
            m[0] for m in process.extract(word, codes, scorer=OSA.distance, score_cutoff=slips, limit=None)
        )
    return found


@lru_cache(maxsize=65536)
def near(word: str, lex: Lexicon) -> tuple[str, ...]:
    """Return the words of a type one slip away, or of the same keys."""
    twins = _by_keys(lex).get(keys(word), ()) if word.isalpha() else ()
    return tuple(dict.fromkeys([*within(word, lex, 1), *twins]))


@lru_cache(maxsize=256)
def _by_keys(lex: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return a type's codes by the keys that type them: what a phone's dictionary may have replaced."""
    found: dict[str, tuple[str, ...]] = {}
    for word in lex.codes:
        if word.isascii() and word.isalpha():
            found[keys(word)] = (*found.get(keys(word), ()), word)
    return found


def slips(word: str, lex: Lexicon, is_open: Callable[[Hit], bool]) -> dict[Hit, str]:
    """Return each meaning that one slip would explain, with the word it came from."""
    if not SHORTEST_CORRECTED - 1 <= len(word) <= LONGEST_GUESSED:
        return {}
    found: dict[Hit, str] = {}
    for known in near(word, lex):
        for hit in lex.meanings[known]:
            if hit.role in CODES and is_open(hit):
                found.setdefault(hit, known)
    return found


def folded(word: str, lex: Lexicon) -> dict[Hit, str]:
    """Return what a word with a digit reads as when O stands for 0, I and L for 1, inside its digits only.

    What ends in the unit of another type, `7LOG`, is no figure: blindly folded it would be 710 g.
    """
    found: dict[Hit, str] = {}
    match = _FOLDABLE.match(word)
    if not match or word.lstrip("0123456789.") in lex.measures:
        return found
    for end in range(match.end(), 0, -1):
        digits = word[:end].translate(_FOLD)
        made = digits + word[end:]
        if made == word or not digits.isdecimal():
            continue
        for hit in shapes(made, lex):
            if hit.role in (Role.QUANTITY, Role.PERSONS, Role.TIME, Role.NUMBER):
                found.setdefault(hit, made)
    return found


def type_slips(word: str, words: dict[str, str]) -> dict[str, str]:
    """Return the report types whose word is one slip away, with that word."""
    if len(word) < SHORTEST_CORRECTED - 1:
        return {}
    found = process.extract(word, list(words), scorer=OSA.distance, score_cutoff=1, limit=None)
    return {words[match[0]]: match[0] for match in found if len(match[0]) >= SHORTEST_CORRECTED}
