"""A field's value as text when the codebook has no words for it, so that a page is never empty."""

from collections.abc import Mapping
from typing import Any, cast


def plain(value: Any) -> str:  # noqa: ANN401  # whatever JSON holds
    """Return a field's value as text, whatever its shape."""
    if isinstance(value, Mapping):
        return " ".join(plain(part) for part in cast("Mapping[str, Any]", value).values())
    if isinstance(value, list):
        return ", ".join(plain(item) for item in cast("list[Any]", value))
    return "" if value is None else str(value)
