"""The names of reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.store.keys import ReportKey

_NUMBER = st.integers(0, 10**9)


@given(st.from_regex(r"[A-Z][A-Z0-9-]{0,5}", fullmatch=True), _NUMBER, _NUMBER)
def test_a_key_reads_as_it_is_written(origin: str, epoch: int, seq: int) -> None:
    key = ReportKey(origin, epoch, seq)
    assert ReportKey.parse(str(key)) == key


@given(st.text())
def test_what_is_no_key_is_none(text: str) -> None:
    found = ReportKey.parse(text)
    assert found is None or ReportKey.parse(str(found)) == found


@pytest.mark.parametrize("text", ["", "MSI", "MSI-1", "-1-1", "MSI-1-x", "MSI-๑-1", "MSI--1"])
def test_these_are_no_keys(text: str) -> None:
    assert ReportKey.parse(text) is None
