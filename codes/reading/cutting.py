"""Words written together, parted again: `YAB200000T`, `MSIYAB`, and the scripts that have no spaces."""

import re
from collections.abc import Container, Iterator
from typing import TypeAlias

from codes.words.lexicon import Lexicon, Role
from codes.words.shapes import counted

SHORTEST = 3
MOST_TAIL = 4
LONGEST_ALIAS = 24
LONGEST_JOINED = 160
_RUN = re.compile(r"\d+(?:\.\d+)?")
Ways: TypeAlias = list[list[str]]
_PLACEABLE = {Role.CHOICE, Role.ITEM, Role.FORM, Role.PLACE, Role.MARKER}


def _numbers(word: str, at: int, lex: Lexicon) -> Iterator[int]:
    """Yield where a number that begins here may end: with the unit that sits on it, else alone."""
    found = _RUN.match(word, at)
    if not found:
        return
    ends = [
        end
        for end in range(found.end() + 1, min(len(word), found.end() + MOST_TAIL) + 1)
        if not word[found.end() : end].isdecimal() and counted(found[0], word[found.end() : end], lex)
    ]
    yield from ends or [found.end()]


def _codes(word: str, at: int, lex: Lexicon, before: str) -> Iterator[int]:
    """Yield where a code that begins here may end; after a marker, a code of its slot."""
    least = 2 if before[-1:].isdecimal() else SHORTEST
    announced = [lex.marked[h.slot] for h in lex.meanings.get(before, ()) if h.slot in lex.marked]
    for end in range(at + least, min(len(word), at + LONGEST_ALIAS) + 1):
        part = word[at:end]
        if any(part in own for own in announced) or any(
            hit.role in _PLACEABLE for hit in lex.meanings.get(part, ())
        ):
            yield end


def _ways(word: str, at: int, lex: Lexicon, before: str, tried: dict[tuple[int, str], Ways]) -> Ways:
    """Return every way to part the rest of a word, at most a few; what was `tried` is not tried again."""
    if at == len(word):
        return [[]]
    if (at, before) in tried:
        return tried[at, before]
    ends = _numbers(word, at, lex) if word[at].isdecimal() else _codes(word, at, lex, before)
    found: Ways = []
    for end in ends:
        found += [[word[at:end], *rest] for rest in _ways(word, end, lex, word[at:end], tried)]
        if len(found) > MOST_TAIL:
            break
    tried[at, before] = found
    return found


def _greedy(word: str, lex: Lexicon) -> list[str]:
    """Part a run of letters of a script without spaces by the longest known word each time."""
    parts: list[str] = []
    gap = ""
    at = 0
    while at < len(word):
        digits = _RUN.match(word, at)
        ends = (end for end in range(min(len(word), at + LONGEST_ALIAS), at + 1, -1))
        end = digits.end() if digits else next((e for e in ends if word[at:e] in lex.meanings), at)
        if end == at:
            gap += word[at]
            at += 1
            continue
        parts += [gap, word[at:end]] if gap else [word[at:end]]
        gap, at = "", end
    return [*parts, gap] if gap else parts


def _is_said(part: str, lex: Lexicon) -> bool:
    """Tell whether a part of a run says something; greetings may be parted in many ways."""
    return any(hit.role is not Role.NOISE for hit in lex.meanings.get(part, ())) or part not in lex.meanings


def wholly(word: str, lex: Lexicon, numbers: Container[str]) -> list[str] | None:
    """Return the parts of a run of words without spaces, known throughout, where there is one way to part it.

    `numbers` are the words of number that the book has, which mean nothing in a type.
    """
    if len(word) > LONGEST_JOINED:
        return None
    ways: dict[int, dict[tuple[str, ...], list[str]]] = {len(word): {(): []}}
    for at in range(len(word) - 1, -1, -1):
        run = _RUN.match(word, at)
        least = run.end() if run else at + 2
        here: dict[tuple[str, ...], list[str]] = {}
        for end in range(least, min(len(word), max(least, at + LONGEST_ALIAS)) + 1):
            part = word[at:end]
            known = (run and end == least) or part in lex.meanings or part in lex.measures or part in numbers
            for said, rest in ways.get(end, {}).items() if known else ():
                here[(part, *said) if _is_said(part, lex) else said] = [part, *rest]
        ways[at] = dict(list(here.items())[:MOST_TAIL])
    return next(iter(ways[0].values())) if len(ways[0]) == 1 else None


def cut(word: str, lex: Lexicon) -> list[str] | None:
    """Return the parts of a word that was several, or None when it was one or could be parted in two ways."""
    if "-" in word and all(part in lex.meanings or part.isdecimal() for part in word.split("-")):
        return word.split("-")
    if len(word) > LONGEST_JOINED:
        return None
    if not word.isascii():
        parts = _greedy(word, lex)
        return parts if len(parts) > 1 and any(part in lex.meanings for part in parts) else None
    ways = [way for way in _ways(word, 0, lex, "", {}) if len(way) > 1]
    return ways[0] if len(ways) == 1 else None
