"""Large round figures in words, `200 thousand` or `2 แสน`: a nought too many shows in them."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from codes.book import Book

LEAST = 10_000
MOST_DECIMALS = 2
_WESTERN: Sequence[tuple[int, str]] = ((1_000_000, "{count} million"), (1_000, "{count} thousand"))
_REGIONAL: Sequence[tuple[int, str]] = (
    (1_000_000, "{count} million"),
    (100_000, "{count} hundred thousand"),
    (10_000, "{count} ten thousand"),
)
"""Thai, Lao, Khmer and Burmese have words for these; in English nobody counts so."""
_COUNTED = {"en": _WESTERN, "vi": _WESTERN, "vi-plain": _WESTERN}


def in_words(quantity: str, book: Book, language: str) -> str:
    """Return a decimal string of ten thousand or more by its magnitude; empty where that is no shorter."""
    try:
        number = Decimal(quantity)
    except InvalidOperation:
        return ""
    if not number.is_finite() or number < LEAST:
        return ""
    size, message = next(step for step in _COUNTED.get(language, _REGIONAL) if number >= step[0])
    count = (number / size).normalize()
    if -int(count.as_tuple().exponent) > MOST_DECIMALS:
        return ""
    return book.say(language, message, count=f"{count:,f}")
