"""How the station is doing as the API gives it, the page's sentences in it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from gateway.desk.wellness import Grade, Line
from web.pages.health import shown
from web.saying import Voice


class HealthLine(Struct, frozen=True):
    """One thing that was looked at: how it is, what `said` says of it and what there is to do.

    `count` and `at` are the figures in the sentence; `grade` is good, warn or bad.
    """

    check: str
    grade: str
    subject: str
    count: float | None
    at: datetime | None
    said: str
    todo: str


class Health(Struct, frozen=True):
    """How the station is doing, the worst first; `well` when nothing is wrong."""

    well: bool
    lines: Sequence[HealthLine]


def health(lines: Sequence[Line], voice: Voice) -> Health:
    """Put the health page's lines into values."""
    return Health(all(one.grade is Grade.GOOD for one in lines), [_health_line(one, voice) for one in lines])


def _health_line(line: Line, voice: Voice) -> HealthLine:
    one = shown(line, voice.words)
    return HealthLine(
        check=line.check.value,
        grade=one.grade,
        subject=line.subject,
        count=line.count,
        at=line.at,
        said=voice.say(one.said),
        todo=one.todo,
    )
