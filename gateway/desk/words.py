"""Labels without a codebook: codes as they stand, so that a page is never empty for want of a word."""

from collections.abc import Mapping
from typing import Any


class PlainWords:
    """Shows codes and field names as they are."""

    def type(self, code: str, language: str) -> str:
        del language
        return code

    def place(self, code: str, language: str) -> str:
        del language
        return code

    def slots(self, type_: str, fields: Mapping[str, Any], language: str) -> list[tuple[str, str, str]]:
        del type_, language
        return [(name, name.replace("_", " "), plain(value)) for name, value in fields.items()]


def plain(value: Any) -> str:  # noqa: ANN401  # whatever JSON holds
    """Return a field's value as text, whatever its shape."""
    if isinstance(value, Mapping):
        parts: Mapping[str, Any] = value
        return " ".join(plain(part) for part in parts.values())
    if isinstance(value, list):
        items: list[Any] = value
        return ", ".join(plain(item) for item in items)
    return "" if value is None else str(value)
