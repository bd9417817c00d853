"""Seven-bit characters in eight-bit octets, low bits first (3GPP TS 23.038, 6.1.2.1)."""

_EIGHT = range(0, 56, 7)


def unpack(raw: bytes, count: int, fill: int = 0) -> bytes:
    """Return `count` septets, one an octet, after `fill` bits; `raw` must be long enough."""
    if fill:
        raw = (int.from_bytes(raw, "little") >> fill).to_bytes(len(raw), "little")
    found = bytearray()
    for start in range(0, len(raw), 7):
        bits = int.from_bytes(raw[start : start + 7], "little")
        found.extend([bits >> shift & 0x7F for shift in _EIGHT])
    return bytes(found[:count])


def pack(codes: bytes, fill: int = 0) -> bytes:
    """Return the octets of `codes` (one septet an octet) behind `fill` zero bits."""
    bits = 0
    for place, code in enumerate(codes):
        bits |= (code & 0x7F) << place * 7
    return (bits << fill).to_bytes(octets(len(codes), fill), "little")


def octets(count: int, fill: int = 0) -> int:
    """Return how many octets `count` septets behind `fill` bits take."""
    return (count * 7 + fill + 7) // 8
