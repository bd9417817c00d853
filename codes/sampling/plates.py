"""Random number plates of a country's usual shapes: an example of the book with other signs in it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from codes.book import Book
from codes.report import Value
from codes.sampling.dice import Sampler

_TRIES = 4
_SIGNS = ("0123456789", "ABCDEFGHJKLMNPRSTUVWXY")
_UNKNOWN = "LA"
"""Whose plates stand for those of a country that the book does not know: two letters, four figures."""


@lru_cache(maxsize=32)
def _examples(book: Book, country: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return a country's usual plates as they are filed, each with its shape."""
    plates = book.countries[country].plates
    found = [(_filed(e), re.compile(p.shape)) for p in plates if not p.rare for e in p.examples]
    return tuple((example, shape) for example, shape in found if shape.fullmatch(example))


def _filed(plate: str) -> str:
    """Return a plate without its signs between, unless it would be a number then."""
    bare = plate.replace("-", "").replace("/", "")
    return plate if bare.isdecimal() else bare


def _signs(sign: str) -> str:
    """Return what else a sign may be: figures, capitals, or the letters that stand by it in its script."""
    at = ord(sign)
    beside = "".join(chr(other) for other in range(at - 12, at + 12) if chr(other).isalpha())
    return next((signs for signs in _SIGNS if sign in signs), "" if sign.isascii() else beside)


def _redrawn(plate: str, shape: re.Pattern[str], sampler: Sampler) -> str:
    """Draw each sign of a plate anew, as far as its shape allows."""
    for at, sign in enumerate(plate):
        signs = _signs(sign)
        for _ in range(_TRIES if signs else 0):
            other = plate[:at] + sampler.dice.choice(signs) + plate[at + 1 :]
            if shape.fullmatch(other):
                plate = other
                break
    return plate


def plate_of(country: str, sampler: Sampler) -> str:
    """Return a plate of a country, as a careful officer would state it."""
    known = country if country in sampler.book.countries else _UNKNOWN
    examples = _examples(sampler.book, known)
    return _redrawn(*sampler.dice.choice(examples), sampler) if examples else ""


def fitted(fields: Mapping[str, Value], sampler: Sampler) -> dict[str, Value]:
    """Return a report's fields, its plate one of the country that it states."""
    stated = fields.get("country")
    plate = {"plate": plate_of(stated, sampler)} if "plate" in fields and isinstance(stated, str) else {}
    return {**fields, **plate}
