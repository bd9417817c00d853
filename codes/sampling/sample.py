"""Random reports by the book, each as a careful officer might file it; the dice are handed in."""

from datetime import datetime

from codes.book import Book, Kind, ReportType, Slot
from codes.report import Report
from codes.sampling.dice import Dice, Sampler
from codes.sampling.plates import fitted
from codes.sampling.values import MAKERS

OPTIONAL_SHARE = 0.22
FIRST_GROUP_SHARE = 0.8
HEAD_SHARE = 0.03  # most reports leave precedence and grade to the book and the staff, and say all in codes
_HEAD = ("precedence", "grade", "text")


def _chosen(kind: ReportType, sampler: Sampler) -> frozenset[str]:
    """Return the names of one group of those of which one must be there."""
    if not kind.either:
        return frozenset()
    first = sampler.dice.random() < FIRST_GROUP_SHARE
    return frozenset(kind.either[0] if first else sampler.dice.choice(kind.either))


def _wanted(slot: Slot, kind: ReportType, chosen: frozenset[str], sampler: Sampler) -> bool:
    if slot.kind is Kind.TIME and sampler.now is None:
        return False
    if any(slot.name in group for group in kind.either):
        return slot.name in chosen
    share = HEAD_SHARE if slot.name in _HEAD else OPTIONAL_SHARE
    return slot.mandatory or sampler.dice.random() < share


def sample(book: Book, dice: Dice, kind: ReportType | None = None, now: datetime | None = None) -> Report:
    """Return one valid report, of any type unless one is named."""
    kind = kind or dice.choice([t for t in book.types.values() if not t.control])
    sampler = Sampler(book, dice, now)
    chosen = _chosen(kind, sampler)
    slots = [s for s in kind.slots.values() if _wanted(s, kind, chosen, sampler)]
    fields = {slot.name: MAKERS[slot.kind](slot, sampler) for slot in slots}
    return Report(kind.code, fitted(fields, sampler))
