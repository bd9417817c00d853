"""From words to pieces: exact meanings first, then forms, then words written together or apart."""

import re

from codes.book import Kind
from codes.reading.announced import after_marker
from codes.reading.cutting import cut
from codes.reading.pieces import Draft, Piece
from codes.words.guess import MOST_UNKNOWN, near
from codes.words.lexicon import Hit, Lexicon, Role
from codes.words.shapes import counted, shapes

_HAS_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+(?:\.\d+)?K?$")
_FIGURES = frozenset({Role.QUANTITY, Role.NUMBER, Role.PLATE, Role.SHAPED, Role.ITEM, Role.PLACE, Role.DATE})
LONGEST_HEAD = 5
"""Signs before the number of a plate, when they stand apart."""


def _phrase(words: list[str], at: int, lex: Lexicon) -> tuple[int, tuple[Hit, ...]] | None:
    """Return the length and meaning of the longest alias of several words that begins here."""
    for rest in lex.phrases.get(words[at], ()):
        end = at + 1 + len(rest)
        if tuple(words[at + 1 : end]) == rest:
            return end, lex.meanings[" ".join(words[at:end])]
    return None


def _leading(words: list[str], at: int, hits: tuple[Hit, ...], lex: Lexicon) -> Piece:
    """Read a word together with what it leads: the rest of an alias, or what a marker announces."""
    if found := _phrase(words, at, lex):
        return Piece(at, found[0], " ".join(words[at : found[0]]), found[1])
    if hits and hits[0].role is Role.MARKER and (made := after_marker(words, at, hits[0], lex)):
        return made
    return Piece(at, at + 1, words[at], hits)


def _pieces(words: list[str], meanings: list[tuple[Hit, ...]], lex: Lexicon) -> list[Piece]:
    """Make a piece of every word, or of several where the first leads the others."""
    pieces: list[Piece] = []
    at = 0
    while at < len(words):
        word, hits = words[at], meanings[at]
        piece = _leading(words, at, hits, lex) if word in lex.leading else Piece(at, at + 1, word, hits)
        pieces.append(piece)
        at = piece.end
    return pieces


def _exact(words: list[str], lex: Lexicon) -> list[tuple[Hit, ...]]:
    """Return what each word means as it stands, by the book or by its form."""
    known = lex.alone.get
    return [known(word) or (shapes(word, lex) if _HAS_DIGIT.search(word) else ()) for word in words]


_BEGINNERS = frozenset({Role.NUMBER, Role.DATE, Role.UNIT})


def _spread(words: list[str], meanings: list[tuple[Hit, ...]], lex: Lexicon, draft: Draft) -> list[str]:
    """Part the words that were written together, where there is one way to do it."""
    parted: list[str] = []
    unknown = 0
    for word, hits in zip(words, meanings, strict=True):
        known = hits or word in lex.phrases
        unknown += not known
        if known or unknown > MOST_UNKNOWN:
            parted.append(word)
            continue
        pieces = cut(word, lex)
        if pieces and word.isascii():
            if word.isalpha() and near(word, lex):
                pieces = None
            else:
                draft.correct("", word, " ".join(pieces), "joined")
        parted.extend(pieces or [word])
    return parted


def _is(piece: Piece, role: Role) -> bool:
    return any(hit.role is role for hit in piece.hits)


def _tail(pieces: list[Piece], at: int, lex: Lexicon) -> Piece | None:
    """Read a bare number with the word or two after it: `5 KG`, `200 K T`, `2 M`."""
    number = pieces[at].text.rstrip("K")
    thousand = pieces[at].text[len(number) :]
    for length in (2, 1):
        following = pieces[at + 1 : at + 1 + length]
        if len(following) < length or any(p.text[:1].isdecimal() for p in following):
            continue
        tail = thousand + "".join(p.text for p in following)
        hits = counted(number, tail, lex)
        if hits and (length == 1 or following[0].text == "K"):
            return Piece(pieces[at].start, following[-1].end, f"{number} {tail}", tuple(hits))
    return None


