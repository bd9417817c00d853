"""A report's fields as the cells of a form and back again: one table by the kind of slot.

A cell is named `slot`, `slot.row` or `slot.row.part`, so that what was typed can be shown again as it was.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from codes.book import Book, Kind, Place, ReportType, Slot
from codes.report import Value
from codes.words.script import normalise
from codes.words.shapes import plain

MOST_ROWS = 12
_SPARE = 2
_MINUTE = "%Y-%m-%dT%H:%M"
_ITEM = ("code", "quantity", "unit", "form")
_PERSON = ("count", "sex", "age")
_LISTS = {"unit": "unit", "sex": "sex", "age": "age"}
_ANY_SEX = "X"
_UNASKED = frozenset({Kind.GRADE})  # given on the report's own page, with its meaning in words
_ROWS = {Kind.ITEMS: _ITEM, Kind.PERSONS: _PERSON}
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to fill in; `shape` is the input's type, `area`, or `select` of `options` (code, label)."""

    name: str
    label: str
    shape: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One slot of the form: its rows of cells."""

    name: str
    label: str
    mandatory: bool
    rows: tuple[tuple[Cell, ...], ...]


def lines(
    kind: ReportType, typed: Typed, book: Book, language: str, *, graded: bool = False
) -> tuple[Line, ...]:
    """Return the form of a type, filled with what was typed; `graded` asks for a grade that must be there."""
    return tuple(
        Line(slot.name, slot.title(language), slot.mandatory, tuple(_rows(slot, typed, book, language)))
        for slot in _asked(kind, graded=graded)
    )


def typed(
    kind: ReportType, fields: Mapping[str, Value], zone: ZoneInfo, *, graded: bool = False
) -> dict[str, str]:
    """Return fields as they would be typed into the form; times in the office's zone."""
    return {
        name: text
        for slot in _asked(kind, graded=graded)
        if slot.name in fields
        for name, text in _flat(slot, fields[slot.name], zone)
    }


def fields(
    kind: ReportType, form: Typed, zone: ZoneInfo, places: Mapping[str, Place], *, graded: bool = False
) -> dict[str, Value]:
    """Return what a form says, only what was filled in; whether the book takes it is asked elsewhere.

    One of the `places` may be called by its name; it is kept by its code.
    """
    found = {slot.name: _value(slot, form, zone) for slot in _asked(kind, graded=graded)}
    named = (slot.name for slot in kind.slots.values() if slot.kind is Kind.PLACE)
    found |= {name: _place(found[name], places) for name in named if name in found}
    return {name: value for name, value in found.items() if value}


def _place(said: Value, places: Mapping[str, Place]) -> Value:
    """Return the code of the one place that bears a name in any language; anything else as it is."""
    if not isinstance(said, str) or said in places:
        return said
    wanted = normalise(said)
    named = [one.code for one in places.values() if wanted in map(normalise, one.names.values())]
    return named[0] if len(named) == 1 else said


def _asked(kind: ReportType, *, graded: bool) -> Iterator[Slot]:
    """Yield the slots that a form asks for."""
    for slot in kind.slots.values():
        if slot.kind not in _UNASKED or (graded and slot.mandatory):
            yield slot


def _rows(slot: Slot, typed: Typed, book: Book, language: str) -> Iterator[tuple[Cell, ...]]:
    if slot.kind is Kind.CHOICES:
        for row in range(_size(slot, typed)):
            yield (_cell(f"{slot.name}.{row}", slot.title(language), slot.listing, typed, book, language),)
    elif slot.kind in _ROWS:
        parts = [part for part in _ROWS[slot.kind] if part != "form" or slot.form]
        for row in range(_size(slot, typed)):
            yield tuple(_part(slot, row, part, typed, book, language) for part in parts)
    elif slot.kind is Kind.CHOICE:
        yield (_cell(slot.name, slot.title(language), slot.listing, typed, book, language),)
    else:
        shape = "area" if slot.kind is Kind.TEXT else slot.kind.value
        yield (Cell(slot.name, slot.title(language), shape, typed.get(slot.name, "")),)


