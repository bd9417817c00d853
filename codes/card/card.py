"""What one card says: blocks in their order, for one unit type, one language and one office."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from codes.book import Book, Kind, Slot
from codes.card.shape import CarriedShape, UnitShape
from codes.context import Context
from codes.decode import decode
from codes.talk.reply import place_name, reply, said
from codes.talk.segments import segments
from codes.zone import offset_of

CONTROLS = ("CAN", "AMD", "UNDO", "FUP", "HLP", "TST")
MOST_CODES = 14
FEWEST_CODES = 4
_SHORT = 40
_NBSP = "\u00a0"
_GAP = f"{_NBSP}{_NBSP} "  # a line never begins with the gap
_REFERENCE = "K7M4-P"
_ANSWERS = {
    "accepted": "DRG {place} YAB 200000T SEIZED",
    "flagged": "DRG {place} YAB 200000T SEIZD",
    "asked": "DRG {place} YAB 200000T",
    "unreadable": "hello my friend",
}
_NOON = datetime(2026, 1, 1, 5, tzinfo=UTC)


Words = Mapping[str, Mapping[str, str]]
"""What stands on every card, by name and language."""


class Look(enum.StrEnum):
    """How a block is set."""

    TITLE = "title"
    SOS = "sos"
    TEXT = "text"
    HEAD = "head"
    CODES = "codes"
    SAMPLE = "sample"
    MEANS = "means"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: runs of (text, bold)."""

    look: Look
    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which card: the office's code and name, the language, the number to send to, codes a list at most."""

    place: str
    office: str
    language: str
    number: str = ""
    most: int = MOST_CODES


@dataclass(frozen=True, slots=True)
class _Maker:
    book: Book
    words: Words
    wanted: Wanted

    def word(self, name: str) -> str:
        return self.words[name][self.wanted.language]

    @property
    def offset(self) -> int:
        return offset_of(self.book, self.wanted.place)

    @property
    def zone(self) -> timezone:
        return timezone(timedelta(minutes=self.offset))

    def sos(self) -> Block:
        return Block(Look.SOS, (("SOS", True), (self.word("sos"), False)))

    def codes(self, listing: str, codes: list[str]) -> Iterator[tuple[str, bool]]:
        """Yield codes in bold, each with what it means; one that says the same in both stands alone."""
        for code in codes[: self.wanted.most]:
            name = self.book.label(listing, code, self.wanted.language)
            yield code, True
            yield _named(name), False

    def named(self, head: str, listing: str, codes: list[str]) -> Block:
        return Block(Look.CODES, ((f"{head}:  ", False), *self.codes(listing, codes)))


def front(unit: UnitShape, book: Book, words: Words, wanted: Wanted) -> tuple[Block, ...]:
    """Return the side with the reports: each with an example, what it means, and the codes it takes."""
    return tuple(_front(unit, _Maker(book, words, wanted)))


def back(unit: UnitShape, book: Book, words: Words, wanted: Wanted) -> tuple[Block, ...]:
    """Return the side with what all reports share, the control words and the four answers."""
    return tuple(_back(unit, _Maker(book, words, wanted)))


def example(carried: CarriedShape, place: str) -> tuple[str, dict[str, Any]]:
    """Return a card's example for an office: the text, and the fields that it says."""
    fields = {name: place if value == "{place}" else value for name, value in carried.fields.items()}
    return carried.text.replace("{place}", place), fields


def _front(unit: UnitShape, maker: _Maker) -> Iterator[Block]:
    wanted = maker.wanted
    yield Block(Look.TITLE, ((unit.label[wanted.language], True), (wanted.office, False)))
    yield maker.sos()
    yield Block(Look.TEXT, ((maker.word("how"), False),))
    for carried in unit.report:
        kind = maker.book.types[carried.type]
        text, fields = example(carried, wanted.place)
        yield Block(Look.HEAD, ((f"{carried.type}  {kind.name(wanted.language)}", True),))
        yield from _sample(text, _meaning(kind.slots, fields, maker))
        for listing, codes in carried.lists.items():
            yield Block(Look.CODES, tuple(maker.codes(listing, codes)))


def _named(name: str) -> str:
    """Return what a code means as it stands behind it: on one line with it, a gap after it."""
    return f"{_NBSP}{name.replace(' ', _NBSP)}{_GAP}"


