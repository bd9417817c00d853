"""Number plates: one of a usual shape is taken as it stands, another is asked about."""

import re

from codes.book import Slot
from codes.reading.filling import Filling
from codes.reading.pieces import Option, Piece
from codes.report import Value
from codes.words.lexicon import Lexicon, Role

_FIGURES = str.maketrans("OILSBZ", "011582")
_LETTER_BY_FIGURE = re.compile(r"[OILSBZ](?=\d)|(?<=\d)[OILSBZ]")


def is_usual(piece: Piece, lex: Lexicon) -> bool:
    """Tell whether a plate, as it was typed, has a shape that needs no question."""
    typed = piece.text.replace(" ", "")
    return bool(lex.usual_plates.fullmatch(typed) or lex.usual_plates.fullmatch(typed.replace("-", "")))


def plate(slot: Slot, filling: Filling) -> Value | None:
    """Return the plate; where letters may be figures, or its shape is rare and it was said once, ask."""
    value = filling.only(slot, Role.PLATE)
    if value is None or f"plate:{value}" in filling.context.confirmed:
        return value
    pieces = filling.pieces(slot, Role.PLATE)
    if any(is_usual(piece, filling.lex) for piece in pieces):
        return value
    if _LETTER_BY_FIGURE.search(value):
        _letter_or_figure(slot, value, filling)
    elif not any(piece.said_twice for piece in pieces):
        filling.confirm(slot.name, f"plate:{value}", "{text}: is that right?", {"text": value})
    return value


def _letter_or_figure(slot: Slot, value: str, filling: Filling) -> None:
    figures = _LETTER_BY_FIGURE.sub(lambda found: found[0].translate(_FIGURES), value)
    rest = filling.draft.without(filling.pieces(slot, Role.PLATE))
    as_figures = Option(figures, figures, f"{rest} {figures}", f"plate:{figures}")
    as_letters = Option(value, value, f"{rest} {value}", f"plate:{value}")
    parts = {"what": slot.title(filling.language)}
    filling.doubt(slot.name, "{what}: which is right?", parts, (as_figures, as_letters))
