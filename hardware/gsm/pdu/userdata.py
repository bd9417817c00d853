"""User data: a header, then text in one of the alphabets or plain octets (3GPP TS 23.040, 9.2.3.24)."""

from typing import TypedDict

from hardware.bearer import Part
from hardware.gsm.pdu import gsm7, septets
from hardware.gsm.pdu.cursor import Cursor
from hardware.gsm.pdu.dcs import Alphabet, coding_of
from hardware.gsm.pdu.tpdu import Header, Segment
from hardware.gsm.pdu.udh import decode_header, encode_header

OCTETS = 140  # the most that one segment carries, header and all


class Carried(TypedDict):
    """The fields of a Segment that stand in its user data."""

    text: str | None
    data: bytes | None
    part: Part | None
    ports: tuple[int, int] | None
    wide_ref: bool
    locking_shift: int
    single_shift: int
    others: tuple[tuple[int, bytes], ...]
    codes: bytes
    octets: bytes


def decode_dcs(cursor: Cursor) -> int:
    """Read TP-DCS; what it says about the user data is refused here if nothing can be made of it."""
    dcs = cursor.octet("dcs")
    if coding_of(dcs).compressed:
        cursor.refuse("dcs", "compressed text (TS 23.042), which is not read here", back=1)
    return dcs


def decode_user_data(cursor: Cursor, dcs: int, *, has_header: bool) -> Carried:
    """Read TP-UDL and TP-UD; octets after it are ignored."""
    alphabet = coding_of(dcs).alphabet
    length = cursor.octet("udl")
    raw = cursor.take("ud", septets.octets(length) if alphabet is Alphabet.GSM7 else length)
    head = _header_octets(cursor, raw) if has_header else 0
    header, body = decode_header(raw[1:head]), raw[head:]
    if alphabet is Alphabet.GSM7:
        codes = _septets(raw, length, head)
        return _carried(header, body, text=decode_text(alphabet, codes, header), codes=codes)
    if alphabet is Alphabet.UCS2:
        return _carried(header, body, text=decode_text(alphabet, body, header), codes=body)
    return _carried(header, body, data=body)


def decode_text(alphabet: Alphabet, codes: bytes, header: Header) -> str:
    """Read septets, one an octet, or UTF-16, in which what has lost its other half becomes U+FFFD."""
    if alphabet is Alphabet.GSM7:
        return gsm7.decode(codes, header.locking_shift, header.single_shift)
    return codes.decode("utf-16-be", "replace")


def _header_octets(cursor: Cursor, raw: bytes) -> int:
    """Return the length of the header that starts `raw`, with its own length octet."""
    if not raw or raw[0] >= len(raw):
        cursor.refuse("udh", "the header is longer than the user data", back=len(raw))
    return raw[0] + 1


def _septets(raw: bytes, length: int, head: int) -> bytes:
    """Return the septets behind the header and its fill bits; TP-UDL counts septets from its first octet."""
    before = (head * 8 + 6) // 7
    return septets.unpack(raw[head:], max(0, length - before), fill=before * 7 - head * 8)


def _carried(
    header: Header, octets: bytes, text: str | None = None, data: bytes | None = None, codes: bytes = b""
) -> Carried:
    return Carried(
        octets=octets,
        text=text,
        data=data,
        part=header.part,
        ports=header.ports,
        wide_ref=header.wide_ref,
        locking_shift=header.locking_shift,
        single_shift=header.single_shift,
        others=header.others,
        codes=codes,
    )


def encode_user_data(segment: Segment) -> tuple[bool, bytes]:
    """Return TP-UDHI, and TP-UDL with TP-UD; ValueError when the alphabet or the space lacks."""
    header = encode_header(segment)
    length, body = _encode_body(segment, len(header))
    if len(header) + len(body) > OCTETS:
        raise ValueError("more user data than one segment holds")
    return bool(header), bytes([length]) + header + body


def _encode_body(segment: Segment, head: int) -> tuple[int, bytes]:
    """Return TP-UDL and the body behind a header of `head` octets."""
    coding = coding_of(segment.dcs)
    if coding.compressed:
        raise ValueError("compressed text is not written here")
    if coding.alphabet is Alphabet.GSM7:
        return _encode_gsm7(segment, head)
    is_text = coding.alphabet is Alphabet.UCS2
    body = utf16(segment.text or "") if is_text else segment.data or b""
    return head + len(body), body


def _encode_gsm7(segment: Segment, head: int) -> tuple[int, bytes]:
    codes = gsm7.encode(segment.text or "", segment.locking_shift, segment.single_shift)
    if codes is None:
        raise ValueError("a character that the GSM-7 tables in force do not have")
    before = (head * 8 + 6) // 7
    return before + len(codes), septets.pack(codes, fill=before * 7 - head * 8)


def utf16(text: str) -> bytes:
    """Return UTF-16 as phones send it under the name of UCS-2; a lone surrogate becomes U+FFFD."""
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace").encode("utf-16-be")
