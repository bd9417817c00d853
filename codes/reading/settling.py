"""Settling a draft: what may be several things first, then what means nothing, then what lacks its end."""

from codes.book import Book
from codes.reading.pieces import Draft
from codes.reading.settle import Settler
from codes.reading.unknown import Guesser
from codes.words.lexicon import Lexicon, Role

_UNDONE = frozenset({Role.MARKER, Role.UNIT, Role.SEX, Role.DOUBT})
"""What a piece may be that says nothing by itself."""


def _is_settled(draft: Draft, lex: Lexicon) -> bool:
    """Tell whether every piece has one meaning that stands by itself, and none may be a slip of a figure."""
    undone = _UNDONE | {Role.PLATE} if lex.numbered else _UNDONE
    return all(len(piece.hits) == 1 and piece.hits[0].role not in undone for piece in draft.pieces)


def settle(draft: Draft, lex: Lexicon, book: Book, language: str) -> None:
    """Give every piece of a draft one meaning or none, and note what to ask."""
    if _is_settled(draft, lex):
        return
    settler = Settler(draft, lex, book, language)
    settler.choose()
    settler.suspect()
    if not all(piece.hits for piece in draft.pieces):
        Guesser(settler).guess()
    if not _UNDONE.isdisjoint([piece.hits[0].role for piece in draft.pieces if piece.hits]):
        settler.lone_markers()
        settler.lone_units()
        settler.doubtful()
