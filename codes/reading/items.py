"""The things of a report with their quantities and forms: `YAB 200000T ICE 5KG`, in any order."""

from decimal import Decimal
from itertools import pairwise

from codes.book import Entry, Slot
from codes.reading.filling import Filling
from codes.reading.pairing import Gathering, Item, excess, lacking, nothing, pair
from codes.reading.pieces import Doubt, Option, Piece
from codes.words.lexicon import Hit, Role


def _once(pieces: list[Piece], wanted: int, gathering: Gathering) -> list[Piece]:
    """Drop a piece that says again what one before it said, while there are too many."""
    spare = len(pieces) - wanted
    if spare <= 0:
        return pieces
    kept: list[Piece] = []
    for piece in pieces:
        again = any(piece.hits[0] == other.hits[0] for other in kept)
        if again and spare > 0:
            gathering.draft.correct(gathering.slot.name, piece.text, "", "repeated")
            spare -= 1
        else:
            kept.append(piece)
    return kept


def _differ(counts: list[Piece]) -> bool:
    """Tell whether two that stand together say different things, `3G 3HD`: one more of them is no echo."""
    return any(a.end == b.start and a.hits[0] != b.hits[0] for a, b in pairwise(counts))


def _forms(items: list[Item], forms: list[Piece], gathering: Gathering) -> None:
    """Give each form to the thing it follows, or to the next one when it leads."""
    for form in forms:
        before = [i for i in items if i.thing.start < form.start]
        item = before[-1] if before else items[0]
        if item.form and item.form.hits[0] != form.hits[0]:
            _two_forms(item, form, gathering)
        item.form = item.form or form


def _two_forms(item: Item, form: Piece, gathering: Gathering) -> None:
    draft, slot = gathering.draft, gathering.slot
    pair = [piece for piece in (item.form, form) if piece]
    options = tuple(
        Option(p.hits[0].value, p.text, draft.without([o for o in pair if o is not p])) for p in pair
    )
    draft.doubts.append(
        Doubt(f"{slot.name}.form", "{what}: which form?", {"what": gathering.name(item.code)}, options)
    )


def gather(gathering: Gathering, filling: Filling) -> list[Item]:
    """Return the items of a message; a number without a unit may count things."""
    slot = gathering.slot
    things, counts = filling.pieces(slot, Role.ITEM), _counts(slot, filling)
    if not len(things) == len(counts) == 1:
        things, counts = _said_once(things, counts, gathering)
    if not things:
        nothing(counts, gathering)
        return []
    if len(things) == len(counts):
        items = pair(things, counts, gathering)
        if items is None:
            return []
    else:
        items = (lacking if len(things) > len(counts) else excess)(things, counts, gathering)
    _forms(items, filling.pieces(slot, Role.FORM), gathering)
    return items


def _said_once(
    things: list[Piece], counts: list[Piece], gathering: Gathering
) -> tuple[list[Piece], list[Piece]]:
    """Drop what is said again, of things and of their quantities."""
    distinct = len({p.hits[0] for p in things})
    things = _once(things, max(distinct, min(len(things), len({p.hits[0] for p in counts}))), gathering)
    return things, counts if _differ(counts) else _once(counts, len(things), gathering)


def _counts(slot: Slot, filling: Filling) -> list[Piece]:
    counts = filling.pieces(slot, Role.QUANTITY)
    numbers = filling.numbers()
    return sorted(counts + numbers, key=lambda p: p.start) if numbers else counts


def quantity_in_band(hit: Hit, entry: Entry) -> bool:
    """Tell whether a quantity is plausible for its thing; where the book knows no band, any is."""
    band = entry.bands.get(hit.unit or (entry.units[0] if entry.units else ""))
    return band is None or band.least <= Decimal(hit.value) <= band.most
