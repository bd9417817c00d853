"""From settled pieces to the fields of a report, with a doubt for whatever is missing, twofold or odd."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from codes.book import Book, Kind, Slot
from codes.clear import doubtful_words
from codes.context import Context
from codes.items import Gathering, Item, gather, quantity_in_band
from codes.lexicon import Lexicon, Role
from codes.pieces import Doubt, Draft, Option, Piece
from codes.report import Value
from codes.when import Moment, clock, day_of, group, whole_day

MOST_OPTIONS = 4
MOST_PERSONS = 500


@dataclass(frozen=True, slots=True)
class Filling:
    """What it takes to fill the slots of one report."""

    draft: Draft
    lex: Lexicon
    book: Book
    context: Context
    by_slot: dict[str, list[Piece]]

    @classmethod
    def of(cls, draft: Draft, lex: Lexicon, book: Book, context: Context) -> Self:
        """Lay out a settled draft by its slots."""
        by_slot: dict[str, list[Piece]] = {}
        for piece in draft.pieces:
            if len(piece.hits) == 1:
                by_slot.setdefault(piece.hits[0].slot, []).append(piece)
        return cls(draft, lex, book, context, by_slot)

    @property
    def language(self) -> str:
        return self.context.language

    def pieces(self, slot: Slot, *roles: Role) -> list[Piece]:
        return [p for p in self.by_slot.get(slot.name, ()) if p.hits[0].role in roles]

    def doubt(
        self,
        field: str,
        message: str,
        parts: dict[str, str],
        options: tuple[Option, ...] = (),
        text: str = "",
    ) -> None:
        self.draft.doubts.append(Doubt(field, message, parts, options, text))

    def confirm(self, field: str, key: str, message: str, parts: dict[str, str]) -> None:
        """Ask for a Y, unless it was given already."""
        if key in self.context.confirmed:
            return
        yes = Option("Y", self.book.say(self.language, "yes"), self.draft.text(), key)
        self.doubt(field, message, parts, (yes,))


def _label(slot: Slot, value: str, filling: Filling) -> str:
    if slot.kind is Kind.PLACE and value in filling.book.places:
        return filling.book.places[value].name(filling.language)
    return filling.book.label(slot.listing, value, filling.language)


def _one(slot: Slot, filling: Filling, *roles: Role) -> str | None:
    """Return the only value of a slot; two different ones are asked about."""
    pieces = filling.pieces(slot, *roles)
    values = dict.fromkeys(p.hits[0].value for p in pieces)
    if len(values) > 1:
        options = tuple(
            Option(
                v,
                _label(slot, v, filling),
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
        if piece.text == code and (slot.name, code) in doubtful:
            parts = {"text": f"{code} {_label(slot, code, filling)}"}
            filling.confirm(slot.name, f"short:{code}", "{text}: is that right?", parts)


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
    return _one(slot, filling, Role.PLATE)


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


def _persons(slot: Slot, filling: Filling) -> Value | None:
    found: dict[str, Piece] = {}
    for piece in filling.pieces(slot, Role.PERSONS):
        other = found.setdefault(piece.hits[0].unit, piece)
        if other is not piece:
            _twofold(slot, [other, piece], filling)
        if not 1 <= int(piece.hits[0].value) <= MOST_PERSONS:
            key = f"persons:{piece.text}"
            filling.confirm(slot.name, key, "{text}: is that right?", {"text": piece.text})
    _totalled(slot, list(found.values()), filling)
    order = sorted(found.values(), key=lambda p: _rank(p, filling))
    return [_person(p) for p in order] or None


def _rank(piece: Piece, filling: Filling) -> tuple[int, int]:
    """Order groups as the book has sexes and ages: said in another order, they are the same."""
    sexes, ages = list(filling.book.lists["sex"].entries), ["", *filling.book.lists["age"].entries]
    sort = piece.hits[0].unit
    return sexes.index(sort[:1]), ages.index(sort[1:])


def _twofold(slot: Slot, pieces: list[Piece], filling: Filling) -> None:
    """Ask which of two that cannot both be is right."""
    options = tuple(
        Option(p.text, p.text, filling.draft.without([o for o in pieces if o is not p])) for p in pieces
    )
    title = slot.title(filling.language)
    filling.doubt(slot.name, "{what}: which is right?", {"what": title}, options)


def _totalled(slot: Slot, groups: list[Piece], filling: Filling) -> None:
    """Ask for the persons anew when they do not add up to the total that was given."""
    totals = filling.pieces(slot, Role.TOTAL)
    if not totals or (
        groups and {int(t.hits[0].value) for t in totals} == {sum(int(g.hits[0].value) for g in groups)}
    ):
        return
    text = filling.draft.without([*totals, *filling.pieces(slot, Role.PERSONS)]) + " {}"
    title = slot.title(filling.language)
    filling.doubt(slot.name, "{what}: the total is another. How many?", {"what": title}, (), text)


def _person(piece: Piece) -> dict[str, str]:
    hit = piece.hits[0]
    made = {"count": hit.value, "sex": hit.unit[:1]}
    return made | ({"age": hit.unit[1:]} if hit.unit[1:] else {})


def _items(slot: Slot, filling: Filling) -> Value | None:
    gathering = Gathering(filling.draft, filling.book, slot, filling.language)
    items = gather(gathering, filling.draft.of(Role.NUMBER))
    for item in items:
        _check(item, gathering, filling)
    return [i.to_value() for i in items] or None


def _check(item: Item, gathering: Gathering, filling: Filling) -> None:
    """Ask about an item whose form is missing, whose unit does not fit, or that is beyond belief."""
    slot, draft = gathering.slot, filling.draft
    name, entry = gathering.name(item.code), gathering.entry(item.code)
    if slot.form and not item.form:
        forms = list(filling.book.lists[slot.form].entries.values())[:MOST_OPTIONS]
        options = tuple(
            Option(f.code, f.name(filling.language), draft.instead(item.thing, f"{item.thing.text} {f.code}"))
            for f in forms
        )
        text = draft.instead(item.thing, item.thing.text + " {}")
        filling.doubt(f"{slot.name}.form", "{what}: which form?", {"what": name}, options, text)
    if not item.count:
        return
    hit = item.count.hits[0]
    bare = slot.bare and (item.form is None or item.form.hits[0].value in slot.counted)
    if (hit.unit and hit.unit not in entry.units) or not (hit.unit or bare):
        options = tuple(
            Option(u, gathering.unit_name(u), draft.instead(item.count, hit.value + u))
            for u in entry.units[:MOST_OPTIONS]
        )
        filling.doubt(
            f"{slot.name}.unit", "{what} {text}: which unit?", {"what": name, "text": hit.value}, options
        )
    elif not quantity_in_band(item, gathering):
        said = f"{hit.value} {gathering.unit_name(hit.unit)}".strip()
        key = f"band:{item.code}:{hit.value}{hit.unit}"
        filling.confirm(
            f"{slot.name}.quantity", key, "{what} {text}: is that right?", {"what": name, "text": said}
        )


_FILLERS: dict[Kind, Callable[[Slot, Filling], Value | None]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ITEMS: _items,
    Kind.PERSONS: _persons,
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


def _likely(slot: Slot, filling: Filling) -> list[tuple[str, str]]:
    """Return (code, name) of the likeliest values of a missing slot: places near, the head of a list."""
    if slot.kind is Kind.PLACE:
        places = filling.book.places
        home = places.get(filling.context.office)
        near = [p for p in (home, places.get(home.pair) if home else None) if p]
        return [(p.code, p.name(filling.language)) for p in near]
    if slot.kind in (Kind.CHOICE, Kind.CHOICES):
        entries = filling.book.lists[slot.listing].entries.values()
        return [(e.code, e.name(filling.language)) for e in entries][:MOST_OPTIONS]
    return []


def _missing(slot: Slot, filling: Filling) -> None:
    options = tuple(
        Option(code, name, filling.draft.text(plus=code)) for code, name in _likely(slot, filling)
    )
    title = slot.title(filling.language)
    filling.doubt(slot.name, "Which {what}?", {"what": title}, options, filling.draft.text(plus="{}"))


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
            _missing(slot, filling)
    groups = filling.lex.type.either
    if groups and not any(all(name in fields for name in group) for group in groups):
        begun = next((g for g in groups if any(name in fields for name in g)), groups[0])
        lost = next(name for name in begun if name not in fields)
        _missing(filling.lex.type.slots[lost], filling)
    return fields
