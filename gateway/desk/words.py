"""Labels without a codebook: codes as they stand, so that a page is never empty for want of a word."""

from collections.abc import Mapping
from typing import Any, cast


class PlainWords:
    """Shows codes and field names as they are."""

    def type(self, code: str, language: str) -> str:
        del language
        return code

    def place(self, code: str, language: str) -> str:
        del language
        return code

    def where(self, place: str) -> tuple[float, float] | None:
        del place
        return None

    def slots(self, type_: str, fields: Mapping[str, Any], language: str) -> list[tuple[str, str, str]]:
        del type_, language
        return [(name, name.replace("_", " "), plain(value)) for name, value in fields.items()]


def plain(value: Any) -> str:  # noqa: ANN401  # whatever JSON holds
    """Return a field's value as text, whatever its shape."""
    if isinstance(value, Mapping):
        return " ".join(plain(part) for part in cast("Mapping[str, Any]", value).values())
    if isinstance(value, list):
        return ", ".join(plain(item) for item in cast("list[Any]", value))
    return "" if value is None else str(value)
