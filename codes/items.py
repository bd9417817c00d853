"""Which quantity belongs to which thing: `YAB 200000T ICE 5KG`, in either order, or a question."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from codes.book import Book, Entry, Slot
from codes.lexicon import Role
from codes.pieces import Doubt, Draft, Option, Piece

MOST_PERMUTED = 4
_THING, _COUNT = "C", "Q"


@dataclass(slots=True)
class Item:
    """One thing being put together, from pieces."""

    thing: Piece
    count: Piece | None = None
    form: Piece | None = None

    @property
    def code(self) -> str:
        return self.thing.hits[0].value

    def to_value(self) -> dict[str, str]:
        made = {"code": self.code}
        if self.count:
            hit = self.count.hits[0]
            made |= {"quantity": hit.value} | ({"unit": hit.unit} if hit.unit else {})
        return made | ({"form": self.form.hits[0].value} if self.form else {})


@dataclass(frozen=True, slots=True)
class Gathering:
    """What is needed to put items together."""

    draft: Draft
    book: Book
    slot: Slot
    language: str

    def entry(self, code: str) -> Entry:
        return self.book.lists[self.slot.listing].entries[code]

    def name(self, code: str) -> str:
        return self.entry(code).name(self.language)

    def unit_name(self, unit: str) -> str:
        return self.book.label("unit", unit, self.language)


def _once(pieces: list[Piece], wanted: int, gathering: Gathering) -> list[Piece]:
    """Drop a piece that says again what one before it said, while there are too many."""
    kept: list[Piece] = []
    spare = len(pieces) - wanted
    for piece in pieces:
        again = any(piece.hits[0] == other.hits[0] for other in kept)
        if again and spare > 0:
            gathering.draft.correct(gathering.slot.name, piece.text, "", "repeated")
            spare -= 1
        else:
            kept.append(piece)
    return kept


def _fits(thing: Piece, count: Piece, gathering: Gathering) -> bool:
    unit, entry = count.hits[0].unit, gathering.entry(thing.hits[0].value)
    return unit in entry.units if unit else gathering.slot.bare


def _by_neighbours(things: list[Piece], counts: list[Piece]) -> list[Item] | None:
    """Pair by twos along the message: each thing with the count before or after it."""
    line = sorted([*things, *counts], key=lambda p: p.start)
    pairs = list(zip(line[::2], line[1::2], strict=True))
    if any((one in things) == (two in things) for one, two in pairs):
        return None
    return [Item(one, two) if one in things else Item(two, one) for one, two in pairs]


def _by_units(things: list[Piece], counts: list[Piece], gathering: Gathering) -> list[list[Item]]:
    """Every way to pair that the units allow."""
    if len(things) > MOST_PERMUTED:
        return []
    ways = (zip(things, order, strict=True) for order in permutations(counts))
    made = [[Item(t, c) for t, c in way] for way in ways]
    return [way for way in made if all(i.count and _fits(i.thing, i.count, gathering) for i in way)]


def _spoken(items: list[Item]) -> str:
    return " ".join(f"{i.thing.text} {i.count.text if i.count else ''}".strip() for i in items)


def _pair(things: list[Piece], counts: list[Piece], gathering: Gathering) -> list[Item] | None:
    """Pair as many counts as things; None with a doubt where more than one way makes sense."""
    draft, slot = gathering.draft, gathering.slot
    near = _by_neighbours(things, counts)
    if near and (len(near) == 1 or all(i.count and _fits(i.thing, i.count, gathering) for i in near)):
        return near
    ways = _by_units(things, counts, gathering)
    if len(ways) == 1 and not near:
        draft.correct(slot.name, _spoken(ways[0]), _spoken(ways[0]), "paired by unit")
        return ways[0]
    rest = [*things, *counts]
    options = tuple(
        Option(_spoken(way), _spoken(way), f"{draft.without(rest)} {_spoken(way)}")
        for way in ways[:MOST_PERMUTED]
    )
    draft.doubts.append(
        Doubt(slot.name, "Which quantity belongs to which?", {}, options, draft.without(rest) + " {}")
    )
    return None


def _lacking(things: list[Piece], counts: list[Piece], gathering: Gathering) -> list[Item]:
    """Pair what there is, and ask for the quantity of the first thing without one."""
    draft, slot = gathering.draft, gathering.slot
    line = sorted([*things, *counts], key=lambda p: p.start)
    items = [Item(thing) for thing in things]
    for item in items:
        at = line.index(item.thing)
        after = line[at + 1] if at + 1 < len(line) else None
        if after in counts:
            item.count = after
    if len([i for i in items if i.count]) == len(counts):
        lost = next(i for i in items if not i.count)
    else:
        lost = items[0]
    draft.doubts.append(
        Doubt(
            f"{slot.name}.quantity",
            "{what}: how much?",
            {"what": gathering.name(lost.code)},
            (),
            draft.instead(lost.thing, lost.thing.text + " {}"),
        )
    )
    return items


def _excess(things: list[Piece], counts: list[Piece], gathering: Gathering) -> list[Item]:
    """Ask which of too many quantities is meant, or of what the spare one is."""
    draft, slot = gathering.draft, gathering.slot
    if len(things) == 1:
        options = tuple(
            Option(c.text, c.text, draft.without([o for o in counts if o is not c]))
            for c in counts[:MOST_PERMUTED]
        )
        what = gathering.name(things[0].hits[0].value)
        draft.doubts.append(
            Doubt(f"{slot.name}.quantity", "{what}: which is right?", {"what": what}, options)
        )
        return [Item(things[0])]
    following = [c for c in counts if not any(t.end == c.start for t in things)]
    spare = following[0] if following else counts[-1]
    draft.doubts.append(
        Doubt(
            slot.name, "{text}: of what?", {"text": spare.text}, (), draft.instead(spare, "{} " + spare.text)
        )
    )
    return [Item(thing) for thing in things]


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


def gather(gathering: Gathering, numbers: list[Piece]) -> list[Item]:
    """Return the items of a message; `numbers` are those without a unit that may count things."""
    draft, slot = gathering.draft, gathering.slot
    things = [p for p in draft.of(Role.ITEM) if p.hits[0].slot == slot.name]
    counts = [p for p in draft.of(Role.QUANTITY) if p.hits[0].slot == slot.name] + numbers
    counts.sort(key=lambda p: p.start)
    distinct = len({p.hits[0] for p in things})
    things = _once(things, max(distinct, min(len(things), len({p.hits[0] for p in counts}))), gathering)
    counts = _once(counts, len(things), gathering)
    if not things:
        _nothing(counts, gathering)
        return []
    if len(things) == len(counts):
        items = _pair(things, counts, gathering)
        if items is None:
            return []
    else:
        items = (_lacking if len(things) > len(counts) else _excess)(things, counts, gathering)
    _forms(items, [p for p in draft.of(Role.FORM) if p.hits[0].slot == slot.name], gathering)
    return items


def _nothing(counts: list[Piece], gathering: Gathering) -> None:
    """Ask what there was, offering what is counted in the unit that was given."""
    draft, slot = gathering.draft, gathering.slot
    units = {c.hits[0].unit for c in counts}
    entries = list(gathering.book.lists[slot.listing].entries.values())
    fitting = [e for e in entries if units <= {*e.units, ""}]
    options = tuple(
        Option(e.code, e.name(gathering.language), draft.text(plus=e.code)) for e in fitting[:MOST_PERMUTED]
    )
    title = slot.title(gathering.language)
    draft.doubts.append(Doubt(slot.name, "Which {what}?", {"what": title}, options, draft.text(plus="{}")))


def quantity_in_band(item: Item, gathering: Gathering) -> bool:
    """Tell whether a quantity is plausible for its thing; where the book knows no band, any is."""
    if not item.count:
        return True
    hit = item.count.hits[0]
    entry = gathering.entry(item.code)
    band = entry.bands.get(hit.unit or (entry.units[0] if entry.units else ""))
    return band is None or band.least <= Decimal(hit.value) <= band.most
