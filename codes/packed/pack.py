"""A whole report: edition, type, which slots are there, and each of them by its kind.

Layout, digit by digit (radix in brackets): edition [16]; form [2]: 0 by slots, 1 as JSON because a value
was not one the book can pack; type [number of types]; whole [2]: 0 when all mandatory slots are there;
presence [2] of each slot that may be absent; then the slots in the book's order.
"""

import json
from collections.abc import Callable, Iterator
from decimal import InvalidOperation
from typing import cast

from codes.book import Book, ReportType, Slot
from codes.packed import parts
from codes.packed.fields import PACKERS
from codes.packed.radix import EDITIONS, Reader, SpoiltError, Writer
from codes.report import Report, Value

MOST_BYTES = 4096
_BY_SLOTS, _AS_JSON = 0, 1
_UNPACKABLE = (SpoiltError, KeyError, ValueError, TypeError, IndexError, InvalidOperation)


def _loose(kind: ReportType, *, whole: bool) -> Iterator[Slot]:
    """Yield the slots whose presence is written down."""
    return (slot for slot in kind.slots.values() if not (whole and slot.mandatory))


def _by_slots(report: Report, book: Book) -> bytes:
    out = Writer()
    kind = book.types[report.type]
    if any(name not in kind.slots for name in report.fields):
        raise SpoiltError("a field that the type does not have")
    whole = all(slot.name in report.fields for slot in kind.slots.values() if slot.mandatory)
    out.put(book.edition % EDITIONS, EDITIONS)
    out.put(_BY_SLOTS, 2)
    parts.put_choice(report.type, list(book.types), out)
    out.put(int(not whole), 2)
    for slot in _loose(kind, whole=whole):
        out.put(int(slot.name in report.fields), 2)
    for name, slot in kind.slots.items():
        if name in report.fields:
            PACKERS[slot.kind][0](report.fields[name], slot, book, out)
    return out.to_bytes()


def _as_json(report: Report, book: Book) -> bytes:
    out = Writer()
    out.put(book.edition % EDITIONS, EDITIONS)
    out.put(_AS_JSON, 2)
    raw = json.dumps(report.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
    out.put(len(raw), MOST_BYTES)
    for byte in raw:
        out.put(byte, 256)
    return out.to_bytes()


def pack(report: Report, book: Book) -> bytes:
    """Return the packed form; `unpack` gives back the same report, whatever its values are.

    Raises SpoiltError only for a report of more than 4 kB.
    """
    try:
        data = _by_slots(report, book)
        if _read(data, book) == Report(report.type, dict(report.fields)):
            return data
    except _UNPACKABLE:
        pass
    return _as_json(report, book)


def _read(data: bytes, book: Book) -> Report:
    reader = Reader.of(data)
    reader.get(EDITIONS)
    if reader.get(2) == _AS_JSON:
        raw = bytes(reader.get(256) for _ in range(reader.get(MOST_BYTES)))
        found = cast("dict[str, object]", json.loads(raw))
        return Report(str(found["type"]), cast("dict[str, Value]", found["fields"]))
    kind = book.types[parts.get_choice(list(book.types), reader)]
    whole = reader.get(2) == 0
    there = {slot.name for slot in _loose(kind, whole=whole) if reader.get(2)}
    slots = [s for s in kind.slots.values() if s.name in there or (whole and s.mandatory)]
    report = Report(kind.code, {slot.name: PACKERS[slot.kind][1](slot, book, reader) for slot in slots})
    if reader.number:
        raise SpoiltError("there is more than a report")
    return report


def unpack(data: bytes, edition: Callable[[int], Book | None]) -> Report | None:
    """Return the report, None where the bytes are none; `edition` gives the book of an edition's number."""
    if len(data) > MOST_BYTES:
        return None
    book = edition(Reader.of(data).get(EDITIONS))
    if book is None:
        return None
    try:
        return _read(data, book)
    except _UNPACKABLE:
        return None
