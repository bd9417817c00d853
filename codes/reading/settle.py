"""Giving every piece one meaning: by the slots still open, by one slip, or by a question."""

from codes.book import Book, Kind, Slot
from codes.reading.pieces import Doubt, Draft, Option, Piece
from codes.reading.plates import is_usual
from codes.words.guess import slips
from codes.words.lexicon import Hit, Lexicon, Role

MOST_OPTIONS = 4
SHORTEST_UNIT = 2
_SEVERAL = (Kind.CHOICES, Kind.ITEMS, Kind.PERSONS)
AFTER_MARKERS = (Kind.MARKED, Kind.NAME, Kind.NUMBER)
_COUNTS = (Role.QUANTITY, Role.NUMBER)


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
                self.turned(piece)
                continue
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

    def turned(self, piece: Piece) -> None:
        """Take what has a plate's usual shape for one where nothing else is unclear, else ask."""
        plates = tuple(hit for hit in piece.hits if hit.role is Role.PLATE)
        clear = is_usual(piece, self.lex) and all(p.hits for p in self.draft.pieces)
        if not clear:
            self.tie(piece, dict.fromkeys(piece.hits, piece.text))
        piece.hits = plates[:1]
        self.taken.add(plates[0].slot)

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

    def lone_units(self) -> None:
        """Ask about a letter or two that count nothing: their number was lost."""
        for piece in self.draft.of(Role.UNIT, Role.SEX):
            if len(piece.text) <= SHORTEST_UNIT and piece.text.isascii():
                text = self.draft.instead(piece, "{}")
                leave = self.book.say(self.language, "leave it out")
                options = (Option("", leave, self.draft.instead(piece, "")),)
                self.draft.doubts.append(
                    Doubt("", "{text}: what is it?", {"text": piece.text}, options, text)
                )

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
            near = slips(piece.text, self.lex, lambda hit: hit.role is Role.ITEM)
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
