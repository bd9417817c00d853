"""What a decoding is worth: correct, asked, silently wrong, or wrong in a way that nobody could see.

- correct: filed (accepted or flagged) with exactly the fields that were meant. Orders of lists do not matter;
  a quantity is compared as a number with its unit, a name without its spaces; free text only as there or not,
  since it is kept as typed.
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
from collections.abc import Sequence
from dataclasses import dataclass

from codes.book import Book, Kind
from codes.noise.compare import covers, of_kind, rows_of, same
from codes.noise.model import Noisy
from codes.report import Decoded, Outcome, Report

_FILED = (Outcome.ACCEPTED, Outcome.FLAGGED)
_MAGNITUDES = frozenset({Kind.ITEMS, Kind.NUMBER})
_PERSONS = frozenset({Kind.PERSONS})
CRITICAL = ("type", "place", "plate", "magnitude", "persons")


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


def _magnitudes(report: Report, book: Book) -> list[list[tuple[str, str]]]:
    """Return the amounts of a report, without what they are amounts of."""
    fields = of_kind(report, _MAGNITUDES, book).fields
    parts = ("quantity", "unit", "")
    return sorted(
        [(name, row[name]) for name in parts if name in row]
        for value in fields.values()
        for row in rows_of(value)
    )


def _persons(report: Report, book: Book) -> int:
    fields = of_kind(report, _PERSONS, book).fields
    return sum(int(row.get("count", "0")) for value in fields.values() for row in rows_of(value))


def wrong_fields(filed: Report, truth: Report, book: Book) -> frozenset[str]:
    """Return the critical fields in which what was filed is not what was meant."""
    found = {name for name in ("place", "plate") if filed.fields.get(name) != truth.fields.get(name)}
    found |= {"type"} if filed.type != truth.type else set()
    here, there = (of_kind(report, _MAGNITUDES, book) for report in (filed, truth))
    if not same(here, there, book) and _magnitudes(filed, book) != _magnitudes(truth, book):
        found.add("magnitude")
    found |= {"persons"} if _persons(filed, book) != _persons(truth, book) else set()
    return frozenset(found)


def judge(sent: Noisy, decoded: Sequence[Decoded], book: Book) -> Verdict:
    """Return what the decodings of a sending's texts are worth together."""
    filed = [d.report for d in decoded if d.outcome in _FILED and d.report]
    wrong = [report for report in filed if not covers(sent.truth, report, book)]
    if not wrong and any(same(report, sent.truth, book) for report in filed):
        return Verdict(Worth.CORRECT)
    if not filed or (not wrong and len(filed) < len(decoded)):
        return Verdict(Worth.ASKED)
    blamed = wrong or filed
    fields = frozenset[str]().union(*(wrong_fields(report, sent.truth, book) for report in blamed))
    unseen = all(same(report, sent.says, book) for report in blamed)
    return Verdict(Worth.UNSEEN if unseen else Worth.SILENT, fields)
