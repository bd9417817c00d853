"""Addresses: numbers in semi-octets, names in GSM-7, and the service centre's prefix.

Source: 3GPP TS 23.040, 9.1.2.3 and 9.1.2.5; for the prefix TS 24.011, 8.2.5.
"""

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import gsm7, septets
from hardware.gsm.pdu.cursor import Cursor

_DIGITS = "0123456789*#abc"
_INTERNATIONAL = 1
_ALPHANUMERIC = 5
_LONGEST = 20  # semi-octets of an address
_NAME = 11  # characters of a name
_NOBODY = Address(AddressKind.UNKNOWN, "")
_PAIRS = [(_DIGITS + " ")[octet & 15] + (_DIGITS + " ")[octet >> 4] for octet in range(256)]


def _digits(raw: bytes) -> str:
    """Read semi-octets, low one first; F (here a space) ends the number."""
    return "".join(map(_PAIRS.__getitem__, raw)).partition(" ")[0]


def _semi_octets(digits: str) -> bytes:
    values = [_DIGITS.index(digit) for digit in digits] + [0xF] * (len(digits) % 2)
    return bytes(low | high << 4 for low, high in zip(values[::2], values[1::2], strict=True))


def _name(raw: bytes, length: int) -> str:
    """Read a GSM-7 name of `length` semi-octets.

    Some networks count whole octets, so that seven characters come as fourteen semi-octets: the
    eighth is then padding that would read as @.
    """
    count = length * 4 // 7
    name = gsm7.decode(septets.unpack(raw, count))
    return name[:-1] if count % 8 == 0 and name.endswith("@") else name


def decode_address(cursor: Cursor, field: str) -> Address:
    """Read an address as TP-OA, TP-DA and TP-RA have it; the type octet is there even when it is empty."""
    length = cursor.octet(field)
    kind = cursor.octet(field) >> 4 & 7
    raw = cursor.take(field, (length + 1) // 2)
    if kind == _ALPHANUMERIC:
        name = _name(raw, length)
        return Address(AddressKind.ALPHANUMERIC, name) if name else _NOBODY
    digits = _digits(raw)[:length]
    if not digits:
        return _NOBODY
    return Address(AddressKind.NUMBER, "+" + digits if kind == _INTERNATIONAL else digits)


def encode_address(address: Address) -> bytes:
    """Write an address; ValueError for one that no phone has, such as a call sign."""
    match address.kind:
        case AddressKind.UNKNOWN:
            return b"\x00\x80"
        case AddressKind.NUMBER:
            return _encode_number(address.value)
        case AddressKind.ALPHANUMERIC:
            return _encode_name(address.value)
        case AddressKind.CALLSIGN:
            raise ValueError("a call sign is no address on a GSM network")


def _encode_number(number: str) -> bytes:
    digits = number.removeprefix("+")
    if not 0 < len(digits) <= _LONGEST or not set(digits) <= set(_DIGITS):
        raise ValueError("a number has 1 to 20 of the digits 0-9 * # a b c")
    return bytes([len(digits), 0x81 if digits == number else 0x91]) + _semi_octets(digits)


def _encode_name(name: str) -> bytes:
    codes = gsm7.encode(name)
    if codes is None or not 0 < len(codes) <= _NAME:
        raise ValueError("a name has 1 to 11 characters of GSM-7")
    return bytes([(len(codes) * 7 + 3) // 4, 0xD0]) + septets.pack(codes)


def decode_smsc(cursor: Cursor) -> str:
    """Read the prefix that TS 27.005 puts before a TPDU: its length counts octets, 0 means none given."""
    length = cursor.octet("smsc")
    if length == 0:
        return ""
    raw = cursor.take("smsc", length)
    digits = _digits(raw[1:])
    return "+" + digits if digits and raw[0] >> 4 & 7 == _INTERNATIONAL else digits


def encode_smsc(smsc: str) -> bytes:
    if not smsc:
        return b"\x00"
    number = _encode_number(smsc)
    return bytes([len(number) - 1]) + number[1:]
