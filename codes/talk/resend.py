"""How a report stands to an earlier one of the same officer: the same, an edited resend, or another."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self, cast

from codes.asking import DIGITS
from codes.report import Report, Value
from codes.words.script import normalise
from codes.words.words import split

SOON = timedelta(minutes=30)
"""Within this much time a report that differs in one thing may be a resend; so long the question stands."""
_OF_ANOTHER_CASE: Sequence[str] = ("plate", "subject", "name", "container", "text")


class Relation(enum.StrEnum):
    """What a later report is to an earlier one."""

    SAME = "same"
    EDITED = "edited"  # one thing differs: is it a correction, or a second case? ask
    OTHER = "other"


class Answer(enum.Enum):
    """What the officer says of two reports that look alike."""

    ANOTHER = enum.auto()
    CORRECTION = enum.auto()
    LATE = enum.auto()


@dataclass(frozen=True, slots=True)
class Alike:
    """The question whether a report is another case or corrects an earlier one; both are filed meanwhile.

    `earlier` and `later` are the gateway's own names for them; the first of two `digits` means another case.
    """

    earlier: str
    later: str
    digits: str
    until: datetime

    def answer(self, text: str, now: datetime) -> Answer | None:
        """Return what a text answers, None when it is no answer to this."""
        words = split(normalise(text))
        if len(words) != 1 or len(words[0]) != 1 or words[0] not in self.digits:
            return None
        if now > self.until:
            return Answer.LATE
        return (Answer.ANOTHER, Answer.CORRECTION)[self.digits.index(words[0])]

    def to_json(self) -> dict[str, str]:
        return {
            "earlier": self.earlier,
            "later": self.later,
            "digits": self.digits,
            "until": self.until.isoformat(),
        }

    @classmethod
    def from_json(cls, state: Mapping[str, str]) -> Self:
        until = datetime.fromisoformat(state["until"])
        return cls(state["earlier"], state["later"], state["digits"], until)


def alike(earlier: str, later: str, used: str, now: datetime) -> Alike:
    """Ask about two reports, by digits that no open question has."""
    free = [digit for digit in DIGITS if digit not in used]
    return Alike(earlier, later, "".join((free if len(free) > 1 else list(DIGITS))[:2]), now + SOON)


def _cells(value: Value | None) -> Iterable[tuple[object, object]]:
    """Yield the parts of a value by their place: rows part by part, else the value itself."""
    if not isinstance(value, list) or any(isinstance(row, str) for row in value):
        yield "", value
        return
    for at, row in enumerate(value):
        yield from (((at, name), part) for name, part in cast("dict[str, str]", row).items())


def _differing(one: Report, two: Report) -> int:
    """Count the parts that differ: a whole row more counts as all of its parts."""
    count = 0
    for name in {*one.fields, *two.fields}:
        mine, others = dict(_cells(one.fields.get(name))), dict(_cells(two.fields.get(name)))
        count += sum(mine.get(cell) != others.get(cell) for cell in {*mine, *others})
    return count


def relation(earlier: Report, later: Report, apart: timedelta) -> Relation:
    """Compare two reports sent `apart`; the same kind of report about a second truck is another report.

    A plate, a reference or a name that differs makes it another case; so does a second thing that differs.
    """
    if earlier.type != later.type or not timedelta() <= apart <= SOON:
        return Relation.OTHER
    differing = _differing(earlier, later)
    if differing == 0:
        return Relation.SAME
    if any(earlier.fields.get(name) != later.fields.get(name) for name in _OF_ANOTHER_CASE):
        return Relation.OTHER
    return Relation.EDITED if differing == 1 and len(later.fields) > 1 else Relation.OTHER
