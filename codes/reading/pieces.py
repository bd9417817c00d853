"""The words of one message with what each may mean, and the text that another reading of them would make."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from codes.report import Correction
from codes.words.lexicon import Hit, Role


@dataclass(slots=True, eq=False)
class Piece:
    """One or more neighbouring words read as one: its place among them, its text, its possible meanings.

    Two pieces are never the same one, whatever they say.
    """

    start: int
    end: int
    text: str
    hits: tuple[Hit, ...] = ()

    @property
    def said_twice(self) -> bool:
        """Whether it was said again beside itself."""
        return self.end - self.start > len(self.text.split())

    @property
    def hit(self) -> Hit | None:
        """The meaning, once there is only one."""
        return self.hits[0] if len(self.hits) == 1 else None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a doubt: what the field becomes, how it is called, and the text that says so."""

    value: str
    label: str
    text: str
    confirms: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to ask: about which field, how, with which answers; with none, in the officer's words."""

    field: str
    message: str
    parts: Mapping[str, str]
    options: tuple[Option, ...] = ()
    open_text: str = ""


@dataclass(slots=True)
class Draft:
    """A message being read: its pieces, and what was noticed on the way."""

    words: list[str]
    pieces: list[Piece] = field(default_factory=list[Piece])
    corrections: list[Correction] = field(default_factory=list[Correction])
    doubts: list[Doubt] = field(default_factory=list[Doubt])
    left_over: list[str] = field(default_factory=list[str])
    free: str = ""

    def text(
        self, changes: Mapping[int, str] | None = None, *, plus: str = "", less: Collection[int] = ()
    ) -> str:
        """Return the message with words changed by their place, left out, or one more at the end."""
        new = changes or {}
        kept = (new.get(i, word) for i, word in enumerate(self.words) if i not in less)
        parts = [word for word in (*kept, plus) if word]
        return " ".join(parts) + (f" // {self.free}" if self.free else "")

    def instead(self, piece: Piece, word: str) -> str:
        """Return the message with one piece said otherwise; an empty word leaves it out."""
        rest = range(piece.start + 1, piece.end)
        return self.text({piece.start: word}, less=rest)

    def without(self, pieces: Collection[Piece]) -> str:
        return self.text(less={i for piece in pieces for i in range(piece.start, piece.end)})

    def correct(self, slot: str, before: str, after: str, rule: str) -> None:
        self.corrections.append(Correction(slot, before, after, rule))

    def of(self, *roles: Role) -> list[Piece]:
        """Return the pieces that play one of these parts, in their order."""
        return [p for p in self.pieces if len(p.hits) == 1 and p.hits[0].role in roles]
