"""Giving every piece one meaning: by the slots still open, by one slip, or by a question."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from codes.book import Book, Kind, Slot
from codes.guess import folded, slips
from codes.lexicon import SHORTEST_CORRECTED, Hit, Lexicon, Role, unit_words
from codes.pieces import Doubt, Draft, Option, Piece
from codes.reading import is_twice
from codes.shapes import counted

MOST_OPTIONS = 4
MOST_UNKNOWN = 12
ECHO_SLIPS = 2
SHORT = 4
"""Letters up to which an unknown word may be any code."""
_SEVERAL = (Kind.CHOICES, Kind.ITEMS, Kind.PERSONS)
AFTER_MARKERS = (Kind.MARKED, Kind.NAME)
_COUNTS = (Role.QUANTITY, Role.NUMBER)
_TAILED = re.compile(r"(\d+(?:\.\d+)?)([^\W\d]{2,})$")


class Settler:
    """Works through one draft; what it cannot settle becomes a doubt."""

    def __init__(self, draft: Draft, lex: Lexicon, book: Book, language: str) -> None:
        self.draft, self.lex, self.book, self.language = draft, lex, book, language
        self.taken = {p.hits[0].slot for p in draft.pieces if len(p.hits) == 1}

    def slot(self, hit: Hit) -> Slot | None:
        return self.lex.type.slots.get(hit.slot)

    def lacks_count(self) -> bool:
        """Tell whether there are more things than quantities."""
        things = {p.hits[0] for p in self.draft.of(Role.ITEM)}
        return len(things) > len(self.draft.of(Role.QUANTITY, Role.NUMBER)) or not things

    def is_open(self, hit: Hit) -> bool:
        slot = self.slot(hit)
        if hit.role in _COUNTS and (slot is None or slot.kind is Kind.ITEMS):
            return self.lacks_count()
        if hit.role in (Role.MARKER, Role.NOISE):
            return hit.role is Role.MARKER
        return slot is not None and (slot.kind in _SEVERAL or slot.name not in self.taken)

    def meaning(self, hit: Hit) -> str:
        """Say what a meaning is, for a numbered choice."""
        slot = self.slot(hit)
        if slot is None:
            return hit.value
        listing = slot.form if hit.role is Role.FORM else slot.listing
        if hit.role is Role.PLACE and hit.value in self.book.places:
            return self.book.places[hit.value].name(self.language)
        if hit.role is Role.QUANTITY:
            return f"{hit.value} {self.book.label('unit', hit.unit, self.language)}".strip()
        return self.book.label(listing, hit.value, self.language)

    def choose(self) -> None:
        """Settle the pieces of several meanings, by what is open and what must be there."""
        for piece in self.draft.pieces:
            if len(piece.hits) < 2:  # noqa: PLR2004 - one meaning is settled, none is unknown
                continue
            alive = [h for h in piece.hits if self.is_open(h)] or list(piece.hits)
            needed = [h for h in alive if (slot := self.slot(h)) and slot.mandatory] if len(alive) > 1 else []
            alive = needed or alive
            if self.is_turned(piece):
                self.tie(piece, dict.fromkeys(piece.hits, piece.text))
            if any(h.role is Role.NUMBER for h in alive):  # a count that is lacking goes before a time
                alive = [h for h in alive if h.role is Role.NUMBER]
            piece.hits = tuple(alive[:1])
            self.taken.add(alive[0].slot)
            if len({(h.slot, h.value) for h in alive}) > 1:
                self.tie(piece, dict.fromkeys(alive, piece.text))

    def is_turned(self, piece: Piece) -> bool:
        """Tell whether a word, said once, may be a plate or a unit with its quantity: `PC170`."""
        roles = {hit.role for hit in piece.hits}
        return (
            roles >= {Role.QUANTITY, Role.PLATE} and piece.end == piece.start + 1 and not self.lacks_count()
        )

    def tie(self, piece: Piece, ways: dict[Hit, str]) -> None:
        """Ask which of several meanings is right."""
        options = tuple(
            Option(h.value, self.meaning(h), self.draft.instead(piece, word))
            for h, word in list(ways.items())[:MOST_OPTIONS]
        )
        field = next(iter(ways)).slot
        self.draft.doubts.append(
            Doubt(
                field, "{text}: what is it?", {"text": piece.text}, options, self.draft.instead(piece, "{}")
            )
        )

    def correct(self, piece: Piece, hit: Hit, word: str, rule: str) -> None:
        self.draft.correct(hit.slot or "items", piece.text, word, rule)
        self.draft.words[piece.start] = word
        for at in range(piece.start + 1, piece.end):
            self.draft.words[at] = ""
        piece.hits, piece.text = (hit,), word
        self.taken.add(hit.slot)

    def doubtful(self) -> None:
        """Ask about numbers whose comma or point may mean two things."""
        for piece in self.draft.of(Role.DOUBT):
            readings = piece.hits[0].value.split("|")
            options = tuple(Option(r, r, self.draft.instead(piece, r)) for r in readings)
            self.draft.doubts.append(
                Doubt("items.quantity", "{text}: what is it?", {"text": piece.text}, options)
            )

    def suspect(self) -> None:
        """Ask about a plate, said once, that may be a slip of a code made of figures."""
        for piece in self.draft.of(Role.PLATE) if self.lex.numbered else ():
            near = slips(piece.text, self.book, self.lex, lambda hit: hit.role is Role.ITEM)
            if near and piece.end == piece.start + 1:
                self.tie(piece, {piece.hits[0]: piece.text, **near})

    def lone_markers(self) -> None:
        """Ask what was meant to follow a marker without which its slot cannot be read."""
        for piece in self.draft.of(Role.MARKER):
            slot = self.lex.type.slots[piece.hits[0].slot]
            if slot.marked or slot.kind in AFTER_MARKERS:
                title = slot.title(self.language)
                text = self.draft.instead(piece, f"{piece.text} {{}}")
                self.draft.doubts.append(Doubt(slot.name, "Which {what}?", {"what": title}, (), text))

    def guess(self) -> None:
        """Settle the unknown words: letters in digits first, then one slip; the rest is left over."""
        unknown = [p for p in self.draft.pieces if not p.hits]
        for piece in unknown[:MOST_UNKNOWN]:
            self.guess_one(piece)
        for piece in unknown[MOST_UNKNOWN:]:
            self.draft.left_over.append(piece.text)

    def is_echo(self, piece: Piece) -> bool:
        """Tell whether an unknown word is a slip of the figure beside it, which was to be said twice."""
        at = self.draft.pieces.index(piece)
        most = ECHO_SLIPS if any(c.isdecimal() for c in piece.text) else 1
        beside = [*self.draft.pieces[max(at - 1, 0) : at], *self.draft.pieces[at + 1 : at + 2]]
        return any(
            is_twice(other.hits[0], self.lex)
            and OSA.distance(other.text, piece.text, score_cutoff=most) <= most
            for other in beside
            if len(other.hits) == 1
        )

    def guess_one(self, piece: Piece) -> None:
        if self.is_echo(piece):
            self.draft.correct("", piece.text, "", "said twice")
            return
        for rule, found in (
            ("letter for digit", folded(piece.text, self.lex)),
            ("unit slip", self.unit_slips(piece)),
            ("one slip", slips(piece.text, self.book, self.lex, self.is_open)),
        ):
            if len(found) == 1 and not self.is_weak(piece, next(iter(found))):
                hit, word = next(iter(found.items()))
                self.correct(piece, hit, word, rule)
                return
            if found:
                self.tie(piece, found)
                return
        self.set_aside(piece)

    def is_weak(self, piece: Piece, hit: Hit) -> bool:
        """Tell whether two letters, or an ordinary word, would be taken for a code that need not be there."""
        slot = self.slot(hit)
        if piece.text in self.book.ordinary:
            return True
        return len(piece.text) < SHORTEST_CORRECTED and not (slot and slot.mandatory)

    def unit_slips(self, piece: Piece) -> dict[Hit, str]:
        """Read `5KH` as `5KG` where only one unit of the type is that near."""
        found = _TAILED.match(piece.text)
        if not found:
            return {}
        if found[2] in unit_words(self.book):
            return {}  # another unit is no slip of one of these
        units = [w for w, hits in self.lex.meanings.items() if any(h.role is Role.UNIT for h in hits)]
        near = [u for u in units if len(u) > 1 and OSA.distance(u, found[2], score_cutoff=1) <= 1]
        return {hit: found[1] + u for u in near for hit in counted(found[1], u, self.lex)}

    def set_aside(self, piece: Piece) -> None:
        """Leave a word over; one with digits, or not far from a code, is asked about first."""
        self.draft.left_over.append(piece.text)
        if not self.matters(piece.text):
            return
        leave = self.book.say(self.language, "leave it out")
        options = (Option("", leave, self.draft.instead(piece, "")),)
        self.draft.doubts.append(
            Doubt("", "{text}: what is it?", {"text": piece.text}, options, self.draft.instead(piece, "{}"))
        )

    def matters(self, word: str) -> bool:
        """Tell whether an unknown word may have been a code: it has a digit, or two slips explain it."""
        if any(c.isdecimal() for c in word):
            return True
        return word.isascii() and (1 < len(word) <= SHORT or any(self.two_slips(word)))

    def two_slips(self, word: str) -> Iterable[str]:
        return (
            code
            for code in self.lex.codes
            if OSA.distance(code, word, score_cutoff=2) <= 2  # noqa: PLR2004 - two
            and any(self.is_open(hit) for hit in self.lex.meanings[code])
        )


def settle(draft: Draft, lex: Lexicon, book: Book, language: str) -> None:
    """Give every piece of a draft one meaning or none, and note what to ask."""
    settler = Settler(draft, lex, book, language)
    settler.choose()
    settler.suspect()
    settler.guess()
    settler.lone_markers()
    settler.doubtful()
