"""Codes by time: the vectors of RFC 6238, clocks that are wrong, and no step twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.onetime import hotp
from gateway.desk import totp

SECRET = b"12345678901234567890"
NOON = datetime(2026, 3, 14, 5, 0, tzinfo=UTC)


def _step(at: datetime) -> int:
    return int(at.timestamp()) // totp.STEP


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    assert hotp(SECRET, seconds // totp.STEP, 8) == code
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.accepted(code[2:], SECRET, at, 0, 0, 0) == (seconds // totp.STEP, 0)


@given(st.integers(-40, 40), st.integers(-totp.WINDOW, totp.WINDOW))
def test_a_generator_that_is_minutes_off_is_followed(drift: int, off: int) -> None:
    number = _step(NOON) + drift + off
    found = totp.accepted(hotp(SECRET, number), SECRET, NOON, drift, 0, totp.WINDOW)
    assert found is not None
    assert hotp(SECRET, found.number) == hotp(SECRET, number)
    assert found.number == _step(NOON) + found.drift


@given(st.integers(-totp.FIRST_WINDOW, totp.FIRST_WINDOW), st.integers(0, 400))
def test_no_step_is_accepted_twice_whatever_the_stations_clock_does(back: int, later: int) -> None:
    number = _step(NOON)
    at = NOON + timedelta(seconds=totp.STEP * back + later)
    found = totp.accepted(hotp(SECRET, number), SECRET, at, 0, number, totp.FIRST_WINDOW)
    assert found is None or found.number > number


def test_a_code_from_outside_the_window_is_none() -> None:
    far = _step(NOON) + totp.WINDOW + 1
    assert totp.accepted(hotp(SECRET, far), SECRET, NOON, 0, 0, totp.WINDOW) is None
    assert totp.accepted(hotp(SECRET, far), SECRET, NOON, 1, 0, totp.WINDOW) == (far, totp.WINDOW + 1)


def test_a_clock_of_1970_breaks_nothing() -> None:
    assert totp.accepted("000000", SECRET, datetime(1970, 1, 1, tzinfo=UTC), 0, 0, totp.WINDOW) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("๑๒๓๔๕๖", "123456"), ("12345", ""), ("abcd-efgh", "")],
)
def test_a_code_is_read_as_it_is_typed(written: str, code: str) -> None:
    assert totp.figures(written) == code


def test_recovery_codes_differ_and_are_kept_by_their_accounts_hash() -> None:
    codes = totp.fresh_codes()
    assert len(set(codes)) == totp.CODES
    assert totp.hash_code("som", codes[0].upper().replace("-", " ")) == totp.hash_code("som", codes[0])
    assert totp.hash_code("som", codes[0]) != totp.hash_code("anan", codes[0])


def test_the_address_is_what_generators_read() -> None:
    address = totp.address(SECRET, "BLO Mae Sai", "som")
    assert address.startswith(
        "otpauth://totp/BLO%20Mae%20Sai%3Asom?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="
    )
