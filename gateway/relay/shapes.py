"""Whether a partner's fields have the shapes that the codebook's words are made for."""

from collections.abc import Mapping
from datetime import MAXYEAR, datetime
from typing import cast

from codes.book import Book, Kind

_NEEDED = {Kind.ITEMS: "code", Kind.PERSONS: "count"}
_FORMS = {Kind.TIME: "%Y-%m-%dT%H:%MZ", Kind.DATE: "%Y-%m-%d"}


def shaped(kind: str, fields: Mapping[str, object], book: Book) -> bool:
    """Say whether every field is one of the type's slots and holds what such a slot holds."""
    if kind not in book.types:
        return False
    slots = book.types[kind].slots
    return all(name in slots and _fits(slots[name].kind, value) for name, value in fields.items())


def _fits(kind: Kind, value: object) -> bool:
    needed = _NEEDED.get(kind)
    if needed is None and kind is not Kind.CHOICES:
        return isinstance(value, str) and (kind not in _FORMS or _written(value, _FORMS[kind]))
    if not isinstance(value, list):
        return False
    rows = cast("list[object]", value)
    return all(isinstance(row, str) if needed is None else _named(row, needed) for row in rows)


def _named(row: object, needed: str) -> bool:
    """Say whether a row is of named texts, `needed` among them."""
    if not isinstance(row, dict):
        return False
    parts = cast("dict[object, object]", row)
    texts = all(isinstance(one, str) for pair in parts.items() for one in pair)
    return needed in parts and texts and (needed != "count" or _counted(str(parts[needed])))


def _counted(value: str) -> bool:
    return value.isascii() and value.isdecimal()


def _written(value: str, form: str) -> bool:
    """Say whether a time is one, in the one form that reports have it in, and any zone can say it."""
    try:
        found = datetime.strptime(value, form)  # noqa: DTZ007  # it is thrown away
    except ValueError:
        return False
    return found.strftime(form) == value and found.year < MAXYEAR
