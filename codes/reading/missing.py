"""What is asked when a field that must be there is not: with the likeliest values, where there are some."""

from codes.book import Kind, Slot
from codes.reading.filling import MOST_OPTIONS, Filling
from codes.reading.pieces import Option
from codes.report import Value


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


def ask_for(slot: Slot, filling: Filling) -> None:
    options = tuple(
        Option(code, name, filling.draft.text(plus=code)) for code, name in _likely(slot, filling)
    )
    title = slot.title(filling.language)
    filling.doubt(slot.name, "Which {what}?", {"what": title}, options, filling.draft.text(plus="{}"))


def ask_for_either(groups: tuple[tuple[str, ...], ...], fields: dict[str, Value], filling: Filling) -> None:
    """Ask for what completes the group that was begun, where none of several groups of slots is whole."""
    if not groups or any(all(name in fields for name in group) for group in groups):
        return
    begun = next((g for g in groups if any(name in fields for name in g)), groups[0])
    lost = next(name for name in begun if name not in fields)
    ask_for(filling.lex.type.slots[lost], filling)
