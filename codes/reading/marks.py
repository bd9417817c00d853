"""Free words after a marker, of brands, marks and permits: as typed, or asked about where spoilt."""

import re

from codes.book import Kind, Slot
from codes.reading.filling import Filling
from codes.reading.pieces import Option, Piece
from codes.report import Value
from codes.words.lexicon import Role

SHORTEST_PART = 4
_CODES = (Role.CHOICE, Role.FORM, Role.PLACE, Role.MARKER)
_PLAIN = re.compile(r"[^\W\d]+\d*$|\d+[^\W\d]*$")
_PLATE = re.compile(r"(.{2,}?)([A-Z]{2}\d{4})$")
_LETTERS = str.maketrans("01582", "OISBZ")
_FIGURES = str.maketrans("OILSBZ", "011582")
_BORDER = re.compile(r"[OILSBZ](?=\d)|(?<=\d)[OILSBZ]")
_WORDLIKE = re.compile(r"[^\W\d]{4,}[01582]$")


def mark(slot: Slot, filling: Filling) -> Value | None:
    """Return the word; one that seems to be two, or to have figures for letters, is asked about."""
    pieces = filling.pieces(slot, Role.SHAPED)
    value, piece = filling.one_of(slot, pieces), next(iter(pieces), None)
    known = slot.listing and value in filling.book.lists[slot.listing].entries
    if value is None or piece is None or known or f"mark:{value}" in filling.context.confirmed:
        return value
    marker = piece.text.split(" ")[0]
    ways = [*_parted(value, filling), *_unmixed(value)]
    if ways:
        said = [Option(way, way, _said(way, marker, piece, filling), f"mark:{way}") for way in (*ways, value)]
        parts = {"what": slot.title(filling.language)}
        filling.doubt(slot.name, "{what}: which is right?", parts, tuple(said))
    return value


def _said(way: str, marker: str, piece: Piece, filling: Filling) -> str:
    return filling.draft.instead(piece, f"{marker} {way}")


def _parted(value: str, filling: Filling) -> list[str]:
    """Return a word and the code or plate that may have been stuck to it: `AATIPOFF`, `TIGERBB8591`."""
    if filling.lex.slots[Kind.PLATE] and (found := _PLATE.match(value)):
        return [f"{found[1]} {found[2]}"]
    for at in range(1, len(value) - SHORTEST_PART + 1):
        if any(hit.role in _CODES for hit in filling.lex.meanings.get(value[at:], ())):
            return [f"{value[:at]} {value[at:]}"]
    return []


def _unmixed(value: str) -> list[str]:
    """Return what a word is without figures among its letters, or letters among its figures."""
    if _WORDLIKE.match(value):
        return [value.translate(_LETTERS)]
    if _PLAIN.match(value) and not _BORDER.search(value):
        return []
    made = value
    while (spread := _BORDER.sub(_figure, made)) != made:
        made = spread
    made = made if _PLAIN.match(made) and made != value else value.translate(_LETTERS)
    return [made] if made != value else []


def _figure(found: re.Match[str]) -> str:
    return found[0].translate(_FIGURES)
