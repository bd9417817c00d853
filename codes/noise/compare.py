"""Whether two reports say the same: orders aside, numbers as numbers, weights in whatever unit."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from codes.book import Book, Kind, Slot
from codes.report import Report, Value

Row: TypeAlias = Mapping[str, str]
CLOSE = Decimal("0.01")
"""Share by which two weights may differ when one was turned into the other's unit."""

_GRAMS = {"MG": Decimal("0.001"), "G": Decimal(1), "KG": Decimal(1000), "TON": Decimal(1_000_000)}
_NUMBERS = frozenset({"quantity", "count"})


def slots_of(report: Report, book: Book) -> Mapping[str, Slot]:
    kind = book.types.get(report.type)
    return kind.slots if kind else {}


def _grams(unit: str, book: Book) -> Decimal | None:
    """Return the weight of a unit; that of a local one from its country's file."""
    if unit in _GRAMS:
        return _GRAMS[unit]
    for country in book.countries.values():
        local = country.units.get(unit)
        if local and local.of in _GRAMS:
            return local.factor * _GRAMS[local.of]
    return None


def _number(text: str) -> Decimal | None:
    plain = text.replace(".", "", 1)
    return Decimal(text) if plain.isdecimal() and plain.isascii() else None


def _plain(row: Row) -> dict[str, object]:
    return {name: _number(text) if name in _NUMBERS else text for name, text in row.items()}


def _alike(one: Row, other: Row, book: Book) -> bool:
    """Say whether two rows tell the same, if need be by weight."""
    if _plain(one) == _plain(other):
        return True
    amounts = {"quantity", "unit"}
    rest = [{name: text for name, text in row.items() if name not in amounts} for row in (one, other)]
    if rest[0] != rest[1] or one.get("unit") == other.get("unit"):
        return False
    here, there = (_weight(row, book) for row in (one, other))
    return here is not None and there is not None and abs(here - there) <= CLOSE * there


def _weight(row: Row, book: Book) -> Decimal | None:
    grams, number = _grams(row.get("unit", ""), book), _number(row.get("quantity", ""))
    return None if grams is None or number is None else grams * number


def rows_of(value: Value) -> list[Row]:
    if isinstance(value, str):
        return [{"": value}]
    return [{"": row} if isinstance(row, str) else row for row in value]


def _within(part: Value, whole: Value, book: Book) -> bool:
    wanted = rows_of(whole)
    return all(any(_alike(row, other, book) for other in wanted) for row in rows_of(part))


def covers(whole: Report, part: Report, book: Book) -> bool:
    """Say whether one report tells everything that another does; free text only as there or not."""
    if whole.type != part.type:
        return False
    slots = slots_of(whole, book)
    return all(
        name in whole.fields and _tells(slots.get(name), whole.fields[name], value, book)
        for name, value in part.fields.items()
    )


def _tells(slot: Slot | None, whole: Value, part: Value, book: Book) -> bool:
    """Compare one field; where a name is parted into words is the typist's affair."""
    if slot and slot.kind is Kind.TEXT:
        return True
    if slot and slot.kind is Kind.NAME:
        return str(whole).replace(" ", "") == str(part).replace(" ", "")
    return _within(part, whole, book)


def same(one: Report, other: Report, book: Book) -> bool:
    """Say whether each of two reports tells all that the other does, in as many rows."""
    sizes = [{name: len(rows_of(value)) for name, value in r.fields.items()} for r in (one, other)]
    return sizes[0] == sizes[1] and covers(one, other, book) and covers(other, one, book)


def of_kind(report: Report, kinds: frozenset[Kind], book: Book) -> Report:
    """Return the report with its fields of some kinds only."""
    slots = slots_of(report, book)
    return Report(
        report.type, {n: v for n, v in report.fields.items() if n in slots and slots[n].kind in kinds}
    )
