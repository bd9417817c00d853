"""What goes to SQLite's driver by the short way is what Core would have sent."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary
from sqlalchemy.dialects import sqlite

from gateway.store.columns import TREE, UtcTime
from gateway.store.driven import binder

_DIALECT = sqlite.dialect()
_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=_ZONES)  # noqa: DTZ001 - hypothesis adds the zone


def _by_core(kind: Any, value: object) -> object:  # noqa: ANN401  # any type of a column
    bind = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return bind(value) if bind else value


@given(st.none() | _MOMENTS)
def test_a_time_is_kept_as_core_keeps_it(moment: datetime | None) -> None:
    bind = binder(UtcTime(), _DIALECT)
    assert bind
    assert bind(moment) == _by_core(UtcTime(), moment)


def test_a_time_without_a_zone_is_refused() -> None:
    bind = binder(UtcTime(), _DIALECT)
    assert bind
    with pytest.raises(ValueError, match="zone"):
        bind(datetime.now(UTC).replace(tzinfo=None))


@given(st.binary())
def test_bytes_are_bytes(data: bytes) -> None:
    bind = binder(LargeBinary(), _DIALECT)
    assert (bind(data) if bind else data) == _by_core(LargeBinary(), data)


def test_a_tree_goes_by_core() -> None:
    bind = binder(TREE, _DIALECT)
    assert bind
    assert bind({"a": [1]}) == _by_core(TREE, {"a": [1]})
