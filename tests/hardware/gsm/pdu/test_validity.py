"""Validity periods round up to what TP-VP can say, in each of its formats (TS 23.040, 9.2.3.12)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import Submit, Unreadable, decode_from_phone
from hardware.gsm.pdu.validity import exact

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def submit(form: int, validity: str) -> Submit | Unreadable:
    """Return a SUBMIT of "hi" whose TP-VPF is `form`."""
    return decode_from_phone(bytes.fromhex(f"00{1 | form << 3:02X}00049121430000{validity}02E834"))


@pytest.mark.parametrize(
    ("form", "hexed", "expected"),
    [
        (0, "", None),
        (2, "00", 5 * MINUTE),
        (2, "8F", 12 * HOUR),
        (2, "90", 12.5 * HOUR),
        (2, "A7", 24 * HOUR),
        (2, "A8", 2 * DAY),
        (2, "C4", 30 * DAY),
        (2, "C5", 5 * WEEK),
        (2, "FF", 63 * WEEK),
        (3, "62010121436582", datetime(2026, 10, 10, 5, 34, 56, tzinfo=UTC)),
        (3, "FFFFFFFFFFFFFF", None),
        (1, "00000000000000", None),
        (1, "01A80000000000", 2 * DAY),
        (1, "021E0000000000", timedelta(seconds=30)),
        (1, "03214365000000", timedelta(hours=12, minutes=34, seconds=56)),
        (1, "07000000000000", None),
    ],
)
def test_formats(form: int, hexed: str, expected: timedelta | datetime | None) -> None:
    found = submit(form, hexed)
    assert isinstance(found, Submit)
    assert (found.validity, found.text) == (expected, "hi")
    assert found.to == Address(AddressKind.NUMBER, "+1234")


def test_cut_in_the_validity() -> None:
    found = decode_from_phone(bytes.fromhex("00190004912143000062010121"))
    assert isinstance(found, Unreadable)
    assert (found.field, found.offset) == ("validity", 9)


@given(st.timedeltas(timedelta(0), 63 * WEEK))
def test_a_period_is_rounded_up_by_at_most_a_step(period: timedelta) -> None:
    rounded = exact(period)
    assert isinstance(rounded, timedelta)
    assert exact(rounded) == rounded
    step = next(s for limit, s in STEPS if period <= limit)
    assert period <= rounded <= max(5 * MINUTE, period + step)


STEPS = ((12 * HOUR, 5 * MINUTE), (DAY, 30 * MINUTE), (30 * DAY, DAY), (63 * WEEK, WEEK))


def test_beyond_63_weeks_is_63_weeks() -> None:
    assert exact(100 * WEEK) == 63 * WEEK
