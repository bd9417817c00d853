"""SOS, in any script and any noise: what is certainly one, what may be one, and what is not.

A signal (`signals`) or a cry (`cries`) is found at the head of a message, or further on; what stands beside
it (`plight`) decides, by one rule for each sort of finding. Silence is worse than a false alarm.
"""

import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from codes.book import Book
from codes.cries import Found, Sort, at_head, cries, looked_up
from codes.lexicon import lexicon, type_words
from codes.plight import Plight, plight
from codes.script import normalise
from codes.signals import SOS, in_morse, is_sos, letters, near, plain, spelled
from codes.signature import is_courtesy, unsigned
from codes.words import split

MOST_READ = 120
"""Words of a text that are looked at."""
SHORT, SHORTER, LONG_CRY = 8, 6, 7
LONGEST_GREETING, MOST_GREETINGS, LONGEST_SIGNATURE = 24, 3, 4
_FIGURES = "505"
_HOW = "HLP"
_SIGNED = re.compile(r"\s-\s?[^\W\d]+$")
_ASKING = re.compile(r"^\W*(?:[A-Z]+ ){0,2}HELP\s*\?")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A call for help: whether it is certain or has to be asked about, and its words but for the cry."""

    certain: bool
    rest: list[str]


class Rule(enum.Enum):
    """What must stand beside a finding for an alarm."""

    ALWAYS = enum.auto()  # certain
    UNLESS_HARMLESS = enum.auto()
    SHORT = enum.auto()  # or a danger is named
    FITTING = enum.auto()
    TELEGRAM = enum.auto()
    DANGER = enum.auto()


_RULES: Mapping[Rule, Callable[[Plight], bool]] = {
    Rule.ALWAYS: lambda found: True,  # noqa: ARG005 - each rule takes a plight
    Rule.UNLESS_HARMLESS: lambda found: not found.harmless or found.dangers > 0,
    Rule.SHORT: lambda found: (found.words <= SHORT and not found.harmless) or found.dangers > 0,
    Rule.FITTING: lambda found: found.fits or (found.dangers > 0 and not found.harmless),
    Rule.TELEGRAM: lambda found: found.telegram or (found.fits and found.dangers > 0),
    Rule.DANGER: lambda found: found.dangers > 0 and found.fits,
}
# A cry at the head, by its sort and its slips: none, one, two, three.
_AT_HEAD: Mapping[Sort, tuple[Rule, ...]] = {
    Sort.SURE: (Rule.ALWAYS, Rule.SHORT, Rule.FITTING, Rule.FITTING),
    Sort.CALL: (Rule.UNLESS_HARMLESS, Rule.FITTING, Rule.TELEGRAM, Rule.TELEGRAM),
    Sort.URGENCY: (Rule.SHORT, Rule.FITTING, Rule.TELEGRAM, Rule.TELEGRAM),
    Sort.PLEA: (Rule.FITTING, Rule.TELEGRAM, Rule.TELEGRAM, Rule.DANGER),
}
# Further on, in a short message.
_LATER: Mapping[Sort, tuple[Rule, ...]] = {
    Sort.SURE: (Rule.FITTING, Rule.TELEGRAM, Rule.DANGER, Rule.DANGER),
    Sort.CALL: (Rule.FITTING, Rule.TELEGRAM, Rule.DANGER, Rule.DANGER),
    Sort.URGENCY: (Rule.TELEGRAM, Rule.DANGER, Rule.DANGER, Rule.DANGER),
    Sort.PLEA: (Rule.TELEGRAM, Rule.DANGER, Rule.DANGER, Rule.DANGER),
}


@lru_cache(maxsize=8)
def _ordinary(book: Book) -> frozenset[str]:
    return frozenset(map(looked_up, book.lists["cry"].entries["ORDINARY"].aliases))


def _is_everyday(word: str, book: Book) -> bool:
    return word in _ordinary(book) or is_courtesy(word, book)


def _is_greeting(word: str, book: Book) -> bool:
    return 1 < len(word) <= LONGEST_GREETING and not is_sos(word) and is_courtesy(word, book)


def _signal(words: list[str], book: Book, *, opens: bool) -> Iterator[tuple[Rule, list[str]]]:
    """Yield the rules by which SOS itself may stand at the head, with the words beside it.

    `opens` tells that nothing but a greeting stood before.
    """
    if count := spelled(words):
        while count < len(words) and is_sos(words[count]):
            count += 1
        figures = "".join(words[:count]) == _FIGURES and len(words) > count
        yield (Rule.SHORT if figures else Rule.ALWAYS), words[count:]
    elif stuck := _stuck(words[0], book):
        yield (Rule.UNLESS_HARMLESS if stuck.isascii() else Rule.ALWAYS), [stuck, *words[1:]]
    elif near(words[0], squeezed=words[0] not in book.ordinary):
        everyday = _is_everyday(words[0], book)
        numbered = everyday and words[1:2] and words[1].isdecimal()  # SO 5 is number five in Vietnamese
        yield (
            (Rule.DANGER if numbered else Rule.SHORT if opens and not everyday else Rule.TELEGRAM),
            words[1:],
        )
    elif all(len(word) == 1 for word in words[:3]) and near("".join(words[:3])):
        yield Rule.SHORT, words[3:]


def _stuck(word: str, book: Book) -> str:
    """Return what is joined to SOS in one word: `SOSMSI`, `HELLOSOS`."""
    said = letters(word)
    if said.startswith(SOS) and not said.startswith("SOSO"):
        return said.removeprefix(SOS)
    front = said.removesuffix(SOS)
    if front == said:
        return ""
    return front if is_courtesy(front, book) or front in lexicon(book, SOS).meanings else ""


def _rule_of(found: Found, book: Book, rules: Mapping[Sort, tuple[Rule, ...]]) -> Rule:
    """Return the rule for a cry: a long one is a slip away from nothing else, an everyday word is none."""
    if found.slips and _is_everyday(found.said, book):
        return Rule.DANGER
    rule = rules[found.sort][found.slips]
    sure = rule is Rule.SHORT and found.slips and len(found.said) >= LONG_CRY
    return Rule.UNLESS_HARMLESS if sure else rule


def _later(words: list[str], book: Book) -> Iterator[tuple[Rule, list[str]]]:
    """Yield the rules for what stands further on in a message."""
    short = len(words) <= SHORT
    for at in range(1, len(words)):
        here, before = words[at:], words[:at]
        if not here[0].isdecimal() and (count := spelled(here) if len(here[0]) > 1 or short else 0):
            alone = at + count == len(words) or is_sos(here[count])
            yield (Rule.UNLESS_HARMLESS if short or alone else Rule.SHORT), [*before, *here[count:]]
        elif short and len(words) <= SHORTER and near(here[0]):
            yield Rule.TELEGRAM, [*before, *here[1:]]
        elif short:
            for found in at_head(here, book):
                yield _rule_of(found, book, _LATER), [*before, *found.rest(here)]


@lru_cache(maxsize=8)
def _small(book: Book) -> frozenset[str]:
    return frozenset(map(looked_up, book.lists["greeting"].entries["SMALL"].aliases))


def _heads(words: list[str], book: Book) -> Iterator[tuple[list[str], bool]]:
    """Yield the message, and what it is without one greeting, without two, and so on.

    With each goes whether only greetings were taken away, and not other small words.
    """
    yield words, True
    greeted = sum(1 for _ in takewhile(lambda word: _is_greeting(word, book), words))
    for at in {*range(1, min(greeted, MOST_GREETINGS) + 1), greeted} - {0, len(words)}:
        yield words[at:], not any(word in _small(book) for word in words[:at])
    if greeted < len(words) and not words[greeted].isascii():
        first = words[greeted]
        ends = range(min(len(first), LONGEST_GREETING) - 1, 2, -1)
        if cut := next((n for n in ends if is_courtesy(first[:n], book)), 0):
            yield [first[cut:], *words[greeted + 1 :]], True


def _readings(words: list[str], book: Book) -> Iterator[tuple[Rule, list[str]]]:
    for head, opens in _heads(words, book):
        yield from _signal(head, book, opens=opens)
        yield from ((_rule_of(found, book, _AT_HEAD), found.rest(head)) for found in at_head(head, book))
    yield from _later(words, book)


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
    if in_morse(head):
        return Alarm(certain=True, rest=words)
    words = split(_SIGNED.sub("", head))[:MOST_READ] if _SIGNED.search(head) else words[:MOST_READ]
    if words and _is_report(words, book):
        return _within(words, book)
    if not head.isascii():
        words = split(_SIGNED.sub("", plain(head)))[:MOST_READ]
    return _judged(words, book) if words and not _ASKING.match(head) else None


def _judged(words: list[str], book: Book) -> Alarm | None:
    """Apply the rules; a message that opens another report too needs a danger to be a doubtful call."""
    said, doubtful = _unsigned(words, book), None
    others = any(
        word in book.types and not book.types[word].control and _opens(word, book) for word in words[1:]
    )
    for rule, rest in _readings(said, book) if said else ():
        if rule is Rule.ALWAYS:
            return Alarm(certain=True, rest=rest)
        found = plight(rest, book)
        if (
            doubtful is None
            and _RULES[rule](found)
            and (found.dangers or not (others or _harmless(words, book)))
        ):
            doubtful = Alarm(certain=False, rest=rest)
    return doubtful


@lru_cache(maxsize=8)
def _closings(book: Book) -> frozenset[str]:
    return frozenset(word for phrase in book.valedictions for word in split(normalise(phrase)))


def _unsigned(words: list[str], book: Book) -> list[str]:
    """Return the words without a signature; at the end its name may be in any script."""
    ends = range(max(1, len(words) - LONGEST_SIGNATURE), len(words))
    end = next((at for at in ends if words[at] in _closings(book)), len(words))
    return unsigned(words[:end], lexicon(book, SOS), book)


def _harmless(words: list[str], book: Book) -> bool:
    """Tell whether a harmless word stands anywhere, be it in a greeting or a signature."""
    return plight(words, book).harmless


def _within(words: list[str], book: Book) -> Alarm | None:
    """Hear SOS that follows another type's word; a control word may speak of it."""
    if book.types[type_words(book)[words[0]]].control or words[-1] != SOS:
        return None
    return Alarm(certain=False, rest=words[1:-1])
