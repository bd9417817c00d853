"""What an examination finds: one sentence about one thing, and how bad it is."""

import enum
from dataclasses import dataclass, field


class Grade(enum.StrEnum):
    """Good needs nothing, a note is worth knowing, wrong must be mended."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `facts` are for programs and hold no secret and no full number."""

    check: str
    grade: Grade
    sentence: str
    facts: dict[str, str | int | float] = field(default_factory=dict[str, str | int | float])


def good(check: str, sentence: str, **facts: str | float) -> Finding:
    return Finding(check, Grade.GOOD, sentence, facts)


def note(check: str, sentence: str, **facts: str | float) -> Finding:
    return Finding(check, Grade.NOTE, sentence, facts)


def wrong(check: str, sentence: str, **facts: str | float) -> Finding:
    return Finding(check, Grade.WRONG, sentence, facts)
