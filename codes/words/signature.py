"""Greetings and signatures: who speaks to whom is no part of a report, and is never guessed into one."""

import re
from collections.abc import Container
from functools import lru_cache

from codes.book import Book
from codes.words.guess import near
from codes.words.lexicon import Lexicon, Role, type_words
from codes.words.script import normalise
from codes.words.words import split

LONGEST_NAME = 4
_COUNTED = (Role.UNIT, Role.SEX)
_SILENT = (Role.NOISE, *_COUNTED)
_TELEPHONE = re.compile(r"\+?\d{9,13}$")


@lru_cache(maxsize=32)
def _valedictions(book: Book) -> frozenset[str]:
    return frozenset(word for phrase in book.valedictions for word in split(normalise(phrase)))


@lru_cache(maxsize=32)
def _courtesies(book: Book) -> frozenset[str]:
    return frozenset(word for phrase in book.noise for word in split(normalise(phrase)))


@lru_cache(maxsize=32)
def _longest(book: Book) -> int:
    return max(map(len, _courtesies(book)), default=0)


def is_courtesy(word: str, book: Book) -> bool:
    """Tell whether a word is a greeting or the like, or several of them without a space."""
    known = _courtesies(book)
    if word in known or word.isascii():
        return word in known
    longest, ends = _longest(book), {0}  # each end is looked at once: greetings are parts of greetings
    for start in range(len(word)):
        if start in ends:
            reach = range(start + 1, min(start + longest, len(word)) + 1)
            ends.update(end for end in reach if word[start:end] in known)
    return len(word) in ends


def _means(word: str, lex: Lexicon) -> bool:
    """Tell whether a word says something by itself; units and sexes do so only after a number."""
    return any(hit.role not in _SILENT for hit in lex.meanings.get(word, ()))


def _is_closing(words: list[str], at: int, closing: Container[str], lex: Lexicon) -> bool:
    """Tell whether a word opens a signature; a unit after its number does not, `5 L`."""
    if words[at] not in closing:
        return False
    if _means(words[at], lex):  # CAPT is captagon, too: it opens a signature where a name follows
        after = words[at + 1 : at + 2]
        return bool(after) and after[0].isalpha() and after[0] not in lex.meanings and not near(after[0], lex)
    counts = at > 0 and words[at - 1].isdecimal()
    return not (counts and any(hit.role in _COUNTED for hit in lex.meanings.get(words[at], ())))


def _named(words: list[str], lex: Lexicon, types: Container[str]) -> int:
    """Return how many of the next words are a name: it begins and ends with one that means nothing."""
    end = 0
    for count, word in enumerate(words[:LONGEST_NAME], 1):
        if not word.isalpha() or word in types or (count == 1 and _means(word, lex)):
            break
        if not _means(word, lex):
            end = count
    return end


def unsigned(words: list[str], lex: Lexicon, book: Book) -> list[str]:
    """Return the words without signatures: what follows `REGARDS` or a rank is a name."""
    closing, types = _valedictions(book), type_words(book)
    if closing.isdisjoint(words):
        return words
    kept: list[str] = []
    at = 0
    while at < len(words):
        if _is_closing(words, at, closing, lex):
            at += 1 + _named(words[at + 1 :], lex, types)
            at += at < len(words) and _TELEPHONE.match(words[at]) is not None
            continue
        kept.append(words[at])
        at += 1
    return kept
