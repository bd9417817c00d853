"""Segments to one text, mending what was torn between them (3GPP TS 23.040, 9.2.3.24.1)."""

from collections.abc import Sequence

from hardware.gsm.pdu.dcs import coding_of
from hardware.gsm.pdu.tpdu import Segment
from hardware.gsm.pdu.userdata import decode_text


def join(segments: Sequence[Segment]) -> str:
    """Return the text of segments that were read, in their order.

    Some senders tear a surrogate pair (phones) or an escape pair (smsd) in two, which 9.2.3.24.1
    forbids: their codes are put together before they are read, where all are coded alike.
    """
    codings = {
        (coding_of(segment.dcs).alphabet, segment.locking_shift, segment.single_shift) for segment in segments
    }
    if len(codings) != 1 or any(segment.text is None for segment in segments):
        return "".join(segment.text or "" for segment in segments)
    ((alphabet, _, _),) = codings
    return decode_text(alphabet, b"".join(segment.codes for segment in segments), segments[0])