def _join(pieces: list[Piece], lex: Lexicon) -> list[Piece]:
    """Put numbers and their units together, plates, and days with their times."""
    if not any(map(_may_join, pieces[:-1])):
        return pieces
    joined: list[Piece] = []
    at, last = 0, len(pieces) - 1
    while at <= last:
        piece = pieces[at]
        made = _joined(pieces, at, lex) if at < last and _may_join(piece) else None
        joined.append(made or piece)
        at += sum(1 for p in pieces[at:] if p.end <= made.end) if made else 1
    return joined


def _may_join(piece: Piece) -> bool:
    """Tell whether what follows a piece may belong to it: it is unknown, a bare number, a day, or a unit."""
    hits = piece.hits
    if len(hits) == 1:
        return hits[0].role in _BEGINNERS
    return not hits or any(hit.role in _BEGINNERS for hit in hits)


def _joined(pieces: list[Piece], at: int, lex: Lexicon) -> Piece | None:
    piece, after = pieces[at], pieces[at + 1]
    if _DIGITS.match(piece.text):
        return _tail(pieces, at, lex)
    if not piece.hits:
        return _plate(piece, after, lex)
    if _is(piece, Role.DATE) and _is(after, Role.TIME):
        return Piece(piece.start, after.end, f"{piece.text} {after.text}", (_timed(piece, after),))
    return _turned(piece, after, lex) if _is_turned(piece, after, pieces, at) else None


def _timed(day: Piece, time: Piece) -> Hit:
    slot = next(hit.slot for hit in time.hits if hit.role is Role.TIME)
    return Hit(Role.TIME, slot, f"{day.text} {time.text}")


def _plate(piece: Piece, after: Piece, lex: Lexicon) -> Piece | None:
    """Read `BK 4471` as one plate; in Latin letters only one of a usual shape, since `SLD 500` is none."""
    if not lex.slots[Kind.PLATE] or len(piece.text) > LONGEST_HEAD or not after.text.isdecimal():
        return None
    whole = piece.text + after.text
    if whole.isascii() and not lex.usual_plates.fullmatch(whole):
        return None
    hits = tuple(h for h in shapes(whole, lex) if h.role is Role.PLATE)
    return Piece(piece.start, after.end, f"{piece.text} {after.text}", hits) if hits else None


def _is_turned(piece: Piece, after: Piece, pieces: list[Piece], at: int) -> bool:
    """Tell whether a unit stands before its number, `KG 5`, and the number has no unit of its own."""
    if not _is(piece, Role.UNIT) or not _DIGITS.match(after.text):
        return False
    return not (at + 2 < len(pieces) and _is(pieces[at + 2], Role.UNIT))


def _turned(piece: Piece, after: Piece, lex: Lexicon) -> Piece | None:
    number = after.text.rstrip("K")
    hits = tuple(counted(number, after.text[len(number) :] + piece.text, lex))
    return Piece(piece.start, after.end, f"{piece.text} {after.text}", hits) if hits else None


def read(words: list[str], lex: Lexicon, free: str = "") -> Draft:
    """Return a draft with every word read exactly; words that mean nothing have no hits yet."""
    draft = Draft(words, free=free)
    meanings = _exact(words, lex)
    if not all(meanings):
        draft.words = _spread(words, meanings, lex, draft)
        meanings = _exact(draft.words, lex)
    draft.pieces = _said_again(_join(_pieces(draft.words, meanings, lex), lex), lex)
    return draft


def _said_again(pieces: list[Piece], lex: Lexicon) -> list[Piece]:
    """Put figures that are said twice running together: that is how they are meant to be said."""
    kept = pieces[:1]
    for piece in pieces[1:]:
        last = kept[-1]
        if last.hits == piece.hits and piece.hits and is_twice(piece.hits[0], lex):
            last.end = piece.end
        else:
            kept.append(piece)
    return kept


def is_twice(hit: Hit, lex: Lexicon) -> bool:
    """Tell whether a figure is of the sort that the canonical text says twice."""
    if hit.role not in _FIGURES:
        return False
    if hit.role is Role.PLACE:
        return any(map(str.isdecimal, hit.value))
    slots = [lex.type.slots[hit.slot]] if hit.slot else lex.slots[Kind.ITEMS]
    if hit.role is Role.ITEM:
        return any(slot.name in lex.numbered for slot in slots)
    return any(slot.twice for slot in slots)
