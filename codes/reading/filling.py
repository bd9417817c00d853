"""What it takes to fill the slots of one report, and how a doubt is raised on the way."""

from dataclasses import dataclass
from typing import Self

from codes.book import Book, Kind, Slot
from codes.context import Context
from codes.reading.pieces import Doubt, Draft, Option, Piece
from codes.words.lexicon import Lexicon, Role

MOST_OPTIONS = 4


@dataclass(slots=True)
class Filling:
    """What it takes to fill the slots of one report."""

    draft: Draft
    lex: Lexicon
    book: Book
    context: Context
    by_slot: dict[str, list[Piece]]

    @classmethod
    def of(cls, draft: Draft, lex: Lexicon, book: Book, context: Context) -> Self:
        """Lay out a settled draft by its slots."""
        by_slot: dict[str, list[Piece]] = {}
        for piece in draft.pieces:
            if len(piece.hits) == 1:
                by_slot.setdefault(piece.hits[0].slot, []).append(piece)
        return cls(draft, lex, book, context, by_slot)

    @property
    def language(self) -> str:
        return self.context.language

    def pieces(self, slot: Slot, *roles: Role) -> list[Piece]:
        return [p for p in self.by_slot.get(slot.name, ()) if p.hits[0].role in roles]

    def numbers(self) -> list[Piece]:
        """Return the numbers without a unit, which name no slot."""
        return [p for p in self.by_slot.get("", ()) if p.hits[0].role is Role.NUMBER]

    def only(self, slot: Slot, *roles: Role) -> str | None:
        """Return the only value of a slot; two different ones are asked about."""
        return self.one_of(slot, self.pieces(slot, *roles))

    def one_of(self, slot: Slot, pieces: list[Piece]) -> str | None:
        """Return the only value of pieces of a slot."""
        if len(pieces) == 1:
            return pieces[0].hits[0].value
        values = dict.fromkeys(p.hits[0].value for p in pieces)
        if len(values) > 1:
            options = tuple(
                Option(
                    v, label(slot, v, self), self.draft.without([p for p in pieces if p.hits[0].value != v])
                )
                for v in list(values)[:MOST_OPTIONS]
            )
            self.doubt(slot.name, "{what}: which is right?", {"what": slot.title(self.language)}, options)
        return next(iter(values)) if len(values) == 1 else None

    def doubt(
        self,
        field: str,
        message: str,
        parts: dict[str, str],
        options: tuple[Option, ...] = (),
        text: str = "",
    ) -> None:
        self.draft.doubts.append(Doubt(field, message, parts, options, text))

    def confirm(self, field: str, key: str, message: str, parts: dict[str, str]) -> None:
        """Ask for a Y, unless it was given already."""
        if key in self.context.confirmed:
            return
        yes = Option("Y", self.book.say(self.language, "yes"), self.draft.text(), key)
        self.doubt(field, message, parts, (yes,))


def label(slot: Slot, value: str, filling: Filling) -> str:
    if slot.kind is Kind.PLACE and value in filling.book.places:
        return filling.book.places[value].name(filling.language)
    return filling.book.label(slot.listing, value, filling.language)
