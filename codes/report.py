"""What a message became: the report, how sure we are, what was corrected, and what is still asked."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | list[str] | list[dict[str, str]]
"""A field's value as JSON has it: a code or text, several of them, or items of named parts."""


class Outcome(enum.StrEnum):
    """How sure we are; wrong is worse than asked (promise 3)."""

    ACCEPTED = "accepted"
    FLAGGED = "flagged"  # accepted, something was corrected or set aside, and the read-back says so
    ASKED = "asked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Report:
    """One report by the book: its type's code, and only the fields that somebody stated.

    Quantities and counts are decimal strings, times are UTC to the minute (`2026-11-22T19:30Z`).
    """

    type: str
    fields: Mapping[str, Value]

    def to_json(self) -> dict[str, object]:
        return {"type": self.type, "fields": dict(self.fields)}


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing read otherwise than it was typed, and the rule that allowed it."""

    field: str
    before: str
    after: str
    rule: str

    def to_json(self) -> dict[str, str]:
        return {"field": self.field, "from": self.before, "to": self.after, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered answer to a question; `value` is what the field becomes."""

    digit: str
    value: str
    label: str

    def to_json(self) -> dict[str, str]:
        return {"digit": self.digit, "value": self.value, "label": self.label}


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the officer, in his language; without choices it is answered in words or figures."""

    field: str
    text: str
    choices: tuple[Choice, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {"field": self.field, "text": self.text, "choices": [c.to_json() for c in self.choices]}


@dataclass(frozen=True, slots=True)
class Way:
    """Where an answer leads: the text to decode then, and what its sender has confirmed."""

    text: str
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded:
    """The outcome of one text.

    `report` is partial while asked, None when not even the type is known. `distress` means: raise the
    alarm now, whatever the outcome. `left_over` are words that filled no field. `ways` belong to the
    question, one a choice (or a single one that takes the officer's words). `drill` marks TST.
    """

    outcome: Outcome
    report: Report | None
    edition: int
    corrections: tuple[Correction, ...] = ()
    question: Question | None = None
    canonical: str | None = None
    distress: bool = False
    drill: bool = False
    left_over: tuple[str, ...] = ()
    ways: tuple[Way, ...] = field(default=(), repr=False)

    @property
    def type(self) -> str | None:
        return self.report.type if self.report else None

    @property
    def fields(self) -> Mapping[str, Value]:
        return self.report.fields if self.report else {}

    def to_json(self) -> dict[str, object]:
        """Return the object that `patrolwire decode --json` prints; `distress` is beyond the contract."""
        return {
            "outcome": self.outcome.value,
            "type": self.type,
            "fields": dict(self.fields),
            "corrections": [c.to_json() for c in self.corrections],
            "question": self.question.to_json() if self.question else None,
            "canonical": self.canonical,
            "edition": self.edition,
            "distress": self.distress,
        }
