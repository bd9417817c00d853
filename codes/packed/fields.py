"""How each kind of slot is packed; the tables at the foot pair every writer with its reader."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, cast

from codes.book import Book, Kind, Slot
from codes.packed import parts
from codes.packed.radix import Reader, Writer
from codes.refs import reference, serial
from codes.report import Value

Put: TypeAlias = Callable[[Value, Slot, Book, Writer], None]
Get: TypeAlias = Callable[[Slot, Book, Reader], Value]
POINTS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
NONE = ""
REFERENCES = 450_560
_PLAIN, _OFFSET, _OTHER = range(3)


def _codes(book: Book, listing: str) -> list[str]:
    return list(book.lists[listing].entries)


def _put_choice(value: Value, slot: Slot, book: Book, out: Writer) -> None:
    parts.put_choice(str(value), _codes(book, slot.listing), out)


def _get_choice(slot: Slot, book: Book, data: Reader) -> Value:
    return parts.get_choice(_codes(book, slot.listing), data)


def _put_choices(value: Value, slot: Slot, book: Book, out: Writer) -> None:
    parts.put_count(len(value) - 1, out)
    for code in value:
        parts.put_choice(cast("str", code), _codes(book, slot.listing), out)


def _get_choices(slot: Slot, book: Book, data: Reader) -> Value:
    return [parts.get_choice(_codes(book, slot.listing), data) for _ in range(parts.get_count(data) + 1)]


def _units(code: str, slot: Slot, book: Book) -> Sequence[str]:
    entry = book.lists[slot.listing].entries[code]
    return (*entry.units, NONE) if slot.bare else entry.units


def _rows(value: Value) -> list[dict[str, str]]:
    return cast("list[dict[str, str]]", value)


def _put_items(value: Value, slot: Slot, book: Book, out: Writer) -> None:
    rows = _rows(value)
    parts.put_count(len(rows) - 1, out)
    for row in rows:
        parts.put_choice(row["code"], _codes(book, slot.listing), out)
        parts.put_figure(row["quantity"], out)
        parts.put_choice(row.get("unit", NONE), _units(row["code"], slot, book), out)
        if slot.form:
            parts.put_choice(row.get("form", NONE), [*_codes(book, slot.form), NONE], out)


def _get_items(slot: Slot, book: Book, data: Reader) -> Value:
    rows: list[dict[str, str]] = []
    for _ in range(parts.get_count(data) + 1):
        code = parts.get_choice(_codes(book, slot.listing), data)
        row = {"code": code, "quantity": parts.get_figure(data)}
        row["unit"] = parts.get_choice(_units(code, slot, book), data)
        if slot.form:
            row["form"] = parts.get_choice([*_codes(book, slot.form), NONE], data)
        rows.append({name: text for name, text in row.items() if text})
    return rows


def _sorts(book: Book) -> tuple[list[str], list[str]]:
    return [*_codes(book, "sex"), NONE], [*_codes(book, "age"), NONE]


def _put_persons(value: Value, slot: Slot, book: Book, out: Writer) -> None:
    del slot
    sexes, ages = _sorts(book)
    parts.put_count(len(value) - 1, out)
    for row in _rows(value):
        parts.put_count(int(row["count"]), out)
        parts.put_choice(row.get("sex", NONE), sexes, out)
        parts.put_choice(row.get("age", NONE), ages, out)


def _get_persons(slot: Slot, book: Book, data: Reader) -> Value:
    del slot
    sexes, ages = _sorts(book)
    rows: list[dict[str, str]] = []
    for _ in range(parts.get_count(data) + 1):
        row = {"count": str(parts.get_count(data))}
        row |= {"sex": parts.get_choice(sexes, data), "age": parts.get_choice(ages, data)}
        rows.append({name: text for name, text in row.items() if text})
    return rows


def _put_place(value: Value, slot: Slot, book: Book, out: Writer) -> None:
    del slot
    code, plus, rest = str(value).partition("+")
    kilometres = rest.rstrip("NESW")
    known = code in book.places and (not plus or rest[len(kilometres) :] in POINTS)
    out.put((_OFFSET if plus else _PLAIN) if known else _OTHER, 3)
    if not known:
        parts.put_word(str(value), out)
        return
    parts.put_choice(code, list(book.places), out)
    if plus:
        parts.put_figure(kilometres, out)
        parts.put_choice(rest[len(kilometres) :], POINTS, out)


def _get_place(slot: Slot, book: Book, data: Reader) -> Value:
    del slot
    sort = data.get(3)
    if sort == _OTHER:
        return parts.get_word(data)
    code = parts.get_choice(list(book.places), data)
    return code if sort == _PLAIN else f"{code}+{parts.get_figure(data)}{parts.get_choice(POINTS, data)}"


def _put_reference(value: Value, slot: Slot, book: Book, out: Writer) -> None:
    del slot, book
    number = serial(str(value))
    known = number is not None and number < REFERENCES and reference(number) == value
    out.put(int(known), 2)
    if known and number is not None:
        out.put(number, REFERENCES)
    else:
        parts.put_word(str(value), out)


def _get_reference(slot: Slot, book: Book, data: Reader) -> Value:
    del slot, book
    return reference(data.get(REFERENCES)) if data.get(2) else parts.get_word(data)


def _put_grade(value: Value, slot: Slot, book: Book, out: Writer) -> None:
    del slot, book
    for character, choices in zip(str(value), ("123", "ABCDE", "PC"), strict=True):
        parts.put_choice(character, choices, out)


def _get_grade(slot: Slot, book: Book, data: Reader) -> Value:
    del slot, book
    return "".join(parts.get_choice(choices, data) for choices in ("123", "ABCDE", "PC"))


def _simple(put: Callable[[str, Writer], None], get: Callable[[Reader], str]) -> tuple[Put, Get]:
    """Make a pair out of one that needs neither slot nor book."""

    def putter(value: Value, slot: Slot, book: Book, out: Writer) -> None:
        del slot, book
        put(cast("str", value), out)

    def getter(slot: Slot, book: Book, data: Reader) -> Value:
        del slot, book
        return get(data)

    return putter, getter


_WORD = _simple(parts.put_word, parts.get_word)
PACKERS: dict[Kind, tuple[Put, Get]] = {
    Kind.CHOICE: (_put_choice, _get_choice),
    Kind.CHOICES: (_put_choices, _get_choices),
    Kind.ITEMS: (_put_items, _get_items),
    Kind.PERSONS: (_put_persons, _get_persons),
    Kind.PLACE: (_put_place, _get_place),
    Kind.GRADE: (_put_grade, _get_grade),
    Kind.REFERENCE: (_put_reference, _get_reference),
    Kind.TIME: _simple(parts.put_moment, parts.get_moment),
    Kind.DATE: _simple(parts.put_day, parts.get_day),
    Kind.NUMBER: _simple(parts.put_figure, parts.get_figure),
    Kind.PLATE: _WORD,
    Kind.CONTAINER: _WORD,
    Kind.MARKED: _WORD,
    Kind.NAME: _WORD,
    Kind.TEXT: _WORD,
}
