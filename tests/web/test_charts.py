"""The small drawings stay inside their frame and say what the numbers say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import charts

_COUNTS = st.lists(st.integers(0, 100_000), max_size=60)


@given(_COUNTS)
def test_a_line_stays_in_its_frame_and_has_a_point_for_each_value(values: list[int]) -> None:
    found = [tuple(map(float, one.split(","))) for one in charts.points(values).split()]
    assert len(found) == (len(values) if len(values) > 1 else 0)
    assert all(0 <= x <= charts.WIDE and 0 <= y <= charts.HIGH for x, y in found)


@given(_COUNTS)
def test_columns_stand_on_the_foot_as_high_as_their_share(values: list[int]) -> None:
    found = charts.columns(values)
    assert len(found) == len(values)
    for (x, y, wide, high), value in zip(found, values, strict=True):
        assert x + wide <= charts.WIDE + 0.5
        assert y + high == pytest.approx(charts.HIGH, abs=0.02)
        assert high == pytest.approx(charts.HIGH * value / max(*values, 1, 1), abs=0.01)


def test_a_bar_is_its_share_of_the_longest() -> None:
    assert (charts.bar(5, 10), charts.bar(10, 10), charts.bar(0, 0)) == (50.0, 100.0, 0.0)
