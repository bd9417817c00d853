"""SMS PDUs, pure: bytes to frozen values and back (3GPP TS 23.040 and TS 23.038)."""

from hardware.gsm.pdu.codec import (
    decode_from_network,
    decode_from_phone,
    encode_deliver,
    encode_status_report,
    encode_submit,
)
from hardware.gsm.pdu.dcs import MessageClass
from hardware.gsm.pdu.join import join
from hardware.gsm.pdu.segments import deliver_segments
from hardware.gsm.pdu.tpdu import Deliver, StatusReport, Submit, Unreadable

__all__ = [
    "Deliver",
    "MessageClass",
    "StatusReport",
    "Submit",
    "Unreadable",
    "decode_from_network",
    "decode_from_phone",
    "deliver_segments",
    "encode_deliver",
    "encode_status_report",
    "encode_submit",
    "join",
]