def _size(slot: Slot, typed: Typed) -> int:
    taken = [row for row in range(MOST_ROWS) if any(_in_row(name, slot.name, row) for name in typed)]
    filled = [row for row in taken if any(typed[n].strip() for n in typed if _in_row(n, slot.name, row))]
    return min(max(filled, default=-1) + 1 + _SPARE, MOST_ROWS)


def _in_row(name: str, slot: str, row: int) -> bool:
    return name.split(".")[:2] == [slot, str(row)]


def _part(slot: Slot, row: int, part: str, typed: Typed, book: Book, language: str) -> Cell:
    name = f"{slot.name}.{row}.{part}"
    listing = {"code": slot.listing, "form": slot.form}.get(part) or _LISTS.get(part, "")
    if listing:
        return _cell(name, part, listing, typed, book, language)
    return Cell(name, part, "number", typed.get(name, ""))


def _cell(name: str, label: str, listing: str, typed: Typed, book: Book, language: str) -> Cell:
    # What is not known is chosen often, and stands last in the book: here it is first.
    entries = sorted(book.lists[listing].entries.values(), key=lambda one: not _unknown(one.code))
    options = tuple((one.code, f"{one.name(language)} ({one.code})") for one in entries)
    return Cell(name, label, "select", typed.get(name, ""), options)


def _unknown(code: str) -> bool:
    """Say whether a list's code is the one for what nobody knows: X, XXX, UNKN."""
    return set(code) == {"X"} or code.startswith("UNK")


def _flat(slot: Slot, value: Value, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield slot.name, _local(value, zone) if slot.kind is Kind.TIME else value
        return
    for row, one in enumerate(value[:MOST_ROWS]):
        if isinstance(one, str):
            yield f"{slot.name}.{row}", one
        else:
            yield from ((f"{slot.name}.{row}.{part}", text) for part, text in one.items())


def _value(slot: Slot, form: Typed, zone: ZoneInfo) -> Value:
    if slot.kind is Kind.CHOICES:
        chosen = (form.get(f"{slot.name}.{row}", "").strip() for row in range(MOST_ROWS))
        return list(dict.fromkeys(one for one in chosen if one))
    if slot.kind in _ROWS:
        return [row for row in _filled(slot, form) if row]
    return _READ.get(slot.kind, _word)(form.get(slot.name, "").strip(), zone)


def _filled(slot: Slot, form: Typed) -> Iterator[dict[str, str]]:
    for row in range(MOST_ROWS):
        named = {part: form.get(f"{slot.name}.{row}.{part}", "").strip() for part in _ROWS[slot.kind]}
        filled = {part: _tidy(part, text) for part, text in named.items() if text}
        # A count alone would be read as the total of the groups; it is a group of which no more is known.
        alone = slot.kind is Kind.PERSONS and "count" in filled and "sex" not in filled
        yield filled | ({"sex": _ANY_SEX} if alone else {})


def _tidy(part: str, text: str) -> str:
    bare = text.replace(",", "").replace(" ", "")
    figures = part in ("quantity", "count") and bare.replace(".", "", 1).isdecimal()
    return plain(bare) if figures else text


def _word(text: str, zone: ZoneInfo) -> str:
    del zone
    return text.upper()


def _free(text: str, zone: ZoneInfo) -> str:
    del zone
    return " ".join(text.split())


def _moment(text: str, zone: ZoneInfo) -> str:
    """Return a time, local where it names no zone, as UTC to the minute; the book refuses what is none."""
    try:
        found = datetime.fromisoformat(text)
        return f"{(found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC):{_MINUTE}}Z"
    except (ValueError, OverflowError):  # the year 1 or 9999 may be none in UTC
        return text


def _local(value: str, zone: ZoneInfo) -> str:
    try:
        return f"{datetime.fromisoformat(value).astimezone(zone):%Y-%m-%d %H:%M}"
    except ValueError:
        return value


_READ: dict[Kind, Callable[[str, ZoneInfo], str]] = {
    Kind.TIME: _moment,
    Kind.TEXT: _free,
    Kind.DATE: _free,
}
