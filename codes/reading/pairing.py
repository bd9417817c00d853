"""Which quantity belongs to which thing, one after the other or by the units that fit, or a question."""

from dataclasses import dataclass
from itertools import permutations

from codes.book import Book, Entry, Slot
from codes.reading.pieces import Doubt, Draft, Option, Piece

MOST_PERMUTED = 4


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
            made["quantity"] = self.count.hits[0].value
            if unit := self.count.hits[0].unit:
                made["unit"] = unit
        if self.form:
            made["form"] = self.form.hits[0].value
        return made


@dataclass(slots=True)
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


def pair(things: list[Piece], counts: list[Piece], gathering: Gathering) -> list[Item] | None:
    """Pair as many counts as things; None with a doubt where more than one way makes sense."""
    draft, slot = gathering.draft, gathering.slot
    if len(things) == 1:
        return [Item(things[0], counts[0])]
    near = _by_neighbours(things, counts)
    if near and all(i.count and _fits(i.thing, i.count, gathering) for i in near):
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


def lacking(things: list[Piece], counts: list[Piece], gathering: Gathering) -> list[Item]:
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


def excess(things: list[Piece], counts: list[Piece], gathering: Gathering) -> list[Item]:
    """Ask which of too many quantities is meant, or of what the spare one is."""
    draft, slot = gathering.draft, gathering.slot
    if len(things) == 1:
        options = tuple(
            Option(c.text, c.text, draft.without([o for o in counts if o is not c]))
            for c in counts[:MOST_PERMUTED]
        )
        what, rest = gathering.name(things[0].hits[0].value), draft.without(counts) + " {}"
        draft.doubts.append(
            Doubt(f"{slot.name}.quantity", "{what}: which is right?", {"what": what}, options, rest)
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


def nothing(counts: list[Piece], gathering: Gathering) -> None:
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
