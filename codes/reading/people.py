"""Persons in groups of a sex and an age band, checked against their total where one was given."""

from codes.book import Slot
from codes.reading.filling import Filling
from codes.reading.pieces import Option, Piece
from codes.report import Value
from codes.words.lexicon import Role

MOST_PERSONS = 500
_ANY = "X"


def persons(slot: Slot, filling: Filling) -> Value | None:
    found: dict[str, Piece] = {}
    for piece in filling.pieces(slot, Role.PERSONS):
        other = found.setdefault(piece.hits[0].unit, piece)
        if other is not piece:
            _twofold(slot, [other, piece], filling)
        if not 1 <= int(piece.hits[0].value) <= (slot.most or MOST_PERSONS):
            key = f"persons:{piece.text}"
            filling.confirm(slot.name, key, "{text}: is that right?", {"text": piece.text})
    _totalled(slot, list(found.values()), filling)
    _counted_in(slot, list(found.values()), filling)
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


def _counted_in(slot: Slot, groups: list[Piece], filling: Filling) -> None:
    """Ask whether `17 PAX 12M 5F` are 17 or 34: a group of any sex, as large as those of one together."""
    all_of = next((g for g in groups if g.hits[0].unit == _ANY), None)
    parts = [g for g in groups if g.hits[0].unit[:1] != _ANY]
    others = sum(int(g.hits[0].value) for g in parts)
    if all_of is None or int(all_of.hits[0].value) != others or filling.pieces(slot, Role.TOTAL):
        return
    key = f"apart:{all_of.text}"
    if key not in filling.context.confirmed:
        ways = (
            Option(str(others), str(others), filling.draft.without([all_of])),
            Option(str(2 * others), str(2 * others), filling.draft.text(), key),
        )
        title = slot.title(filling.language)
        filling.doubt(slot.name, "{what}: which is right?", {"what": title}, ways)


def _person(piece: Piece) -> dict[str, str]:
    hit = piece.hits[0]
    made = {"count": hit.value, "sex": hit.unit[:1]}
    return made | ({"age": hit.unit[1:]} if hit.unit[1:] else {})
