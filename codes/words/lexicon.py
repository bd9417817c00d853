"""What every word means in a report type: the book's codes and aliases, laid out for looking up."""

import enum
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from codes.book import Book, Entry, Kind, ReportType, Slot
from codes.words.script import normalise
from codes.words.words import split

SHORTEST_CORRECTED = 3


class Role(enum.IntEnum):
    """What a word does in a report; a whole number, since meanings are looked up by it all the time."""

    CHOICE = enum.auto()
    ITEM = enum.auto()
    FORM = enum.auto()
    UNIT = enum.auto()
    SEX = enum.auto()
    PLACE = enum.auto()
    MARKER = enum.auto()
    NOISE = enum.auto()
    QUANTITY = enum.auto()
    NUMBER = enum.auto()
    PERSONS = enum.auto()
    TOTAL = enum.auto()  # how many persons in all
    TIME = enum.auto()
    DATE = enum.auto()
    PLATE = enum.auto()
    SHAPED = enum.auto()  # grade, reference, container: one word of one form
    DOUBT = enum.auto()  # a number that reads in several ways; the value has them, parted by |


class Hit(NamedTuple):
    """One meaning of a word: what it does, for which slot, as which value, in which unit."""

    role: Role
    slot: str
    value: str
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All words of one report type.

    `meanings` are exact; `alone` has what is left of them where no number stands before. `phrases` lead
    from a first word to the rest of aliases of several words; `leading` are those words and the markers.
    `codes` are the words that a slip may be corrected to. `marked` has the words of slots that need a marker;
    `slots` the slots by their kind; `ages` the letters of the age bands; `shared` the words of two meanings;
    `numbered` the slots whose codes are another body's numbers; `plates` all shapes of plates, `usual_plates`
    those that are not asked about; `measures` the words for units of any type and country,
    `units` those of this type.
    """

    type: ReportType
    meanings: dict[str, tuple[Hit, ...]]
    alone: dict[str, tuple[Hit, ...]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    leading: frozenset[str]
    codes: tuple[str, ...]
    marked: dict[str, dict[str, Hit]]
    slots: dict[Kind, tuple[Slot, ...]]
    ages: frozenset[str]
    shared: frozenset[str]
    numbered: frozenset[str]
    plates: re.Pattern[str]
    usual_plates: re.Pattern[str]
    measures: frozenset[str]
    units: tuple[str, ...]

    def marked_or_plain(self, slot: Slot) -> dict[str, tuple[Hit, ...]]:
        """Return the words in which a slot's choices are looked up."""
        if slot.marked:
            return {word: (hit,) for word, hit in self.marked[slot.name].items()}
        return self.meanings


@lru_cache(maxsize=65536)
def _parts(alias: str) -> tuple[str, ...]:
    """Return an alias as its words are looked up; kept, because many types share most of them."""
    return tuple(split(normalise(alias)))


class _Builder:
    """Collects words of one type; the first meaning of a word in a slot stays."""

    def __init__(self) -> None:
        self.meanings: dict[str, tuple[Hit, ...]] = {}
        self.phrases: dict[str, set[tuple[str, ...]]] = {}

    def add(self, alias: str, hit: Hit) -> None:
        words = _parts(alias)
        if not words:
            return
        if len(words) > 1:
            self.phrases.setdefault(words[0], set()).add(words[1:])
        for key in dict.fromkeys((" ".join(words), "".join(words))):
            known = self.meanings.get(key, ())
            if all((h.role, h.slot) != (hit.role, hit.slot) for h in known):
                self.meanings[key] = (*known, hit)

    def entry(self, entry: Entry, role: Role, slot: str) -> None:
        for word in (entry.code, *entry.aliases):
            self.add(word, Hit(role, slot, entry.code))


def _places(builder: _Builder, book: Book, slot: Slot) -> None:
    for place in book.places.values():
        for word in (place.code, *place.aliases, *place.names.values()):
            builder.add(word, Hit(Role.PLACE, slot.name, place.code))


def _units(builder: _Builder, book: Book, slot: Slot) -> None:
    wanted = dict.fromkeys(slot.units)
    if slot.kind is Kind.ITEMS:
        wanted |= dict.fromkeys(u for e in book.lists[slot.listing].entries.values() for u in e.units)
    for unit in wanted:
        entry = book.lists["unit"].entries.get(unit)
        if entry:
            builder.entry(entry, Role.UNIT, slot.name)
        else:
            builder.add(unit, Hit(Role.UNIT, slot.name, unit))


_ROLES = {Kind.CHOICE: Role.CHOICE, Kind.CHOICES: Role.CHOICE, Kind.ITEMS: Role.ITEM}


def _telling(builder: _Builder, entry: Entry, slot: Slot) -> None:
    """Add the words that say by themselves what they are, without the marker: `9MM`."""
    for word in (entry.code, *entry.aliases):
        figures = word.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if figures.isdecimal() and figures != word and word[len(figures)] not in "OIL":  # no figure's double
            builder.add(word, Hit(Role.SHAPED, slot.name, entry.code))


