"""From settled pieces to the fields of a report, with a doubt for whatever is missing, twofold or odd."""

import re
from collections.abc import Callable

from codes.book import Kind, Slot
from codes.clear import doubtful_words
from codes.context import Context
from codes.filling import MOST_OPTIONS, Filling, label
from codes.items import Gathering, gather
from codes.lexicon import Role
from codes.missing import ask_for, ask_for_either
from codes.people import persons
from codes.pieces import Option, Piece
from codes.report import Value
from codes.weigh import weigh
from codes.when import Moment, clock, day_of, group, whole_day

_FIGURES = str.maketrans("OI", "01")
_LETTER_BY_FIGURE = re.compile(r"[OI](?=\d)|(?<=\d)[OI]")


def _one(slot: Slot, filling: Filling, *roles: Role) -> str | None:
    """Return the only value of a slot; two different ones are asked about."""
    pieces = filling.pieces(slot, *roles)
    values = dict.fromkeys(p.hits[0].value for p in pieces)
    if len(values) > 1:
        options = tuple(
            Option(
                v,
                label(slot, v, filling),
                filling.draft.without([p for p in pieces if p.hits[0].value != v]),
            )
            for v in list(values)[:MOST_OPTIONS]
        )
        title = slot.title(filling.language)
        filling.doubt(slot.name, "{what}: which is right?", {"what": title}, options)
    return next(iter(values)) if len(values) == 1 else None


def _sure(slot: Slot, filling: Filling) -> None:
    """Ask about two letters that are an unusual choice: they are more often a slip than meant."""
    doubtful = doubtful_words(filling.book, filling.lex.type.code)
    for piece in filling.pieces(slot, Role.CHOICE):
        code = piece.hits[0].value
        if piece.text == code and (slot.name, code) in doubtful and not _is_announced(piece, slot, filling):
            parts = {"text": f"{code} {label(slot, code, filling)}"}
            filling.confirm(slot.name, f"short:{code}", "{text}: is that right?", parts)


def _is_announced(piece: Piece, slot: Slot, filling: Filling) -> bool:
    return any(p.end == piece.start for p in filling.pieces(slot, Role.MARKER))


def _choice(slot: Slot, filling: Filling) -> Value | None:
    _sure(slot, filling)
    return _one(slot, filling, Role.CHOICE)


def _choices(slot: Slot, filling: Filling) -> Value | None:
    _sure(slot, filling)
    stated = {p.hits[0].value for p in filling.pieces(slot, Role.CHOICE)}
    return [code for code in filling.book.lists[slot.listing].entries if code in stated] or None


def _place(slot: Slot, filling: Filling) -> Value | None:
    return _one(slot, filling, Role.PLACE)


def _plate(slot: Slot, filling: Filling) -> Value | None:
    plate = _one(slot, filling, Role.PLATE)
    if plate and _LETTER_BY_FIGURE.search(plate) and f"plate:{plate}" not in filling.context.confirmed:
        figures, rest = plate.translate(_FIGURES), filling.draft.without(filling.pieces(slot, Role.PLATE))
        as_figures = Option(figures, figures, f"{rest} {figures}")
        as_letters = Option(plate, plate, f"{rest} {plate}", f"plate:{plate}")
        parts = {"what": slot.title(filling.language)}
        filling.doubt(slot.name, "{what}: which is right?", parts, (as_figures, as_letters))
    return plate


def _shaped(slot: Slot, filling: Filling) -> Value | None:
    return _one(slot, filling, Role.SHAPED)


def _number(slot: Slot, filling: Filling) -> Value | None:
    return _one(slot, filling, Role.QUANTITY)


def _text(slot: Slot, filling: Filling) -> Value | None:
    del slot
    return filling.draft.free or None


def _moment(word: str, context: Context) -> Moment | None:
    """Read a time however it is written: a group, a clock time, a day with or without one."""
    day, _, time = word.partition(" ")
    days = day_of(day, context)
    if days and time:
        made = [m for d in days if (m := clock(time, context, d))]
        return next((m for m in made if not m.odd), made[0] if made else None)
    if days:
        return whole_day(days, context)
    return group(word, context) or clock(word, context)


def _time(slot: Slot, filling: Filling) -> Value | None:
    word = _one(slot, filling, Role.TIME, Role.DATE)
    if word is None:
        return None
    found = _moment(word, filling.context)
    title = slot.title(filling.language)
    rest = filling.draft.without(filling.pieces(slot, Role.TIME, Role.DATE))
    if found is None or found.odd == "future":
        filling.doubt(slot.name, "{text}: when was it? DDHHMM", {"text": word}, (), rest + " {}")
        return None
    if found.odd:
        filling.confirm(
            slot.name,
            f"old:{found.value}",
            "{what} {text}: older than a week?",
            {"what": title, "text": word},
        )
    return found.value


def _date(slot: Slot, filling: Filling) -> Value | None:
    word = _one(slot, filling, Role.DATE)
    days = day_of(word, filling.context) if word else []
    return days[0].isoformat() if days else None


def _items(slot: Slot, filling: Filling) -> Value | None:
    gathering = Gathering(filling.draft, filling.book, slot, filling.language)
    items = gather(gathering, filling.draft.of(Role.NUMBER))
    for item in items:
        weigh(item, gathering, filling)
    return [i.to_value() for i in items] or None


_FILLERS: dict[Kind, Callable[[Slot, Filling], Value | None]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ITEMS: _items,
    Kind.PERSONS: persons,
    Kind.PLACE: _place,
    Kind.TIME: _time,
    Kind.DATE: _date,
    Kind.PLATE: _plate,
    Kind.GRADE: _shaped,
    Kind.REFERENCE: _shaped,
    Kind.NAME: _shaped,
    Kind.MARKED: _shaped,
    Kind.CONTAINER: _shaped,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
}


_WITHOUT_PIECES = (Kind.ITEMS, Kind.TEXT)
"""Numbers without a unit and free text name no slot."""


def _idle_numbers(filling: Filling) -> None:
    """Ask about bare numbers in a report that counts nothing."""
    for piece in () if filling.lex.slots[Kind.ITEMS] else filling.draft.of(Role.NUMBER):
        text = filling.draft.instead(piece, "{}")
        filling.doubt("", "{text}: what is it?", {"text": piece.text}, _left_out(piece, filling), text)


def _left_out(piece: Piece, filling: Filling) -> tuple[Option, ...]:
    leave = filling.book.say(filling.language, "leave it out")
    return (Option("", leave, filling.draft.instead(piece, "")),)


def fill(filling: Filling) -> dict[str, Value]:
    """Return the fields that were stated, in the order of the book."""
    fields: dict[str, Value] = {}
    for slot in filling.lex.type.slots.values():
        if not (slot.mandatory or slot.name in filling.by_slot or slot.kind in _WITHOUT_PIECES):
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
