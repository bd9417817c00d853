"""Number plates: one of a usual shape of its country is taken as it stands, another is asked about."""

import re
from functools import lru_cache

from codes.book import Book, Slot
from codes.reading.filling import Filling
from codes.reading.pieces import Option, Piece
from codes.report import Value
from codes.words.lexicon import Lexicon, Role

COUNTRY = "country"
"""The slot that says where a plate is from; other types of report do not ask for that."""
_FIGURES = str.maketrans("OILSBZ", "011582")
_LETTER_BY_FIGURE = re.compile(r"[OILSBZ](?=\d)|(?<=\d)[OILSBZ]")


def is_usual(piece: Piece, lex: Lexicon) -> bool:
    """Tell whether a plate, as it was typed, has a shape that needs no question."""
    return _has(piece, lex.usual_plates)


def _has(piece: Piece, shape: re.Pattern[str]) -> bool:
    typed = piece.text.replace(" ", "")
    return bool(shape.fullmatch(typed) or shape.fullmatch(typed.replace("-", "")))


@lru_cache(maxsize=256)
def _shape_of(book: Book, country: str) -> re.Pattern[str]:
    """Return one pattern of a country's usual plates; where the book knows none, it fits nothing."""
    found = book.countries.get(country)
    shapes = [plate.shape for plate in found.plates if not plate.rare] if found else []
    return re.compile("|".join(f"(?:{shape})" for shape in shapes) or r"(?!)")


def _is_of_its_country(pieces: list[Piece], filling: Filling) -> bool:
    """Tell whether a plate has a usual shape of the country that is stated with it, if one is."""
    stated = filling.by_slot.get(COUNTRY, ())
    countries = {p.hits[0].value for p in stated if p.hits[0].role is Role.CHOICE}
    return all(any(_has(p, _shape_of(filling.book, c)) for p in pieces) for c in countries)


def plate(slot: Slot, filling: Filling) -> Value | None:
    """Return the plate; where letters may be figures, or nothing vouches for one that was said once, ask."""
    pieces = filling.pieces(slot, Role.PLATE)
    value = filling.one_of(slot, pieces)
    if value is None or f"plate:{value}" in filling.context.confirmed:
        return value
    usual = any(is_usual(piece, filling.lex) for piece in pieces)
    twice = any(piece.said_twice for piece in pieces)
    if not usual and _LETTER_BY_FIGURE.search(value):
        _letter_or_figure(slot, value, filling)
    elif not twice and not (usual and _is_of_its_country(pieces, filling)):
        filling.confirm(slot.name, f"plate:{value}", "{text}: is that right?", {"text": value})
    return value


def _letter_or_figure(slot: Slot, value: str, filling: Filling) -> None:
    figures = _LETTER_BY_FIGURE.sub(lambda found: found[0].translate(_FIGURES), value)
    rest = filling.draft.without(filling.pieces(slot, Role.PLATE))
    as_figures = Option(figures, figures, f"{rest} {figures}", f"plate:{figures}")
    as_letters = Option(value, value, f"{rest} {value}", f"plate:{value}")
    parts = {"what": slot.title(filling.language)}
    filling.doubt(slot.name, "{what}: which is right?", parts, (as_figures, as_letters))
