"""How a code stands, without a store: which row of which sheet it is, and what that says of the sender.

row         is                                              a code on it
SPENT       before the sheet's next row: used, or skipped   X, replayed
OPEN        the next row or one of the nine after it        A by the owner's number, else B; it is spent
DOUBTED     as open or ahead, after a restore (`doubted`)   no proof; by the owner's number it is spent
AHEAD       further down                                    no proof: as if without a code; counted
REVOKED     on a sheet that ended, or whose owner left      X
WRONG       on no row of any sheet                          no proof; counted

Only what is OPEN or the owner's moves a sheet on, so guessing from any number locks nobody out.
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from codes.onetime import rows

WINDOW: Final = 10


class Standing(enum.StrEnum):
    """How the row stands that a code is on."""

    OPEN = "open"
    DOUBTED = "doubted"
    SPENT = "spent"
    REVOKED = "revoked"
    AHEAD = "ahead"
    WRONG = "wrong"


# What the store keeps of it for counting.
GUESSES: Final = (Standing.WRONG.value, Standing.AHEAD.value)


@dataclass(frozen=True, slots=True)
class Held:
    """A sheet as the store has it; `ended` also when its owner is no longer on the roster.

    Rows below `doubted` may have been used between a backup and its restore, which knows nothing of that.
    """

    id: int
    officer: str
    secret: bytes
    size: int
    next_row: int
    ended: bool
    doubted: int = 0

    def standing(self, row: int) -> Standing:
        if self.ended:
            return Standing.REVOKED
        if row < self.next_row:
            return Standing.SPENT
        if max(row, self.next_row) < self.doubted:
            return Standing.DOUBTED
        near = row < self.next_row + WINDOW
        return Standing.OPEN if near else Standing.DOUBTED if self.next_row < self.doubted else Standing.AHEAD


@dataclass(frozen=True, slots=True)
class Match:
    """A row that carries a code, and whether the code came in the order that tells of duress."""

    sheet: Held
    row: int
    expect: str
    duress: bool

    @property
    def standing(self) -> Standing:
        return self.sheet.standing(self.row)


def find(code: str, sheets: Iterable[Held], officer: str) -> Match | None:
    """Return the row that a code is on: of the number's own officer first, and open rows before dead ones."""
    order = list(Standing)
    found = (match for sheet in sheets for match in _on(code, sheet))
    return min(found, key=lambda m: (m.sheet.officer != officer, order.index(m.standing)), default=None)


def _on(code: str, sheet: Held) -> Iterator[Match]:
    for row in rows(sheet.secret, sheet.size):
        if code in (row.send, row.duress):
            yield Match(sheet, row.number, row.expect, code == row.duress)


def grade(match: Match | None, officer: str) -> str:
    """Return the provenance that a code and a number give; `officer` is the number's, or empty."""
    standing = match.standing if match else Standing.WRONG
    if match and standing is Standing.OPEN:
        return "A" if match.sheet.officer == officer else "B"
    if standing in (Standing.SPENT, Standing.REVOKED):
        return "X"
    return "C" if officer else "D"


def together(message: str, about: str) -> str:
    """Return the provenance of a report that two messages of one sender made: a question and its answer."""
    return "X" if "X" in (message, about) else min(message, about)
