"""Texts and octets to the SUBMIT PDUs that AT+CMGS takes (3GPP TS 23.040, 9.2.2.2; TS 27.005, 3.5.1).

python-gsmmodem-new encodes what it can: GSM-7 and the basic plane of UCS-2, to international numbers.
What it gets wrong is encoded here: characters beyond the basic plane and ÿ (it raises), ` (it sends
the code of §), § (it falls back to UCS-2), ESC (it sends half an escape), and local numbers, which it
calls national though a national number has no prefix. Nothing of its making goes out that our decoder
reads otherwise than planned.
"""

from dataclasses import dataclass, replace

from gsmmodem.pdu import encodeSmsSubmitPdu

from hardware.bearer import Address
from hardware.gsm.pdu.codec import decode_from_phone, encode_submit
from hardware.gsm.pdu.segments import cut, cut_data, parts
from hardware.gsm.pdu.tpdu import Submit
from hardware.gsm.pdu.validity import Validity, exact

_DATA_DCS = 0x04
_LAST_OF_BASIC_PLANE = "\uffff"
_LIBRARY_GETS_WRONG = frozenset("`§ÿ\x1b")


@dataclass(frozen=True, slots=True)
class SubmitPdu:
    """One segment: the hex digits to write after the prompt, and the length that AT+CMGS is given."""

    hex: str
    length: int  # octets, without the service centre's prefix


def measure(text: str) -> int:
    """Return how many segments `text` takes; in GSM-7 a character of the extension counts twice."""
    return len(cut(text).pieces)


def segments(
    text: str, to: Address, ref: int, receipt_wanted: bool, validity: Validity = None
) -> list[SubmitPdu]:
    """Return the PDUs of `text`; ValueError for an address that no phone has, or above 255 segments.

    `ref` modulo 256 is the reference of the whole message; TP-MR is the same and mostly replaced by
    the modem. `validity` is rounded up to what TP-VP can say.
    """
    made = cut(text)
    whole = Submit(
        reference=ref % 256,
        to=to,
        dcs=made.dcs,
        validity=exact(validity),
        receipt_wanted=receipt_wanted,
    )
    places = parts(ref % 256, len(made.pieces))
    planned = [replace(whole, text=piece, part=part) for piece, part in zip(made.pieces, places, strict=True)]
    own = [encode_submit(submit) for submit in planned]
    library = _from_library("".join(made.pieces), whole)
    return list(map(_printed, library if list(map(decode_from_phone, library)) == planned else own))


def data_segments(
    data: bytes, to: Address, ref: int, ports: tuple[int, int], validity: Validity = None
) -> list[SubmitPdu]:
    """Return the PDUs of 8-bit `data` for an application; `ports` are (destination, source)."""
    whole = Submit(reference=ref % 256, to=to, dcs=_DATA_DCS, ports=ports, validity=exact(validity))
    pieces = cut_data(data)
    places = parts(ref % 256, len(pieces))
    planned = [replace(whole, data=piece, part=part) for piece, part in zip(pieces, places, strict=True)]
    return [_printed(encode_submit(submit)) for submit in planned]


def _from_library(text: str, whole: Submit) -> list[bytes]:
    """Return what the library makes of `text`, or nothing where it is known to raise or to be wrong."""
    if not whole.to.value.startswith("+") or not _library_knows(text):
        return []
    made = encodeSmsSubmitPdu(
        whole.to.value,
        text,
        reference=whole.reference,
        validity=whole.validity,
        requestStatusReport=whole.receipt_wanted,
    )
    return [bytes(pdu.data) for pdu in made]


def _library_knows(text: str) -> bool:
    return max(text, default="") <= _LAST_OF_BASIC_PLANE and _LIBRARY_GETS_WRONG.isdisjoint(text)


def _printed(raw: bytes) -> SubmitPdu:
    """Return `raw` as the modem wants it; all of ours start with 00, the SIM's own service centre."""
    return SubmitPdu(raw.hex().upper(), len(raw) - 1)
