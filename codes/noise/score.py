"""What a decoding is worth: correct, asked, silently wrong, or wrong in a way that nobody could see.

- correct: filed (accepted or flagged) with exactly the fields that were meant. Orders of lists do not matter;
  a quantity is compared as a number with its unit; free text only as there or not, since it is kept as typed.
- asked: nothing wrong was filed: a question, or unreadable and shown to staff.
- silent: filed with anything else than was meant: another value, a field more, a field less. That noise
  destroyed the information is no excuse: a text cut at 160, a figure said once with a slip in it, a 2:30
  without am or pm.
- unseen: filed exactly as the text faithfully says, where the officer's own mind was the noise. Precisely two
  cases: an optional field that was never typed, and a quantity or unit that was mistaken the same way each
  time it was said. It is neither correct nor silent; the strict figure adds it to the silent ones.

A sending of several texts is silent when any of them was filed with something that was not meant, or when
less than was meant is filed and no other part made us ask; correct when one was filed whole and none wrong.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from codes.book import Book, Kind, Slot
from codes.noise.model import Noisy
from codes.report import Decoded, Outcome, Report, Value

_FILED = (Outcome.ACCEPTED, Outcome.FLAGGED)
CRITICAL = ("type", "place", "plate", "magnitude", "persons")

Rows: TypeAlias = frozenset[tuple[tuple[str, str], ...]]


class Worth(enum.StrEnum):
    """The four verdicts."""

    CORRECT = "correct"
    ASKED = "asked"
    SILENT = "silent"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The worth of one sending, and which critical fields were filed wrong."""

    worth: Worth
    wrong: frozenset[str] = frozenset()


def _number(name: str, text: str) -> str:
    plain = text.replace(".", "", 1)
    counted = name in {"quantity", "count"} and plain.isdecimal() and plain.isascii()
    return f"{Decimal(text).normalize():f}" if counted else text


def _row(row: str | dict[str, str]) -> tuple[tuple[str, str], ...]:
    if isinstance(row, str):
        return (("", row),)
    return tuple(sorted((name, _number(name, text)) for name, text in row.items()))


def _rows(value: Value) -> Rows:
    return frozenset([(("", value),)] if isinstance(value, str) else map(_row, value))


def _slots(report: Report, book: Book) -> Mapping[str, Slot]:
    kind = book.types.get(report.type)
    return kind.slots if kind else {}


def _comparable(report: Report, book: Book) -> Mapping[str, Rows]:
    """Return the fields so that equal ones are equal, however they were ordered or written."""
    slots = _slots(report, book)
    text = frozenset(name for name, slot in slots.items() if slot.kind is Kind.TEXT)
    return {
        name: frozenset({(("", "text"),)}) if name in text else _rows(value)
        for name, value in report.fields.items()
    }


def same(one: Report, other: Report, book: Book) -> bool:
    return one.type == other.type and _comparable(one, book) == _comparable(other, book)


def _within(part: Report, whole: Report, book: Book) -> bool:
    """Say whether a report tells nothing but what the whole does, if perhaps less of it."""
    if part.type != whole.type:
        return False
    all_of = _comparable(whole, book)
    return all(rows <= all_of.get(name, frozenset()) for name, rows in _comparable(part, book).items())


def _magnitude(report: Report, book: Book) -> object:
    slots = _slots(report, book)
    counted = {Kind.ITEMS: ("quantity", "unit"), Kind.NUMBER: ("",)}
    return {
        name: {tuple(pair for pair in row if pair[0] in counted[slots[name].kind]) for row in rows}
        for name, rows in _comparable(report, book).items()
        if name in slots and slots[name].kind in counted
    }


def _persons(report: Report, book: Book) -> int:
    slots = _slots(report, book)
    rows = [
        row
        for name, value in report.fields.items()
        if name in slots and slots[name].kind is Kind.PERSONS and not isinstance(value, str)
        for row in value
    ]
    return sum(int(row.get("count", "0")) for row in rows if not isinstance(row, str))


def wrong_fields(filed: Report, truth: Report, book: Book) -> frozenset[str]:
    """Return the critical fields in which what was filed is not what was meant."""
    found = {name for name in ("place", "plate") if filed.fields.get(name) != truth.fields.get(name)}
    found |= {"type"} if filed.type != truth.type else set()
    found |= {"magnitude"} if _magnitude(filed, book) != _magnitude(truth, book) else set()
    found |= {"persons"} if _persons(filed, book) != _persons(truth, book) else set()
    return frozenset(found)


def judge(sent: Noisy, decoded: Sequence[Decoded], book: Book) -> Verdict:
    """Return what the decodings of a sending's texts are worth together."""
    filed = [d.report for d in decoded if d.outcome in _FILED and d.report]
    wrong = [report for report in filed if not _within(report, sent.truth, book)]
    if wrong:
        fields = frozenset[str]().union(*(wrong_fields(report, sent.truth, book) for report in wrong))
        unseen = all(same(report, sent.says, book) for report in wrong)
        return Verdict(Worth.UNSEEN if unseen else Worth.SILENT, fields)
    if any(same(report, sent.truth, book) for report in filed):
        return Verdict(Worth.CORRECT)
    if not filed or len(filed) < len(decoded):
        return Verdict(Worth.ASKED)
    unseen = any(same(report, sent.says, book) for report in filed)
    return Verdict(
        Worth.UNSEEN if unseen else Worth.SILENT,
        wrong_fields(filed[-1], sent.truth, book),
    )
