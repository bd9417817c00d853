"""The user data header: elements of identifier, length and content (3GPP TS 23.040, 9.2.3.24)."""

from collections.abc import Callable
from dataclasses import replace

from hardware.bearer import Part
from hardware.gsm.pdu.tpdu import Header

_CONCATENATED_8 = 0x00
_CONCATENATED_16 = 0x08
_PORTS_8 = 0x04
_PORTS_16 = 0x05
_SINGLE_SHIFT = 0x24
_LOCKING_SHIFT = 0x25


def _part(header: Header, raw: bytes) -> Header:
    """Read a concatenation element; zero or impossible places are ignored, as 9.2.3.24.1 asks."""
    *ref, count, index = raw
    if not 1 <= index <= count:
        return header
    return replace(header, part=Part(int.from_bytes(ref, "big"), count, index), wide_ref=len(ref) > 1)


def _ports(header: Header, raw: bytes) -> Header:
    half = len(raw) // 2
    return replace(header, ports=(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")))


def _single(header: Header, raw: bytes) -> Header:
    return replace(header, single_shift=raw[0])


def _locking(header: Header, raw: bytes) -> Header:
    return replace(header, locking_shift=raw[0])


_Reader = Callable[[Header, bytes], Header]
_READERS: dict[tuple[int, int], _Reader] = {  # (identifier, length of its content)
    (_CONCATENATED_8, 3): _part,
    (_CONCATENATED_16, 4): _part,
    (_PORTS_8, 2): _ports,
    (_PORTS_16, 4): _ports,
    (_SINGLE_SHIFT, 1): _single,
    (_LOCKING_SHIFT, 1): _locking,
}


def _other(identifier: int) -> _Reader:
    return lambda header, raw: replace(header, others=(*header.others, (identifier, raw)))


def decode_header(raw: bytes) -> Header:
    """Read the elements after UDHL; the last of a kind counts.

    If the elements do not end where the header ends, the whole header is ignored (9.2.3.24).
    """
    header = Header()
    for identifier, content in _split(raw):
        header = _READERS.get((identifier, len(content)), _other(identifier))(header, content)
    return header


def _split(raw: bytes) -> list[tuple[int, bytes]]:
    """Return each element as (identifier, content), or nothing if the last one is cut or overruns."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at + 2 <= len(raw):
        end = at + 2 + raw[at + 1]
        found.append((raw[at], raw[at + 2 : end]))
        at = end
    return found if at == len(raw) else []


def encode_header(header: Header) -> bytes:
    """Write UDHL and the elements, or nothing when there are none."""
    elements = b"".join(bytes([identifier, len(raw)]) + raw for identifier, raw in _elements(header))
    return bytes([len(elements)]) + elements if elements else b""


def _elements(header: Header) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    if header.part is not None:
        ref = header.part.ref.to_bytes(2 if header.wide_ref else 1, "big")
        place = bytes([header.part.count, header.part.index])
        found.append((_CONCATENATED_16 if header.wide_ref else _CONCATENATED_8, ref + place))
    if header.ports is not None:
        found.append((_PORTS_16, b"".join(port.to_bytes(2, "big") for port in header.ports)))
    if header.single_shift:
        found.append((_SINGLE_SHIFT, bytes([header.single_shift])))
    if header.locking_shift:
        found.append((_LOCKING_SHIFT, bytes([header.locking_shift])))
    return found + list(header.others)
