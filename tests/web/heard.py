"""What bearers would have heard of a text: PDUs as a network sends them, a frame as a TNC hands it over."""

from datetime import datetime
from typing import Any

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import deliver_segments, encode_deliver
from hardware.radio import ax25, message

_HERE = ax25.Callsign("E20MSI")


def kind_of(sender: str) -> AddressKind:
    """Tell +66812345678 from E21ABC-7 and from AIS."""
    if sender.startswith("+"):
        return AddressKind.NUMBER
    return AddressKind.CALLSIGN if any(map(str.isdigit, sender)) else AddressKind.ALPHANUMERIC


def parts_of(sender: str, text: str, at: datetime) -> list[dict[str, Any]]:
    """Return the rows of the segments in which a text came, without their keys."""
    kind = kind_of(sender)
    row = {"bearer": "gsm1", "sender_kind": kind.value, "sender": sender, "heard_at": at}
    if kind is AddressKind.CALLSIGN:
        return [{**row, "bearer": "radio1", "raw": frame(sender, text), "text": text}]
    parts = deliver_segments(Address(kind, sender), text, at, ref=7)
    return [{**row, "raw": encode_deliver(one), "text": one.text} for one in parts]


def frame(sender: str, text: str) -> bytes:
    """Return the UI frame of a text to our station."""
    source = ax25.read_callsign(sender)
    assert isinstance(source, ax25.Callsign)
    info = message.encode(message.Message(str(_HERE), text, "01"))
    return ax25.encode(ax25.UiFrame(_HERE, source, info))
