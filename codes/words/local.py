"""What is local to the office's country: words of number, and units, told in those that all understand."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from codes.book import Book, Bundle, Country, LocalUnit
from codes.words.lexicon import Lexicon, Role
from codes.words.script import normalise
from codes.words.shapes import plain
from codes.words.words import split

_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(\D*)$")
_THOUSANDS = 3
_FIGURES = "0123456789."
_PRECISION = 6
"""Figures kept of a converted quantity; no scale in the field shows more."""


@dataclass(frozen=True, eq=False)
class Manners:
    """A country's words of number and of units, as they are looked up."""

    numbers: dict[str, Decimal]
    units: dict[str, LocalUnit]
    beginnings: tuple[str, ...]


def _key(word: str) -> str:
    return "".join(split(normalise(word)))


@lru_cache(maxsize=64)
def manners(book: Book, country: str) -> Manners:
    """Return what counts and measures in a country; an unknown one has nothing of its own."""
    found = book.countries.get(country)
    numbers = {_key(word): factor for word, factor in found.numbers.items()} if found else {}
    units = {word: unit for word, unit in _words(found) if not unit.ask} if found else {}
    return Manners(numbers, units, tuple(numbers))


def _words(country: Country) -> list[tuple[str, LocalUnit]]:
    return [(_key(word), unit) for unit in country.units.values() for word in (unit.code, *unit.aliases)]


def country_of(book: Book, office: str) -> str:
    place = book.places.get(office)
    return place.country if place else ""


def bundle(book: Book, office: str, unit: str, code: str) -> Bundle | None:
    """Return what a package of a thing holds by the custom of the office's country."""
    country = book.countries.get(country_of(book, office))
    return country.bundles.get((unit, code)) if country else None


def _times(number: str, factor: Decimal) -> str:
    """Multiply exactly, then keep the figures that a scale shows (three decimals as four)."""
    made = Decimal(number) * factor
    short = Decimal(f"{made:.{_PRECISION}g}") if len(made.as_tuple().digits) > _PRECISION else made
    told = plain(f"{short:f}")
    return told + "0" if len(told.partition(".")[2]) == _THOUSANDS else told


def _concerns(words: list[str], own: Manners) -> bool:
    """Tell whether what follows a word's figures is, or begins like, one of the country's own."""
    tails = [word.lstrip(_FIGURES) for word in words]
    return not own.units.keys().isdisjoint(tails) or any(tail.startswith(own.beginnings) for tail in tails)


def _figure(made: list[str], word: str) -> re.Match[str] | None:
    """Part a word, with a number that stands before it, into number and tail: `5VISS`, `5 VISS`."""
    if not word[0].isdecimal() and made and _NUMBER.match(made[-1]):
        word = made[-1] + word
    return _FIGURE.match(word) if word[0].isdecimal() else None


def _multiplier(tail: str, lex: Lexicon, numbers: dict[str, Decimal]) -> str:
    """Return the word of number that a tail begins with; a word that means something in this type is none."""
    for word in numbers:
        rest = tail.removeprefix(word)
        if (
            rest != tail
            and word not in lex.meanings
            and (not rest or not rest.isascii() or rest in lex.meanings)
        ):
            return word
    return ""


def _counted(words: list[str], lex: Lexicon, numbers: dict[str, Decimal]) -> list[str]:
    """Read words of number: `2 LAKH T` is `200000 T`, and `2 แสน 5 หมื่น` 250000."""
    made: list[str] = []
    last = -1
    for word in words:
        found = _figure(made, word)
        times = _multiplier(found[2], lex, numbers) if found and found[2] else ""
        if not (found and times):
            made.append(word)
            continue
        if not word[0].isdecimal():
            made.pop()
        rest = found[2].removeprefix(times)
        number = _times(found[1], numbers[times])
        if last == len(made) - 1 >= 0 and Decimal(made[-1]) > Decimal(number):
            number = plain(f"{Decimal(made.pop()) + Decimal(number):f}")
        last = len(made)
        made += [number, *([rest] if rest else [])]
    return made


def told(words: list[str], lex: Lexicon, book: Book, office: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return a message's words with local numbers and units in common ones, and what was converted.

    `3 VISS` is 4.899 kg in Myanmar, where the type measures in kilograms; elsewhere it is asked about.
    """
    own = manners(book, country_of(book, office))
    if not _concerns(words, own):
        return words, []
    made: list[str] = []
    changes: list[tuple[str, str]] = []
    for word in _counted(words, lex, own.numbers):
        found = _figure(made, word)
        unit = own.units.get(found[2]) if found and found[2] not in lex.meanings else None
        if not (found and unit and _measures(unit.of, lex)):
            made.append(word)
            continue
        before = word if word[0].isdecimal() else f"{made.pop()} {word}"
        made.append(_times(found[1], unit.factor) + unit.of)
        changes.append((before, made[-1]))
    return made, changes


def _measures(unit: str, lex: Lexicon) -> bool:
    return any(hit.role is Role.UNIT for hit in lex.meanings.get(unit, ()))