def _slot(builder: _Builder, book: Book, slot: Slot) -> None:
    """Add a slot's words; those of a marked slot are kept elsewhere."""
    if slot.kind is Kind.PLACE:
        _places(builder, book, slot)
    for entry in book.lists[slot.listing].entries.values() if slot.kind in _ROLES else ():
        builder.entry(entry, _ROLES[slot.kind], slot.name)
    for entry in book.lists[slot.form].entries.values() if slot.form else ():
        builder.entry(entry, Role.FORM, slot.name)
    for entry in (
        book.lists[slot.listing].entries.values() if slot.kind is Kind.MARKED and slot.listing else ()
    ):
        _telling(builder, entry, slot)
    if slot.kind in (Kind.ITEMS, Kind.NUMBER):
        _units(builder, book, slot)
    for entry in book.lists["sex"].entries.values() if slot.kind is Kind.PERSONS else ():
        builder.entry(entry, Role.SEX, slot.name)


def _markers(builder: _Builder, kind: ReportType) -> None:
    for slot in kind.slots.values():
        for marker in slot.markers:
            builder.add(marker, Hit(Role.MARKER, slot.name, slot.name))


def _noise(builder: _Builder, book: Book) -> None:
    """Add the words to set aside; a word that means something is not one of them."""
    for word in book.noise:
        key = " ".join(_parts(word))
        if key and key not in builder.meanings:
            builder.add(word, Hit(Role.NOISE, "", ""))


def _alone(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return what a word means by itself; a unit or a sex only where it means nothing else."""
    return tuple(hit for hit in hits if hit.role not in (Role.UNIT, Role.SEX)) or hits


def _correctable(meanings: dict[str, tuple[Hit, ...]]) -> tuple[str, ...]:
    """Words a slip may have come from: not the small ones, where everything is one slip away."""
    roles = {Role.CHOICE, Role.ITEM, Role.FORM, Role.PLACE, Role.UNIT, Role.MARKER}
    return tuple(
        w
        for w, hits in meanings.items()
        if len(w) >= SHORTEST_CORRECTED and any(h.role in roles for h in hits)
    )


@lru_cache(maxsize=8)
def _plates(book: Book, *, rare: bool) -> re.Pattern[str]:
    """Return one pattern of every country's plates: vehicles cross borders."""
    shapes = [p.shape for c in book.countries.values() for p in c.plates if rare or not p.rare]
    return re.compile("|".join(f"(?:{shape})" for shape in dict.fromkeys(shapes)) or r"(?!)")


@lru_cache(maxsize=256)
def lexicon(book: Book, code: str) -> Lexicon:
    """Return the words of one report type of a book."""
    kind = book.types[code]
    builder = _Builder()
    marked: dict[str, dict[str, Hit]] = {}
    for slot in kind.slots.values():
        if slot.marked:
            own = _Builder()
            _slot(own, book, slot)
            marked[slot.name] = {word: hits[0] for word, hits in own.meanings.items()}
        else:
            _slot(builder, book, slot)
    _markers(builder, kind)
    _noise(builder, book)
    phrases = {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in builder.phrases.items()}
    alone = {word: _alone(hits) for word, hits in builder.meanings.items()}
    slots = {k: tuple(s for s in kind.slots.values() if s.kind is k) for k in Kind}
    shared = frozenset(word for listing in book.lists.values() for word in listing.shared)
    numbered = frozenset(s.name for s in slots[Kind.ITEMS] if book.lists[s.listing].standard)
    ages = frozenset(book.lists["age"].entries) if "age" in book.lists else frozenset[str]()
    return Lexicon(
        type=kind,
        meanings=builder.meanings,
        alone=alone,
        phrases=phrases,
        leading=frozenset(phrases).union(w for w, hits in alone.items() if hits[0].role is Role.MARKER),
        codes=_correctable(builder.meanings),
        marked=marked,
        slots=slots,
        ages=ages,
        shared=shared,
        numbered=numbered,
        plates=_plates(book, rare=True),
        usual_plates=_plates(book, rare=False),
        measures=unit_words(book),
        units=tuple(w for w, hits in builder.meanings.items() if any(h.role is Role.UNIT for h in hits)),
    )


@lru_cache(maxsize=32)
def type_words(book: Book) -> dict[str, str]:
    """Return every word that opens a report, with the type it opens."""
    return {
        "".join(split(normalise(word))): kind.code
        for kind in book.types.values()
        for word in (kind.code, *kind.aliases)
    }


@lru_cache(maxsize=8)
def age_words(book: Book) -> frozenset[str]:
    """Return every word for an age band: none of them is a slip of something else."""
    entries = book.lists["age"].entries.values() if "age" in book.lists else ()
    return frozenset("".join(split(normalise(word))) for e in entries for word in e.aliases)


@lru_cache(maxsize=32)
def unit_words(book: Book) -> frozenset[str]:
    """Return every word for a unit, of any report type or country."""
    local = [unit for country in book.countries.values() for unit in country.units.values()]
    units = [*book.lists["unit"].entries.values(), *local]
    return frozenset("".join(split(normalise(word))) for u in units for word in (u.code, *u.aliases))
