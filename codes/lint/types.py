"""Report types: three slips apart, nothing near SOS, their examples decode, their slots can be said."""

from collections.abc import Iterator
from datetime import UTC, datetime

from codes.book import Book, Kind
from codes.context import Context
from codes.decode import decode
from codes.lint.apart import near_sos, too_close, twins
from codes.precedence import Precedence
from codes.report import Outcome

TYPES_APART, CONTROLS_APART = 3, 2


def _apart(book: Book) -> Iterator[str]:
    codes = [kind.code for kind in book.types.values() if not kind.control]
    for one, two in too_close(codes, TYPES_APART):
        yield f"types {one} and {two} are closer than {TYPES_APART} slips"
    for one, two in too_close(list(book.types), CONTROLS_APART):
        yield f"opening words {one} and {two} are closer than {CONTROLS_APART} slips"
    for one, two in twins(book.types):
        yield f"types {one} and {two} are typed with the same keys"


def _aliases(book: Book) -> Iterator[str]:
    owners: dict[str, str] = {}
    for kind in book.types.values():
        for word in (kind.code, *kind.aliases):
            owner = owners.setdefault(word, kind.code)
            if owner != kind.code:
                yield f"{word} opens both {owner} and {kind.code}"
            if kind.code != "SOS" and near_sos(word):
                yield f"{word}, for {kind.code}, is a slip away from SOS"


def _examples(book: Book) -> Iterator[str]:
    context = Context(datetime(2026, 1, 15, 12, tzinfo=UTC), "MSI")
    for kind in book.types.values():
        for text in kind.examples:
            found = decode(text, book, context)
            if (found.type != kind.code and not found.drill) or found.outcome is not Outcome.ACCEPTED:
                yield f"the example {text!r} of {kind.code} is {found.outcome.value} as {found.type}"


def _slots(book: Book) -> Iterator[str]:
    for kind in book.types.values():
        if kind.precedence not in Precedence.__members__:
            yield f"{kind.code} has the precedence {kind.precedence}, which is none"
        for slot in kind.slots.values():
            if slot.kind in (Kind.MARKED, Kind.NUMBER) and not (slot.markers or slot.units):
                yield f"{kind.code}.{slot.name} can be said neither by a marker nor by a unit"
            if slot.marked and not slot.markers:
                yield f"{kind.code}.{slot.name} is read after a marker and has none"


def findings(book: Book) -> Iterator[str]:
    yield from _apart(book)
    yield from _aliases(book)
    yield from _slots(book)
    yield from _examples(book)
