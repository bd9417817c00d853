"""What in a message may be a call for help, each with the rule by which it is one."""

import enum
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import takewhile

from codes.book import Book
from codes.sos.cries import Found, Sort, at_head, looked_up
from codes.sos.signals import SOS, is_sos, letters, near, spelled
from codes.words.lexicon import lexicon
from codes.words.signature import is_courtesy

SHORT, SHORTER, LONG_CRY = 8, 6, 7
LONGEST_GREETING, MOST_GREETINGS = 24, 3
_FIGURES = "505"


class Rule(enum.Enum):
    """What must stand beside a finding for an alarm."""

    ALWAYS = enum.auto()  # certain
    UNLESS_HARMLESS = enum.auto()
    SHORT = enum.auto()  # or a danger is named
    FITTING = enum.auto()
    TELEGRAM = enum.auto()
    DANGER = enum.auto()


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
        rule = Rule.SHORT if opens and not everyday else Rule.TELEGRAM
        yield (Rule.DANGER if numbered else rule), words[1:]
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


def readings(words: list[str], book: Book) -> Iterator[tuple[Rule, list[str]]]:
    """Yield all that may be a call, with the words beside it; what opens the message comes first."""
    for head, opens in _heads(words, book):
        yield from _signal(head, book, opens=opens)
        yield from ((_rule_of(found, book, _AT_HEAD), found.rest(head)) for found in at_head(head, book))
    yield from _later(words, book)
