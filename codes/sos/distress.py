"""SOS, in any script and any noise: what is certainly one, what may be one, and what is not.

A signal (`signals`) or a cry (`cries`) is found at the head of a message, or further on (`hearing`), and what
stands beside it (`plight`) decides, by one rule for each sort. Silence is worse than a false alarm.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codes.book import Book
from codes.sos.cries import cries
from codes.sos.hearing import SHORT, Rule, readings
from codes.sos.plight import Plight, plight
from codes.sos.signals import SOS, in_morse, plain
from codes.words.lexicon import lexicon, type_words
from codes.words.script import normalise
from codes.words.signature import unsigned
from codes.words.words import split

MOST_READ = 120
"""Words of a text that are looked at."""
LONGEST_SIGNATURE = 4
_HOW = "HLP"
_SIGNED = re.compile(r"\s-\s?[^\W\d]+$")
_ASKING = re.compile(r"^\W*(?:[A-Z]+ ){0,2}HELP\s*\?")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A call for help: whether it is certain or has to be asked about, and its words but for the cry."""

    certain: bool
    rest: list[str]


_RULES: Mapping[Rule, Callable[[Plight], bool]] = {
    Rule.ALWAYS: lambda found: True,  # noqa: ARG005 - each rule takes a plight
    Rule.UNLESS_HARMLESS: lambda found: not found.harmless or found.dangers > 0,
    Rule.SHORT: lambda found: (found.words <= SHORT and not found.harmless) or found.dangers > 0,
    Rule.FITTING: lambda found: found.fits or (found.dangers > 0 and not found.harmless),
    Rule.TELEGRAM: lambda found: found.telegram or (found.fits and found.dangers > 0),
    Rule.DANGER: lambda found: found.dangers > 0 and found.fits,
}


def _opens(word: str, book: Book) -> bool:
    """Tell whether a word opens another report; HELP does, and is a cry first."""
    return type_words(book).get(word, SOS) != SOS and word not in cries(book)


def _is_report(words: Sequence[str], book: Book) -> bool:
    """Tell whether a message opens as another report; `HLP` does so alone, or before a report's word.

    `CAN CUU` is need of rescue without its marks, and cancels nothing.
    """
    if "".join(words[:2]) in cries(book):
        return False
    asks = type_words(book).get(words[0]) == _HOW
    return _opens(words[0], book) and (not asks or len(words) == 1 or words[1] in type_words(book))


def heard(head: str, words: list[str], book: Book) -> Alarm | None:
    """Return the call for help that a normalised text is, None where it is none."""
    signed = _SIGNED.search(head) if "-" in head else None
    placed = signed and signed[0].strip(" -") in lexicon(book, SOS).meanings  # `SOS - MSI` is no signature
    unsigned_head = head[: signed.start()] if signed and not placed else head
    if in_morse(unsigned_head):
        return Alarm(certain=True, rest=words)
    words = (words if unsigned_head == head else split(unsigned_head))[:MOST_READ]
    if words and _is_report(words, book):
        return _within(words, book)
    if not head.isascii():
        words = split(plain(unsigned_head))[:MOST_READ]
    return _judged(words, book) if words and not _ASKING.match(head) else None


def _judged(words: list[str], book: Book) -> Alarm | None:
    """Apply the rules: certain before doubtful, and of those the first."""
    said, doubtful = _unsigned(words, book), None
    for rule, rest in readings(said, book) if said else ():
        if rule is Rule.ALWAYS:
            return Alarm(certain=True, rest=rest)
        if doubtful is None and _is_call(rule, rest, words, book):
            doubtful = Alarm(certain=False, rest=rest)
    return doubtful


def _is_call(rule: Rule, rest: list[str], words: list[str], book: Book) -> bool:
    """Tell whether a finding is a call; beside another report, or a harmless word, only with a danger."""
    found = plight(rest, book)
    if not _RULES[rule](found):
        return False
    return found.dangers > 0 or not (_opens_another(words, book) or plight(words, book).harmless)


def _opens_another(words: list[str], book: Book) -> bool:
    kinds = (book.types[word] for word in words[1:] if word in book.types and _opens(word, book))
    return any(not kind.control for kind in kinds)


@lru_cache(maxsize=8)
def _closings(book: Book) -> frozenset[str]:
    return frozenset(word for phrase in book.valedictions for word in split(normalise(phrase)))


def _unsigned(words: list[str], book: Book) -> list[str]:
    """Return the words without a signature; at the end its name may be in any script."""
    ends = range(max(1, len(words) - LONGEST_SIGNATURE), len(words))
    end = next((at for at in ends if words[at] in _closings(book)), len(words))
    return unsigned(words[:end], lexicon(book, SOS), book)


def _within(words: list[str], book: Book) -> Alarm | None:
    """Hear SOS that follows another type's word; a control word may speak of it."""
    if book.types[type_words(book)[words[0]]].control or words[-1] != SOS:
        return None
    return Alarm(certain=False, rest=words[1:-1])
