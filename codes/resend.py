"""How a report stands to an earlier one of the same officer: the same, an edited resend, or another."""

import enum
from collections.abc import Sequence
from datetime import timedelta

from codes.report import Report

SOON = timedelta(minutes=30)
"""Within this much time a report that differs in one thing may be a resend."""


class Relation(enum.StrEnum):
    """What a later report is to an earlier one."""

    SAME = "same"
    EDITED = "edited"  # one field differs: is it a correction, or a second case? ask
    OTHER = "other"


def _differing(one: Report, two: Report) -> int:
    names = {*one.fields, *two.fields}
    return sum(one.fields.get(name) != two.fields.get(name) for name in names)


def relation(earlier: Report, later: Report, apart: timedelta) -> Relation:
    """Compare two reports sent `apart`; the same kind of report about a second truck is another report.

    A plate, a reference or a name that differs makes it another case; so does a second differing field.
    """
    if earlier.type != later.type or not timedelta() <= apart <= SOON:
        return Relation.OTHER
    differing = _differing(earlier, later)
    if differing == 0:
        return Relation.SAME
    if any(earlier.fields.get(name) != later.fields.get(name) for name in _OF_ANOTHER_CASE):
        return Relation.OTHER
    return Relation.EDITED if differing == 1 and len(later.fields) > 1 else Relation.OTHER


_OF_ANOTHER_CASE: Sequence[str] = ("plate", "subject", "name", "container", "text")
