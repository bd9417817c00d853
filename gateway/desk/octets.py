"""The octets of a text as they came, without who sent it: that is in the same PDU or frame."""

from gateway.store.tables import Segment
from hardware.bearer import AddressKind
from hardware.gsm.pdu import Deliver, decode_from_network
from hardware.radio import ax25


def octets_of(part: Segment) -> bytes:
    """Return TP-UD without its header (TS 23.040, 9.2.3.24), or the information field of a UI frame.

    Nothing of what cannot be read, for nobody knows where its sender ends; nor of data for an application,
    such as the notice of a picture: it names its sender, as a header may.
    """
    if part.sender_kind == AddressKind.CALLSIGN:
        frame = ax25.decode(part.raw)
        return b"" if isinstance(frame, ax25.Fault) else frame.info
    heard = decode_from_network(part.raw)
    return heard.octets if isinstance(heard, Deliver) and heard.ports is None else b""
