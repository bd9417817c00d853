"""Segments become one text, whatever was torn between them."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import Deliver, decode_from_network, deliver_segments, encode_deliver, join
from tests.hardware.gsm.pdu import strategies

SENDER = Address(AddressKind.NUMBER, "+66812345678")
SCTS = datetime(2026, 10, 10, 12, 34, 56, tzinfo=UTC)


def deliver(dcs: int, user_data: str) -> Deliver:
    found = decode_from_network(bytes.fromhex(f"00040491214300{dcs:02X}62010121436500{user_data}"))
    assert isinstance(found, Deliver)
    return found


@given(st.text(strategies.DEFAULT, max_size=500) | st.text(max_size=200))
def test_what_was_cut_is_joined(text: str) -> None:
    heard = [decode_from_network(encode_deliver(part)) for part in deliver_segments(SENDER, text, SCTS, 1)]
    assert join([part for part in heard if isinstance(part, Deliver)]) == text


def test_a_torn_surrogate_pair_is_mended() -> None:
    halves = [deliver(8, "040041D83D"), deliver(8, "04DEA80042")]
    assert [half.text for half in halves] == ["A\ufffd", "\ufffdB"]
    assert join(halves) == "A🚨B"


def test_a_torn_escape_pair_is_mended() -> None:
    halves = [deliver(0, "02E80D"), deliver(0, "0165")]
    assert [half.text for half in halves] == ["h ", "e"]
    assert join(halves) == "h€"


def test_segments_coded_unlike_are_joined_as_they_are() -> None:
    assert join([deliver(0, "02E834"), deliver(8, "040E220E32")]) == "hiยา"


def test_nothing_is_no_text() -> None:
    assert join([]) == ""
