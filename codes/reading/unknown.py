"""Words that mean nothing as they stand: a letter among figures, a slip, an echo, or something to ask."""

import re

from rapidfuzz.distance import OSA

from codes.book import Kind
from codes.reading.cutting import cut
from codes.reading.pieces import Doubt, Option, Piece
from codes.reading.reading import is_twice
from codes.reading.settle import Settler
from codes.words.guess import LONGEST_GUESSED, MOST_UNKNOWN, folded, slips, within
from codes.words.lexicon import SHORTEST_CORRECTED, Hit, Role, age_words
from codes.words.shapes import counted

ECHO_SLIPS = 2
SHORT = 4
"""Letters up to which an unknown word may be any code, and from which a part of one may be."""
_TAILED = re.compile(r"(\d+(?:\.\d+)?)([^\W\d]{2,})$")
_LIKE_FIGURES = "OILSBZ"


class Guesser:
    """Settles a draft's unknown words: letters in digits first, then one slip; the rest is left over."""

    def __init__(self, settler: Settler) -> None:
        self.settler, self.draft, self.lex, self.book = settler, settler.draft, settler.lex, settler.book

    def guess(self) -> None:
        unknown = [p for p in self.draft.pieces if not p.hits]
        for piece in unknown[:MOST_UNKNOWN]:
            self.guess_one(piece)
        for piece in unknown[MOST_UNKNOWN:]:
            self.draft.left_over.append(piece.text)

    def guess_one(self, piece: Piece) -> None:
        if self.is_echo(piece):
            self.draft.correct("", piece.text, "", "said twice")
            return
        for rule, found in (
            ("letter for digit", folded(piece.text, self.lex)),
            ("unit slip", self.unit_slips(piece)),
            ("one slip", slips(piece.text, self.lex, lambda hit: self.may_be(hit, piece))),
        ):
            hit, word = next(iter(found.items()), (None, ""))
            if hit and len(found) == 1 and not self.is_weak(piece, hit, word):
                self.settler.correct(piece, hit, word, rule)
                return
            if found:
                self.settler.tie(piece, found)
                return
        self.set_aside(piece)

    def may_be(self, hit: Hit, piece: Piece) -> bool:
        """Tell whether a word may be this: a unit, or a marker of few letters, alone would say nothing."""
        alone = hit.role is Role.UNIT or (hit.role is Role.MARKER and len(piece.text) < SHORT)
        return not alone and self.settler.is_open(hit)

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

    def is_weak(self, piece: Piece, hit: Hit, word: str) -> bool:
        """Tell whether a slip is too thin to act on: few letters, an ordinary word, a figure that goes."""
        slot = self.settler.slot(hit)
        figures = [sum(map(str.isdecimal, text)) for text in (piece.text, word)]
        if figures[0] > figures[1] and len(piece.text) > len(word):
            return True
        if (
            piece.text in self.book.ordinary
            or piece.text in self.lex.measures
            or piece.text in age_words(self.book)
            or self.is_named(piece)
            or self.is_two(piece)
            or (hit.role is Role.QUANTITY and self.is_swallowed(piece))
        ):
            return True
        return len(piece.text) <= SHORTEST_CORRECTED and not (slot and slot.mandatory)

    def is_named(self, piece: Piece) -> bool:
        """Tell whether a word may belong to the free word before it: `BRAND KRONG THIP`."""
        before = (p for p in self.draft.of(Role.SHAPED) if p.end == piece.start and not p.said_twice)
        return any(self.lex.type.slots[p.hits[0].slot].kind is Kind.MARKED for p in before)

    def is_two(self, piece: Piece) -> bool:
        """Tell whether a word may as well be two that were joined: `THAILAO`."""
        return piece.text.isascii() and cut(piece.text, self.lex) is not None

    def is_swallowed(self, piece: Piece) -> bool:
        """Tell whether the border of figure and unit slipped: `8ZKG` may be 82 kg, `188OX` 18 boxes."""
        found = _TAILED.match(piece.text)
        if not found:
            return False
        units = [unit for unit in self.lex.units if OSA.distance(unit, found[2], score_cutoff=1) <= 1]
        lettered = found[2][1:] in self.lex.units  # 3AKG, as 34 looks
        return lettered or found[2][0] in _LIKE_FIGURES or any(unit[1:] == found[2] for unit in units)

    def unit_slips(self, piece: Piece) -> dict[Hit, str]:
        """Read `5KH` as `5KG` where one unit of the type is that near; another type's is no slip of one."""
        found = _TAILED.match(piece.text)
        if not found or found[2] in self.lex.measures:
            return {}
        near = [u for u in self.lex.units if len(u) > 1 and OSA.distance(u, found[2], score_cutoff=1) <= 1]
        return {hit: found[1] + u for u in near for hit in counted(found[1], u, self.lex)}

    def set_aside(self, piece: Piece) -> None:
        """Leave a word over; one with digits, or not far from a code, is asked about first."""
        self.draft.left_over.append(piece.text)
        if not self.matters(piece.text):
            return
        leave = self.book.say(self.settler.language, "leave it out")
        options = (Option("", leave, self.draft.instead(piece, "")),)
        open_text = self.draft.instead(piece, "{}")
        self.draft.doubts.append(Doubt("", "{text}: what is it?", {"text": piece.text}, options, open_text))

    def matters(self, word: str) -> bool:
        """Tell whether an unknown word may have been a code: by a digit, two slips, or a part of it."""
        if any(c.isdecimal() for c in word):
            return True
        return word.isascii() and (1 < len(word) <= SHORT or self.has_part(word) or self.two_slips(word))

    def has_part(self, word: str) -> bool:
        """Tell whether a code stands at one of its ends."""
        ends = range(SHORT, len(word))
        return any(word[:end] in self.lex.meanings or word[-end:] in self.lex.meanings for end in ends)

    def two_slips(self, word: str) -> bool:
        near = within(word, self.lex, 2) if len(word) <= LONGEST_GUESSED else []
        return any(self.settler.is_open(hit) for code in near for hit in self.lex.meanings[code])
