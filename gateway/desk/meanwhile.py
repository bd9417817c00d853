"""An edit of a report that somebody else changed since its form was filled in: both changes in one form."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from codes.report import Value
from gateway.store.tables import History, Report

Fields = Mapping[str, Value]


class Both(NamedTuple):
    """The fields with either's changes, and the names of those that both changed, and not alike."""

    fields: dict[str, Value]
    contested: frozenset[str]


def both(before: Fields | None, mine: Fields, theirs: Fields) -> Both:
    """Lay one's own changes over theirs; of what both changed one's own stands, and is named.

    Without what was `before`, whatever is not as theirs counts as changed here.
    """
    names = dict.fromkeys((*theirs, *mine))
    changed = {name for name in names if before is None or mine.get(name) != before.get(name)}
    contested = {
        name
        for name in changed
        if mine.get(name) != theirs.get(name) and (before is None or theirs.get(name) != before.get(name))
    }
    laid = {name: (mine if name in changed else theirs).get(name) for name in names}
    return Both({name: value for name, value in laid.items() if value}, frozenset(contested))


def fields_at(version: str, found: Report, lines: Sequence[History]) -> Fields | None:
    """Return the fields that an earlier version had; None when the history has not one line for each.

    A recall is a version without such a line.
    """
    past = {
        str(number): line.detail["was"].get("fields")
        for number, line in enumerate((one for one in lines if "was" in one.detail), 1)
    }
    return past.get(version) if len(past) == found.version - 1 else None
