"""Dice that are handed in, and what is drawn with them: figures, letters, choices, round quantities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol, TypeVar

from codes.book import Band, Book, Entry
from codes.words.clear import LONG_LIST, USUAL
from codes.words.shapes import plain

T = TypeVar("T")
USUAL_SHARE = 0.8
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"


class Dice(Protocol):
    """What of `random.Random` is needed; a seeded one makes the same reports again."""

    def random(self) -> float: ...

    def randrange(self, start: int, stop: int, /) -> int: ...

    def choice(self, seq: Sequence[T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class Sampler:
    """Makes values for slots; `now` bounds the times, and without it no report states one."""

    book: Book
    dice: Dice
    now: datetime | None = None

    def digits(self, count: int) -> str:
        return "".join(str(self.dice.randrange(0, 10)) for _ in range(count))

    def letters(self, count: int) -> str:
        return "".join(self.dice.choice(_LETTERS) for _ in range(count))

    def entry(self, listing: str) -> Entry:
        """Return a choice; of a long list its head more often, since lists begin with what is met most."""
        entries = list(self.book.lists[listing].entries.values())
        usual = len(entries) > LONG_LIST and self.dice.random() < USUAL_SHARE
        return self.dice.choice(entries[:USUAL] if usual else entries)

    def quantity(self, band: Band | None, *, whole: bool) -> str:
        """Return a round figure inside a band, small ones oftener than large."""
        low, high = (float(band.least), float(band.most)) if band else (1.0, 1000.0)
        low = max(low, 1.0) if whole else low
        value = low * (high / low) ** self.dice.random()
        step = 10 ** max(len(str(int(value))) - 2, 0) if value >= 1 or whole else 0.01
        rounded = Decimal(str(max(round(value / step), 1))) * Decimal(str(step))
        made = min(max(rounded, Decimal(str(low))), Decimal(str(high)))
        return plain(f"{made:f}")
