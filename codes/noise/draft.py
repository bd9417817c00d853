"""A report as it is being typed: its words, each with its field, so that a slip can be aimed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from codes.book import Book, Entry, Kind, Slot
from codes.encode import encode
from codes.report import Report, Value

T = TypeVar("T")
TYPE = "type"


class Dice(Protocol):
    """What of `random.Random` is needed; a seeded one makes the same mistakes again."""

    def random(self) -> float: ...

    def randrange(self, start: int, stop: int, /) -> int: ...

    def choice(self, seq: Sequence[T], /) -> T: ...

    def sample(self, seq: Sequence[T], k: int, /) -> list[T]: ...


@dataclass(frozen=True, slots=True)
class Token:
    """One typed word: its field, its row where the field repeats, and the code it stands for, if any.

    `glue` is what stands before it. `again` marks a figure or plate that is said a second time.
    """

    text: str
    field: str
    row: int = 0
    code: str = ""
    again: bool = False
    glue: str = " "

    @property
    def figure(self) -> bool:
        return self.text[:1].isdecimal()


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of one message; `says` is the report that they faithfully tell, when a slip left no trace."""

    tokens: tuple[Token, ...]
    truth: Report
    says: Report

    @property
    def text(self) -> str:
        return "".join(token.glue + token.text for token in self.tokens).strip(" ")

    def put(self, at: int, *tokens: Token) -> "Draft":
        """Return the draft with other words in the place of one."""
        return replace(self, tokens=self.tokens[:at] + tokens + self.tokens[at + 1 :])

    def retold(self, fields: Mapping[str, Value]) -> "Draft":
        return replace(self, says=Report(self.says.type, fields))


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the typing happens: the book, the dice, the office's minutes ahead of UTC and its country."""

    book: Book
    dice: Dice
    offset_minutes: int = 420
    country: str = "TH"

    def slot(self, draft: Draft, name: str) -> Slot | None:
        kind = self.book.types.get(draft.truth.type)
        return kind.slots.get(name) if kind else None

    def kind(self, draft: Draft, token: Token) -> Kind | None:
        slot = self.slot(draft, token.field)
        return slot.kind if slot else None

    def entry(self, draft: Draft, token: Token) -> Entry | None:
        """Return the choice of a list that a word stands for."""
        slot = self.slot(draft, token.field)
        listings = (slot.listing, slot.form) if slot else ()
        found = (self.book.lists[name].entries.get(token.code) for name in listings if name)
        return next((entry for entry in found if entry), None)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return self.dice.sample(things, len(things))

    def lucky(self, share: float) -> bool:
        return self.dice.random() < share


def _alone(report: Report, name: str, value: Value, book: Book) -> list[str]:
    """Return the words that one field makes when it stands alone."""
    return encode(Report(report.type, {name: value}), book).split(" ")[1:]


def _rows(value: Value) -> list[dict[str, str]]:
    return [] if isinstance(value, str) else [row for row in value if not isinstance(row, str)]


def _item(name: str, words: list[str], row: Mapping[str, str], at: int) -> Iterator[Token]:
    """Name the words of one item: its code, its figure (said once or twice), its form."""
    seen: set[str] = set()
    for word in words:
        coded = row["code"] if word in words[:1] else row.get("form", "")
        code = "" if word[:1].isdecimal() else coded
        yield Token(word, name, at, code, again=word in seen and word[:1].isdecimal())
        seen.add(word)


def _items(report: Report, name: str, value: Value, book: Book) -> list[Token]:
    found: list[Token] = []
    for at, row in enumerate(_rows(value)):
        found += _item(name, _alone(report, name, [row], book), row, at)
    return found


def _plain(report: Report, name: str, value: Value, book: Book) -> list[Token]:
    """Name the words of any other field: the last of a choice is its code, a list's each its own."""
    words = _alone(report, name, value, book)
    codes = [value] if isinstance(value, str) else [v for v in value if isinstance(v, str)]
    each = len(words) // len(codes) if codes else 0
    ends = {(at + 1) * each - 1: code for at, code in enumerate(codes)} if each else {}
    return [Token(word, name, 0, ends.get(at, ""), again=word in words[:at]) for at, word in enumerate(words)]


def _aligned(words: list[str], named: list[Token]) -> Iterator[Token]:
    """Give each word of the whole text its name; a word that only the whole has goes with the next one."""
    at = 0
    for word in words:
        here = named[min(at, len(named) - 1)]
        yield replace(here, text=word) if here.text == word else Token(word, here.field, here.row)
        at += here.text == word


def typed(report: Report, book: Book) -> Draft:
    """Return the canonical text of a report, word for word, as `encode` has it."""
    kind = book.types[report.type]
    named = [Token(report.type, TYPE, code=report.type)]
    ordered = sorted(
        (name for name in kind.slots if name in report.fields),
        key=lambda name: kind.slots[name].kind is Kind.TEXT,
    )
    for name in ordered:
        make = _items if kind.slots[name].kind is Kind.ITEMS else _plain
        named += make(report, name, report.fields[name], book)
    return Draft(tuple(_aligned(encode(report, book).split(" "), named)), report, report)
