"""The octets of a text are its own: who sent it is not in them, and what cannot be read has none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.octets import octets_of
from gateway.store.tables import Segment
from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import Deliver, deliver_segments, encode_deliver, septets
from hardware.radio import ax25

NUMBER = Address(AddressKind.NUMBER, "+66812345678")
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def _octets(raw: bytes, kind: str = "number") -> bytes:
    at = AT
    return octets_of(Segment(id=1, key=b"", bearer="", sender_kind=kind, sender="", raw=raw, heard_at=at))


@given(text=st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=300))
def test_the_octets_of_all_parts_are_the_text(text: str) -> None:
    parts = deliver_segments(NUMBER, text, AT, ref=7)
    for one in parts:
        octets = _octets(encode_deliver(one))
        if one.dcs:
            assert octets.decode("utf-16-be") == one.text
        else:
            assert len(octets) <= septets.octets(160)


def test_gsm7_is_packed_as_it_came() -> None:
    (one,) = deliver_segments(NUMBER, "hellohello", AT, ref=7)
    assert _octets(encode_deliver(one)) == bytes.fromhex("e8329bfd4697d9ec37")


def test_a_frame_gives_its_information_field() -> None:
    here, officer = ax25.Callsign("E20MSI"), ax25.Callsign("E21ABC", 7)
    raw = ax25.encode(ax25.UiFrame(here, officer, b"FUP 2BP"))
    assert _octets(raw, "callsign") == b"FUP 2BP"
    assert _octets(raw[:9], "callsign") == b""


@pytest.mark.parametrize("cut", range(1, 25))
def test_of_what_cannot_be_read_nothing_is_shown(cut: int) -> None:
    raw = encode_deliver(Deliver(sender=NUMBER, scts=AT, text="hello"))
    assert _octets(raw[:-cut]) == b""


def test_data_for_an_application_is_not_shown() -> None:
    notice = Deliver(sender=NUMBER, scts=AT, dcs=4, data=b"+66812345678/TYPE=PLMN", ports=(2948, 9200))
    assert _octets(encode_deliver(notice)) == b""
    alone = Deliver(sender=NUMBER, scts=AT, dcs=4, data=b"FUP 2BP")
    assert _octets(encode_deliver(alone)) == b"FUP 2BP"
