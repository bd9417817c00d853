"""Where a report's place lies, in each way an officer can say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.load import shipped
from gateway.desk.where import where

_MAE_SAI = (20.44, 99.88)


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        ("MSI", *_MAE_SAI),
        ("MSI+10N", 20.53, 99.88),
        ("MSI+10SW", 20.38, 99.81),
        ("N20.4500E99.8800", 20.45, 99.88),
        ("47QNC9160", 20.43, 99.87),
        ("7MGXCVVJ+36", 20.44, 99.88),
    ],
)
def test_a_place_lies_where_it_says(place: str, lat: float, lon: float) -> None:
    found = where(place, shipped())
    assert found is not None
    assert found == pytest.approx((lat, lon), abs=0.15)


@pytest.mark.parametrize(
    "place", ["", "XXXXX", "+", "MSI+", "MSI+N", "CVVJ+36", "99ZZZ00", "47QIO12", "N999E1"]
)
def test_a_place_that_cannot_be_told_is_none(place: str) -> None:
    assert where(place, shipped()) is None


@given(st.text(max_size=20))
def test_no_text_raises(place: str) -> None:
    where(place, shipped())
