"""Two changes of one report: neither is lost, and what both changed is named."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.report import Value
from gateway.desk.meanwhile import both, fields_at
from gateway.store.tables import History, Report

FIELDS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2", "3"]))


@given(before=FIELDS, mine=FIELDS, theirs=FIELDS)
def test_each_field_is_as_whoever_changed_it_left_it(
    before: dict[str, Value], mine: dict[str, Value], theirs: dict[str, Value]
) -> None:
    laid = both(before, mine, theirs)
    for name in "abcd":
        was, here, there = before.get(name), mine.get(name), theirs.get(name)
        assert laid.fields.get(name) == (there if here == was else here)
        assert (name in laid.contested) == (here != was and there not in (was, here))


@given(mine=FIELDS, theirs=FIELDS)
def test_without_what_was_before_every_difference_is_named(
    mine: dict[str, Value], theirs: dict[str, Value]
) -> None:
    laid = both(None, mine, theirs)
    assert laid.fields == mine
    assert laid.contested == {n for n in "abcd" if mine.get(n) != theirs.get(n)}


@given(fields=FIELDS, mine=FIELDS)
def test_what_nobody_else_changed_is_not_contested(fields: dict[str, Value], mine: dict[str, Value]) -> None:
    assert both(fields, mine, fields) == (mine, frozenset())


@pytest.mark.parametrize(
    ("version", "stands", "was"),
    [("1", 3, "a"), ("2", 3, "b"), ("3", 3, None), ("0", 3, None), ("x", 3, None), ("1", 4, None)],
)
def test_an_earlier_version_is_told_where_the_history_has_each(
    version: str, stands: int, was: str | None
) -> None:
    def line(detail: dict[str, object]) -> History:
        at = datetime(2026, 11, 23, tzinfo=UTC)
        return History(origin="MSI", epoch=1, seq=1, at=at, actor="duty", what="edited", detail=detail)

    lines = [line({"was": {"fields": {"text": "a"}}}), line({}), line({"was": {"fields": {"text": "b"}}})]
    report = Report(
        origin="MSI", epoch=1, seq=1, ref="K7M4", type="DRG", edition=1, precedence=2, provenance="A"
    )
    found = fields_at(version, report.model_copy(update={"version": stands}), lines)
    assert found == (None if was is None else {"text": was})
