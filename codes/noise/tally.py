"""Counts of verdicts: by channel, report type and critical field, before and after a read-back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from codes.book import Book, Kind
from codes.noise.model import Noisy
from codes.noise.score import CRITICAL, Verdict, Worth
from codes.report import Report

NOTICED = 0.8
"""Share of wrong read-backs that an officer notices."""

NO_SLIP = "no slip"


def critical_of(report: Report, book: Book) -> frozenset[str]:
    """Return which critical fields a report has, so that shares are of those that could go wrong."""
    kinds = {slot.kind for name, slot in book.types[report.type].slots.items() if name in report.fields}
    has = {
        "type": True,
        "magnitude": bool(kinds & {Kind.ITEMS, Kind.NUMBER}),
        "persons": Kind.PERSONS in kinds,
    }
    has |= {name: name in report.fields for name in ("place", "plate")}
    return frozenset(name for name in CRITICAL if has[name])


@dataclass(slots=True)
class Share:
    """How many messages, and how many of each worth."""

    n: int = 0
    worth: Counter[Worth] = field(default_factory=Counter[Worth])

    def add(self, worth: Worth) -> None:
        self.n += 1
        self.worth[worth] += 1

    def percent(self, *worths: Worth) -> float:
        return 100 * sum(self.worth[w] for w in worths) / self.n if self.n else 0.0

    @property
    def correct(self) -> float:
        return self.percent(Worth.CORRECT)

    @property
    def silent(self) -> float:
        return self.percent(Worth.SILENT)

    @property
    def strict(self) -> float:
        """Silently wrong with those that nobody could see."""
        return self.percent(Worth.SILENT, Worth.UNSEEN)

    @property
    def after_readback(self) -> float:
        """Silently wrong when the officer notices 80 % of wrong read-backs."""
        return self.silent * (1 - NOTICED)


@dataclass(slots=True)
class Tally:
    """All the shares of one run."""

    total: Share = field(default_factory=Share)
    channels: dict[str, Share] = field(default_factory=dict[str, Share])
    types: dict[str, Share] = field(default_factory=dict[str, Share])
    critical: dict[str, Share] = field(default_factory=dict[str, Share])

    def add(self, sent: Noisy, verdict: Verdict, book: Book) -> None:
        self.total.add(verdict.worth)
        for name in sent.channels or (NO_SLIP,):
            self.channels.setdefault(name, Share()).add(verdict.worth)
        self.types.setdefault(sent.truth.type, Share()).add(verdict.worth)
        for name in critical_of(sent.truth, book) | verdict.wrong:
            hit = verdict.worth if name in verdict.wrong or verdict.worth is Worth.ASKED else Worth.CORRECT
            self.critical.setdefault(name, Share()).add(hit)

    def merge(self, other: "Tally") -> None:
        pour(self.total, other.total)
        for mine, theirs in self._tables(other):
            for name, share in theirs.items():
                pour(mine.setdefault(name, Share()), share)

    def _tables(self, other: "Tally") -> Iterable[tuple[dict[str, Share], Mapping[str, Share]]]:
        yield self.channels, other.channels
        yield self.types, other.types
        yield self.critical, other.critical


def pour(into: Share, share: Share) -> None:
    """Add one share's counts to another."""
    into.n += share.n
    into.worth.update(share.worth)