def _sample(text: str, meaning: str) -> Iterator[Block]:
    """Yield an example and what it means, beside each other where both are short."""
    if len(text) + len(meaning) <= _SHORT:
        yield Block(Look.CODES, ((text, True), (f"   {meaning}", False)))
    else:
        yield Block(Look.SAMPLE, ((text, True),))
        yield Block(Look.MEANS, ((meaning, False),))


def _meaning(slots: Mapping[str, Slot], fields: Mapping[str, Any], maker: _Maker) -> str:
    book, language = maker.book, maker.wanted.language
    stated = (said(s, fields[n], book, language, zone=maker.zone) for n, s in slots.items() if n in fields)
    return ". ".join(stated)


def _back(unit: UnitShape, maker: _Maker) -> Iterator[Block]:
    yield maker.sos()
    yield from _common(unit, maker)
    yield Block(Look.HEAD, ((maker.word("control"), True),))
    for code in CONTROLS:
        kind = maker.book.types[code]
        yield Block(Look.CODES, ((kind.examples[0], True), (f"   {kind.name(maker.wanted.language)}", False)))
    yield Block(Look.HEAD, ((maker.word("replies"), True),))
    for name, text in _ANSWERS.items():
        yield Block(Look.TEXT, ((maker.word(name), False),))
        yield Block(Look.MEANS, ((_answer(text, maker), False),))
    yield Block(Look.NUMBER, ((f"{maker.word('send_to')}  ", False), (maker.wanted.number or "_" * 24, True)))


def _common(unit: UnitShape, maker: _Maker) -> Iterator[Block]:
    """Yield what many reports have: places, persons, actions, units, the time."""
    book, language = maker.book, maker.wanted.language
    slots = {name: slot for kind in book.types.values() for name, slot in kind.slots.items()}
    runs = [run for p in _near(maker) for run in ((p, True), (_named(place_name(p, book, language)), False))]
    yield Block(Look.HEAD, ((slots["place"].title(language), True),))
    yield Block(Look.CODES, tuple(runs))
    yield Block(Look.HEAD, ((slots["action"].title(language), True),))
    yield Block(Look.CODES, tuple(maker.codes("action", list(book.lists["action"].entries))))
    yield Block(Look.HEAD, ((f"{slots['persons'].title(language)}   2M 3F 1MC", True),))
    yield Block(Look.CODES, (*maker.codes("sex", ["M", "F"]), *maker.codes("age", ["C", "Y", "A"])))
    units = _units(unit, maker)
    if units:
        yield Block(Look.HEAD, ((maker.word("units"), True),))
        yield Block(Look.CODES, tuple(maker.codes("unit", units)))
    yield Block(Look.CODES, (("231430", True), (f"   {maker.word('time')}", False)))


def _units(unit: UnitShape, maker: _Maker) -> list[str]:
    """Return the units of what the card's reports list, each once, the usual ones first."""
    book, found = maker.book, dict[str, None]()
    for carried in unit.report:
        for slot in book.types[carried.type].slots.values():
            if slot.kind is Kind.ITEMS:
                named = carried.lists.get(slot.listing, [])
                found |= dict.fromkeys(
                    u for code in named for u in book.lists[slot.listing].entries[code].units
                )
    return list(found)


def _near(maker: _Maker) -> list[str]:
    """Return the office's place, its pair, then the nearest others of its country."""
    places, here = maker.book.places, maker.wanted.place
    own = places.get(here)
    if own is None:
        return list(places)[: maker.wanted.most]
    others = [p for p in places.values() if p.country == own.country and p.code not in (here, own.pair)]
    others.sort(key=lambda p: (p.lat - own.lat) ** 2 + (p.lon - own.lon) ** 2)
    pair = [own.pair] if own.pair in places else []
    return [here, *pair, *(p.code for p in others)][: min(maker.wanted.most, 8)]


def _answer(text: str, maker: _Maker) -> str:
    """Return the very answer that the gateway would give."""
    language, place = maker.wanted.language, maker.wanted.place
    context = Context(_NOON, place, language, sent_at=_NOON, offset_minutes=maker.offset)
    decoded = decode(text.replace("{place}", place), maker.book, context)
    return reply(decoded, _REFERENCE, maker.book, language, segments, zone=maker.zone)
