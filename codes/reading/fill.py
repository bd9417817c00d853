"""From settled pieces to the fields of a report, with a doubt for whatever is missing, twofold or odd."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from codes.book import Book, Kind, Slot
from codes.reading.caveats import beware
from codes.reading.filling import Filling, label
from codes.reading.items import gather
from codes.reading.marks import mark
from codes.reading.missing import ask_for, ask_for_either
from codes.reading.moments import day, moment
from codes.reading.pairing import Gathering
from codes.reading.people import persons
from codes.reading.pieces import Option, Piece
from codes.reading.plates import plate
from codes.reading.weigh import weigh
from codes.report import Value
from codes.words.clear import doubtful_words
from codes.words.lexicon import Lexicon, Role

_OFFSET = re.compile(r"\+(\d+(?:\.\d+)?)[NESW]{1,2}$")


def _sure(slot: Slot, pieces: list[Piece], filling: Filling) -> None:
    """Ask about two letters that are an unusual choice: they are more often a slip than meant."""
    book, kind = filling.book, filling.lex.type.code
    for piece in pieces:
        code = piece.hits[0].value
        if (
            piece.text == code
            and (slot.name, code) in doubtful_words(book, kind)
            and not _is_announced(piece, slot, filling)
        ):
            parts = {"text": f"{code} {label(slot, code, filling)}"}
            filling.confirm(slot.name, f"short:{code}", "{text}: is that right?", parts)


def _is_announced(piece: Piece, slot: Slot, filling: Filling) -> bool:
    return any(p.end == piece.start for p in filling.pieces(slot, Role.MARKER))


def _choice(slot: Slot, filling: Filling) -> Value | None:
    pieces = filling.pieces(slot, Role.CHOICE)
    _sure(slot, pieces, filling)
    return filling.one_of(slot, pieces)


def _choices(slot: Slot, filling: Filling) -> Value | None:
    pieces = filling.pieces(slot, Role.CHOICE)
    _sure(slot, pieces, filling)
    stated = {p.hits[0].value for p in pieces}
    if len(stated) < 2:  # noqa: PLR2004 - one needs no order
        return list(stated) or None
    return sorted(stated, key=_order(filling.book, slot.listing).__getitem__)


@lru_cache(maxsize=64)
def _order(book: Book, listing: str) -> Mapping[str, int]:
    """Return the places of the codes of a list: said in another order, they are the same."""
    return {code: place for place, code in enumerate(book.lists[listing].entries)}


def _place(slot: Slot, filling: Filling) -> Value | None:
    """Return the place; an offset beyond a patrol's reach is asked about."""
    value = filling.only(slot, Role.PLACE)
    far = _OFFSET.search(value) if value and "+" in value else None
    if value and far and slot.most and float(far[1]) > slot.most:
        filling.confirm(slot.name, f"far:{value}", "{text}: is that right?", {"text": value})
    return value


def _shaped(slot: Slot, filling: Filling) -> Value | None:
    return filling.only(slot, Role.SHAPED)


def _number(slot: Slot, filling: Filling) -> Value | None:
    return filling.only(slot, Role.QUANTITY)


def _text(slot: Slot, filling: Filling) -> Value | None:
    del slot
    return filling.draft.free or None


def _items(slot: Slot, filling: Filling) -> Value | None:
    gathering = Gathering(filling.draft, filling.book, slot, filling.language)
    items = gather(gathering, filling)
    for item in items:
        weigh(item, gathering, filling)
    return [i.to_value() for i in items] or None


_FILLERS: dict[Kind, Callable[[Slot, Filling], Value | None]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ITEMS: _items,
    Kind.PERSONS: persons,
    Kind.PLACE: _place,
    Kind.TIME: moment,
    Kind.DATE: day,
    Kind.PLATE: plate,
    Kind.GRADE: _shaped,
    Kind.REFERENCE: _shaped,
    Kind.NAME: _shaped,
    Kind.MARKED: mark,
    Kind.CONTAINER: _shaped,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
}


_WITHOUT_PIECES = (Kind.ITEMS, Kind.TEXT)
"""Numbers without a unit and free text name no slot."""


def _idle_numbers(filling: Filling) -> None:
    """Ask about bare numbers in a report that counts nothing."""
    for piece in () if filling.lex.slots[Kind.ITEMS] else filling.numbers():
        text = filling.draft.instead(piece, "{}")
        filling.doubt("", "{text}: what is it?", {"text": piece.text}, _left_out(piece, filling), text)


def _left_out(piece: Piece, filling: Filling) -> tuple[Option, ...]:
    leave = filling.book.say(filling.language, "leave it out")
    return (Option("", leave, filling.draft.instead(piece, "")),)


@lru_cache(maxsize=256)
def _always(lex: Lexicon) -> frozenset[str]:
    """Return the names of the slots that are looked at even if no piece names them."""
    slots = lex.type.slots.values()
    return frozenset(slot.name for slot in slots if slot.mandatory or slot.kind in _WITHOUT_PIECES)


def fill(filling: Filling) -> dict[str, Value]:
    """Return the fields that were stated, in the order of the book."""
    fields: dict[str, Value] = {}
    beware(filling)
    wanted = _always(filling.lex).union(filling.by_slot)
    for name, slot in filling.lex.type.slots.items():
        if name not in wanted:
            continue
        before = len(filling.draft.doubts)
        value = _FILLERS[slot.kind](slot, filling)
        if value is not None:
            fields[slot.name] = value
        elif slot.mandatory and len(filling.draft.doubts) == before:
            ask_for(slot, filling)
    _idle_numbers(filling)
    ask_for_either(filling.lex.type.either, fields, filling)
    return fields
