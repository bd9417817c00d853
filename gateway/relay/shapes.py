"""Whether a partner's fields have the shapes that the codebook's words are made for."""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from codes.book import Book, Kind

_ROWS: TypeAdapter[list[dict[str, str]]] = TypeAdapter(list[dict[str, str]])
_WORDS: TypeAdapter[list[str]] = TypeAdapter(list[str])
_WORD: TypeAdapter[str] = TypeAdapter(str)
_NEEDED = {Kind.ITEMS: "code", Kind.PERSONS: "count"}


def shaped(kind: str, fields: Mapping[str, object], book: Book) -> bool:
    """Say whether every field is one of the type's slots and holds what such a slot holds."""
    if kind not in book.types:
        return False
    slots = book.types[kind].slots
    return all(name in slots and _fits(slots[name].kind, value) for name, value in fields.items())


def _fits(kind: Kind, value: object) -> bool:
    needed = _NEEDED.get(kind)
    try:
        if needed:
            return all(needed in row for row in _ROWS.validate_python(value, strict=True))
        (_WORDS if kind is Kind.CHOICES else _WORD).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True
