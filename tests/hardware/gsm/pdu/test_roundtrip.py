"""What is written is read back the same, for every kind of PDU and field."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import (
    Deliver,
    StatusReport,
    Submit,
    decode_from_network,
    decode_from_phone,
    encode_deliver,
    encode_status_report,
    encode_submit,
    septets,
)
from hardware.gsm.pdu.timestamp import decode_timestamp, encode_timestamp
from tests.hardware.gsm.pdu import strategies

NUMBER = Address(AddressKind.NUMBER, "+66812345678")


@given(strategies.delivers)
def test_deliver(deliver: Deliver) -> None:
    assert decode_from_network(encode_deliver(deliver)) == deliver


@given(strategies.submits)
def test_submit(submit: Submit) -> None:
    assert decode_from_phone(encode_submit(submit)) == submit


@given(strategies.status_reports)
def test_status_report(report: StatusReport) -> None:
    assert decode_from_network(encode_status_report(report)) == report


@given(st.lists(st.integers(0, 127), max_size=160).map(bytes), st.integers(0, 6))
def test_septets(codes: bytes, fill: int) -> None:
    packed = septets.pack(codes, fill)
    assert len(packed) == septets.octets(len(codes), fill)
    assert septets.unpack(packed, len(codes), fill) == codes


@given(strategies.moments)
def test_the_zone_survives(moment: datetime) -> None:
    back = decode_timestamp(encode_timestamp(moment))
    assert back is not None
    assert back.utcoffset() == moment.utcoffset()


def test_a_zone_between_quarters_is_written_as_utc() -> None:
    odd = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(minutes=7)))
    back = decode_timestamp(encode_timestamp(odd))
    assert back == odd
    assert back is not None
    assert back.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "deliver",
    [
        Deliver(sender=Address(AddressKind.CALLSIGN, "9V1AB"), text=""),
        Deliver(sender=Address(AddressKind.NUMBER, "12-34"), text=""),
        Deliver(sender=Address(AddressKind.NUMBER, "+"), text=""),
        Deliver(sender=Address(AddressKind.ALPHANUMERIC, "twelve chars"), text=""),
        Deliver(sender=Address(AddressKind.ALPHANUMERIC, "ยา"), text=""),
        Deliver(sender=NUMBER, text="ยา"),
        Deliver(sender=NUMBER, text="x" * 161),
        Deliver(sender=NUMBER, dcs=0x20, text="x"),
        Deliver(sender=NUMBER, text="x", scts=datetime(1969, 12, 31, tzinfo=UTC)),
        Deliver(sender=NUMBER, text="x", scts=datetime(2026, 1, 1)),  # noqa: DTZ001  # that is the point
    ],
)
def test_what_a_pdu_cannot_carry_is_refused(deliver: Deliver) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        encode_deliver(deliver)
