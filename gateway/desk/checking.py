"""Whether the codebook takes a report as staff wrote it: what it would ask an officer, it asks them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from codes.book import Book, Kind, ReportType
from codes.context import Context
from codes.decode import decode
from codes.encode import encode
from codes.report import Decoded, Outcome, Question, Report, Value
from codes.words.script import normalise
from gateway.office.config import Office

_MOST_QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Checked:
    """The report as the book reads it back, or what it asks, or which fields it reads otherwise.

    `report` is None when it was refused. `mark` names the questions: who says that all is right as it
    stands says it of these and of no others; it is empty where saying so does not help. `at` names the
    field that each question is about; `missing` are all the fields that must be there and are not.
    """

    report: Report | None
    canonical: str = ""
    questions: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    mark: str = ""
    at: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def wrong(self, kind: ReportType) -> dict[str, tuple[str, ...]]:
        """Return what is asked at each field of a form; one of which nothing is asked has "".

        A question about a word that the book reads as another field stands where that word was written.
        """
        found = dict.fromkeys(self.otherwise, tuple[str, ...]())
        for field, text in zip(self.at, self.questions, strict=True):
            own = field in found or (field in kind.slots and not self.otherwise)
            for name in [field] if own else self.otherwise or [field]:
                found[name] = (*found.get(name, ()), text)
        return {name: texts or ("",) for name, texts in (dict.fromkeys(self.missing, ()) | found).items()}


def moment(office: Office, language: str, sent_at: datetime | None, received_at: datetime) -> Context:
    """Return the moment at which something was said: what it says of times, it says of then."""
    offset = ZoneInfo(office.zone).utcoffset(received_at.replace(tzinfo=None)) or timedelta()
    minutes, said = int(offset.total_seconds() // 60), sent_at or received_at
    return Context(said, office.code, language, sent_at=said, offset_minutes=minutes)


def check(wanted: Report, book: Book, context: Context, sure: str = "") -> Checked:
    """Read a report's canonical text back; `sure` is the mark of questions that a person has answered."""
    checked = _checked(wanted, book, context, sure)
    if checked.report is not None:
        return checked
    slots = book.types[wanted.type].slots
    lost = (name for name, slot in slots.items() if slot.mandatory and name not in wanted.fields)
    return replace(checked, missing=tuple(lost))


def _checked(wanted: Report, book: Book, context: Context, sure: str) -> Checked:
    try:
        text = encode(wanted, book)
    except (KeyError, ValueError, IndexError, TypeError):
        return Checked(None, otherwise=tuple(_unwritten(wanted, book)) or tuple(wanted.fields))
    read = decode(text, book, context)
    questions: list[Question] = []
    while read.question is not None and len(questions) < _MOST_QUESTIONS:
        questions.append(read.question)
        told = next(_confirmed(read, wanted, book, context), None)
        if told is None:
            return _refused(questions, tuple(_differing(wanted, read, book)))
        context, read = told
    return _judged(wanted, read, book, questions, sure)


def _refused(questions: list[Question], otherwise: tuple[str, ...] = (), mark: str = "") -> Checked:
    texts, at = tuple(one.text for one in questions), tuple(one.field for one in questions)
    return Checked(None, questions=texts, otherwise=otherwise, mark=mark, at=at)


def _unwritten(wanted: Report, book: Book) -> Iterator[str]:
    """Yield the fields that cannot even be written down: a code that no list has, a count that is none."""
    for name, value in wanted.fields.items():
        try:
            encode(Report(wanted.type, {name: value}), book)
        except (KeyError, ValueError, IndexError, TypeError):
            yield name


def _judged(wanted: Report, read: Decoded, book: Book, questions: list[Question], sure: str) -> Checked:
    otherwise = tuple(_differing(wanted, read, book))
    if otherwise or read.outcome is not Outcome.ACCEPTED or read.report is None:
        return _refused(questions, otherwise)
    asked = "\n".join(one.text for one in questions)
    mark = hashlib.sha256(asked.encode()).hexdigest()[:16] if questions else ""
    if mark != (sure if questions else ""):
        return _refused(questions, mark=mark)
    return Checked(read.report, read.canonical or read.report.type)


def _confirmed(
    read: Decoded, wanted: Report, book: Book, context: Context
) -> Iterator[tuple[Context, Decoded]]:
    """Yield how a question is passed by confirming what was written, where that leaves it as it was."""
    for way in read.ways:
        sure = replace(context, confirmed=context.confirmed | set(way.confirmed))
        after = decode(way.text, book, sure) if way.confirmed else read
        if after is not read and (after.question or not list(_differing(wanted, after, book))):
            yield sure, after


def _differing(wanted: Report, read: Decoded, book: Book) -> Iterator[str]:
    """Yield the fields that the book reads otherwise than they were written."""
    slots = book.types[wanted.type].slots
    for name in dict.fromkeys([*wanted.fields, *read.fields]):
        ordered = name in slots and slots[name].kind not in (Kind.CHOICES, Kind.PERSONS)
        if _bare(wanted.fields.get(name), ordered) != _bare(read.fields.get(name), ordered):
            yield name


def _bare(value: Value | None, ordered: bool) -> object:
    if value is None or isinstance(value, str):
        return normalise(value or "")
    rows = [one if isinstance(one, str) else tuple(sorted(one.items())) for one in value]
    return rows if ordered else sorted(rows, key=str)
