"""From a report to its canonical text, which decodes to the same report."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from codes.book import Book, Kind, Slot
from codes.report import Report, Value
from codes.words.clear import clear_words, doubtful_words
from codes.words.when import written

Writer: TypeAlias = Callable[[Slot, Value], list[str]]
Clear: TypeAlias = Mapping[tuple[str, str], tuple[bool, str]]
"""By slot and code of a choice: whether it wants its slot's marker, and the word for it."""
_DECIMALS_OF_A_GROUP = 3
_CHOSEN = (Kind.CHOICE, Kind.CHOICES)
_AFTER_MARKERS = (Kind.MARKED, Kind.NUMBER, Kind.NAME)


def _plain(slot: Slot, value: Value) -> list[str]:
    del slot
    return [value] if isinstance(value, str) else [v for v in value if isinstance(v, str)]


def _rows(value: Value) -> list[Mapping[str, str]]:
    return [] if isinstance(value, str) else [v for v in value if not isinstance(v, str)]


def _exact(quantity: str) -> str:
    """Write three decimals as four, because `1.125` may be read as 1125."""
    return quantity + "0" if len(quantity.partition(".")[2]) == _DECIMALS_OF_A_GROUP else quantity


def _items(slot: Slot, value: Value) -> list[str]:
    words: list[str] = []
    for row in _rows(value):
        quantity = _exact(row.get("quantity", "")) + row.get("unit", "")
        again = [quantity] if slot.twice else []
        words += [word for word in (row["code"], quantity, *again, row.get("form", "")) if word]
    return words


def _numbered(words: list[str], codes: Mapping[str, object]) -> list[str]:
    """Say codes that are numbers twice, too: `R22 R22`."""
    return [said for word in words for said in ([word, word] if word in codes else [word])]


def _persons(slot: Slot, value: Value) -> list[str]:
    rows = _rows(value)
    total = [f"TOT{sum(int(row['count']) for row in rows)}"] if slot.twice else []
    return [row["count"] + row.get("sex", "") + row.get("age", "") for row in rows] + total


def _twice(slot: Slot, value: Value) -> list[str]:
    return [str(value)] * (2 if slot.twice else 1)


def _time(slot: Slot, value: Value) -> list[str]:
    del slot
    return [written(str(value))]


def _date(slot: Slot, value: Value) -> list[str]:
    year, month, day = str(value).split("-")
    return [f"{day}-{month}-{year}"] * (2 if slot.twice else 1)


def _place(slot: Slot, value: Value) -> list[str]:
    """Say a place with figures in it twice: `MSI+5N MSI+5N`."""
    del slot
    return [str(value)] * (2 if any(map(str.isdecimal, str(value))) else 1)


_WRITERS: dict[Kind, Writer] = {
    Kind.ITEMS: _items,
    Kind.PERSONS: _persons,
    Kind.TIME: _time,
    Kind.DATE: _date,
    Kind.PLATE: _twice,
    Kind.GRADE: _twice,
    Kind.NAME: _twice,
    Kind.PLACE: _place,
    Kind.NUMBER: _twice,
    Kind.MARKED: _twice,
}


def _said(slot: Slot, value: Value, code: str, book: Book) -> list[str]:
    if slot.kind in _CHOSEN:
        return _chosen(slot, value, _clear(book, code))
    words = _WRITERS.get(slot.kind, _plain)(slot, value)
    if slot.kind is Kind.ITEMS and slot.twice and book.lists[slot.listing].standard:
        return _numbered(words, book.lists[slot.listing].entries)
    return _marked(slot, words)


def _chosen(slot: Slot, value: Value, clear: Clear) -> list[str]:
    """Say choices by their codes, or as they are clear; with a marker in front where the slot wants it."""
    words: list[str] = []
    for code in _plain(slot, value):
        marked, said = clear.get((slot.name, code), (slot.marked, code))
        words += [slot.markers[0], said] if marked and slot.markers else [said]
    return words


@lru_cache(maxsize=256)
def _clear(book: Book, code: str) -> Clear:
    """Return the choices of a type that are not said by their codes alone, or not surely."""
    kind, doubtful = book.types[code], doubtful_words(book, code)
    return {
        (name, word): (kind.slots[name].marked or (said == word and (name, word) in doubtful), said)
        for (name, word), said in clear_words(book, code).items()
    }


def _marked(slot: Slot, words: list[str]) -> list[str]:
    """Put the unit behind or the marker before each word of a slot that is read only so."""
    if slot.kind is Kind.NUMBER and slot.units:
        return [word + slot.units[0] for word in words]
    if slot.marked or slot.kind in _AFTER_MARKERS:
        return [part for word in words for part in (slot.markers[0], word)]
    return words


def _apart(before: str, words: list[str], slot: Slot) -> list[str]:
    """Keep two numbers from standing side by side, where a full stop between them would make one of them."""
    touching = before[-1:].isdecimal() and words[0][:1].isdecimal()
    return [slot.markers[0], *words] if touching and slot.markers else words


def encode(report: Report, book: Book) -> str:
    """Return what an officer would type for a report: its fields in the book's order, the free text last."""
    words = [report.type]
    kind = book.types[report.type]
    stated = [slot for name, slot in kind.slots.items() if name in report.fields]
    texts: list[str] = []
    for slot in stated:
        value = report.fields[slot.name]
        if slot.kind is Kind.TEXT:
            texts.append(str(value))
        elif said := _said(slot, value, report.type, book):
            words += _apart(words[-1], said, slot)
    return " ".join(words + [text if kind.rest else f"// {text}" for text in texts])
