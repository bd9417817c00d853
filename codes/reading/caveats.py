"""Words that change the meaning of a neighbour, `NO PERMIT`, `HALF 5KG`, `YESTERDAY 2AM`: asked about."""

from collections.abc import Mapping
from functools import lru_cache

from codes.book import Book, Kind
from codes.reading.filling import Filling
from codes.reading.neighbours import PAIRED, each, one_or_two
from codes.reading.papers import numbered, paper_before
from codes.reading.pieces import Doubt, Option, Piece
from codes.words.lexicon import Role
from codes.words.script import normalise
from codes.words.shapes import DATE
from codes.words.words import split

LISTING = "caveat"
DENIAL, UNDONE, HALVES, DAY_AGO, SPELT = "DENIAL", "UNDONE", "HALVES", "DAYAGO", "SPELT"
NUMBER = "NUMBER"
MOST_BETWEEN = 2
"""Words without weight that may stand between an English denial and what it denies: `NOT YET SEIZED`."""
_DENIABLE = frozenset({Role.CHOICE, Role.FORM, Role.ITEM, Role.PLACE})
_TELLING = frozenset({Role.NOISE, Role.UNIT, *PAIRED})
"""What a piece may be that changes what stands beside it."""
_UNCOUNTED = frozenset({Role.SEX, Role.UNIT})


@lru_cache(maxsize=8)
def _words(book: Book) -> Mapping[str, str]:
    """Return every word of caution, without its spaces, with its sort; a book may have none."""
    listing = book.lists.get(LISTING)
    entries = listing.entries.values() if listing else ()
    return {"".join(split(normalise(word))): e.code for e in entries for word in e.aliases}


def beware(filling: Filling) -> None:
    """Note a doubt for every piece of a settled draft that changes what stands beside it."""
    pieces, noise = filling.draft.pieces, Role.NOISE
    roles = [piece.hits[0].role if piece.hits else noise for piece in pieces]
    if _TELLING.isdisjoint(roles):
        return
    for at, role in enumerate(roles):
        if role is noise:
            _cautioned(_sort(pieces[at : at + 2], filling.book), at, filling)
            _aged(pieces[at - 1 : at + 1] if pieces[at].text in filling.lex.ages else [], filling)
        elif role in PAIRED and at + 1 < len(pieces):
            PAIRED[role](pieces[at], pieces[at + 1], filling)
        elif role is Role.UNIT:
            each(at, filling)


def _sort(pieces: list[Piece], book: Book) -> str:
    """Return the sort of caution of a word, or of it and the next together."""
    words = _words(book)
    return words.get("".join(p.text for p in pieces)) or words.get(pieces[0].text, "")


def _cautioned(sort: str, at: int, filling: Filling) -> None:
    pieces = filling.draft.pieces
    if sort == DENIAL:
        _denied_or_numbered(at, filling)
    elif sort == NUMBER:
        numbered(pieces, at, filling)
    elif sort == UNDONE:
        _denied(pieces[at], pieces[at - 1] if at and _plays(pieces[at - 1]) else None, filling)
    elif sort == HALVES:
        _asked(pieces[at], pieces[at].text, [pieces[at]], filling)
    elif sort == DAY_AGO:
        _day_ago(pieces[at], filling)
    elif sort == SPELT:
        _spelt(pieces[at : at + 2], filling)


def _spelt(pieces: list[Piece], filling: Filling) -> None:
    """Ask how many persons or packages a number in words counts: `TWO MEN`."""
    if pieces[1:] and pieces[1].hits and pieces[1].hits[0].role in _UNCOUNTED:
        _asked(pieces[0], " ".join(p.text for p in pieces), pieces, filling)


def _aged(pieces: list[Piece], filling: Filling) -> None:
    """Ask whether a letter behind persons is their age band, typed apart: `5F Y`."""
    group = pieces[0].hits[0] if pieces and pieces[0].hits else None
    if group and group.role is Role.PERSONS and len(group.unit) == 1:
        whole = "".join((*pieces[0].text.split(), pieces[1].text))
        one_or_two(group.slot, whole, (pieces[0], pieces[1]), filling)


def _plays(piece: Piece) -> bool:
    return bool(piece.hits) and piece.hits[0].role in _DENIABLE


def _denies(pieces: list[Piece], at: int) -> Piece | None:
    """Return what a denial is of: the next piece that says something; in scripts without spaces the next."""
    reach = MOST_BETWEEN + 1 if pieces[at].text.isascii() else 1
    for piece in pieces[at + 1 : at + 1 + reach]:
        if piece.hits and piece.hits[0].role is not Role.NOISE:
            return piece if _plays(piece) else None
    return None


def _denied_or_numbered(at: int, filling: Filling) -> None:
    """Ask about a denial of what follows, or of a paper before it, `PERMIT NO`, unless NO is its number."""
    pieces = filling.draft.pieces
    denied = _denies(pieces, at)
    if denied or not numbered(pieces, at, filling, denial=True):
        _denied(pieces[at], denied or paper_before(pieces, at, filling), filling)


def _denied(piece: Piece, other: Piece | None, filling: Filling) -> None:
    if other:
        first, last = sorted((piece, other), key=lambda p: p.start)
        _asked(piece, f"{first.text} {last.text}", [piece, other], filling)


def _asked(piece: Piece, text: str, left: list[Piece], filling: Filling) -> None:
    """Ask first what a piece is; the officer may say it otherwise, or leave it out with what it denies."""
    draft = filling.draft
    leave = Option("", filling.book.say(filling.language, "leave it out"), draft.without(left))
    rest = draft.without(left) + " {}"
    slot = next((p.hits[0].slot for p in left if p is not piece and p.hits), "")
    draft.doubts.insert(0, Doubt(slot, "{text}: what is it?", {"text": text}, (leave,), rest))


def _day_ago(piece: Piece, filling: Filling) -> None:
    """Ask when it was, unless a date says so."""
    times = filling.draft.of(Role.TIME, Role.DATE)
    slots = filling.lex.slots[Kind.TIME]
    if slots and not any(_has_day(p) for p in times):
        said = " ".join(p.text for p in sorted([piece, *times], key=lambda p: p.start))
        text = filling.draft.without([piece, *times]) + " {}"
        filling.doubt(slots[0].name, "{text}: when was it? DDHHMM", {"text": said}, (), text)


def _has_day(piece: Piece) -> bool:
    day = piece.text.split(" ")[0]
    return DATE.match(day) is not None or day[:6].isdecimal()
