"""AX.25 UI frames (AX.25 v2.2, section 3): addresses, path, PID, information; octets never raise.

The frame check sequence is the TNC's business: KISS carries frames without it.
"""

from dataclasses import dataclass

UI = 0x03  # control octet of an unnumbered information frame, section 4.3.3.6
POLL = 0x10  # the P/F bit, which an unconnected frame may carry and nobody minds
NO_LAYER_3 = 0xF0  # PID, section 3.4

MAX_SSID = 15
MAX_PATH = 8  # v2.0's bound; v2.2 asks for two, and eight are still heard

_CALL_LENGTH = 6
_ADDRESS_LENGTH = 7
_LAST = 0x01  # the extension bit, set on the last address only
_REPEATED = 0x80  # "has been repeated" on a digipeater, the command bit on the destination
_RESERVED = 0x60  # both bits are one where nobody uses them
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something is no call sign or no frame: the field, the octet or character, and the cause."""

    field: str
    offset: int
    cause: str


@dataclass(frozen=True, slots=True)
class Callsign:
    """A station: one to six letters and digits, and an SSID of 0 to 15. Made from text by `read_callsign`."""

    base: str
    ssid: int = 0

    def __str__(self) -> str:
        return f"{self.base}-{self.ssid}" if self.ssid else self.base


@dataclass(frozen=True, slots=True)
class Hop:
    """One digipeater of the path, and whether the frame has been through it."""

    station: Callsign
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class UiFrame:
    """One unconnected frame, `info` as it is on the air."""

    destination: Callsign
    source: Callsign
    info: bytes
    path: tuple[Hop, ...] = ()
    pid: int = NO_LAYER_3


def read_callsign(text: str) -> Callsign | Fault:
    """Read `9V1AB-7`, in any case; no SSID means 0, and an SSID above 15 is a fault."""
    base, dash, digits = text.strip().upper().partition("-")
    if not _is_base(base):
        return Fault("call sign", 0, "a call sign is one to six letters and digits")
    if not dash:
        return Callsign(base)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(MAX_SSID))):
        return Fault("ssid", len(base) + 1, "an SSID is a number from 0 to 15")
    if int(digits) > MAX_SSID:
        return Fault("ssid", len(base) + 1, f"an SSID is at most 15, not {digits}")
    return Callsign(base, int(digits))


def _is_base(base: str) -> bool:
    return 0 < len(base) <= _CALL_LENGTH and _LETTERS.issuperset(base)


def encode(frame: UiFrame) -> bytes:
    """Return the frame as it goes into KISS: a command frame (section 6.1.2), no check sequence.

    Its call signs come from `read_callsign` and its path is no longer than MAX_PATH.
    """
    flags = [_REPEATED, 0, *(_REPEATED if hop.repeated else 0 for hop in frame.path)]
    flags[-1] |= _LAST
    stations = [frame.destination, frame.source, *(hop.station for hop in frame.path)]
    head = b"".join(_address(*pair) for pair in zip(stations, flags, strict=True))
    return head + bytes((UI, frame.pid)) + frame.info


def _address(station: Callsign, flags: int) -> bytes:
    letters = station.base.ljust(_CALL_LENGTH).encode("ascii")
    return bytes(letter << 1 for letter in letters) + bytes((_RESERVED | station.ssid << 1 | flags,))


def decode(octets: bytes) -> UiFrame | Fault:
    """Read one frame as KISS brought it; anything but a UI frame is a fault, never an exception."""
    fields = _split_addresses(octets)
    if isinstance(fields, Fault):
        return fields
    stations: list[Callsign] = []
    for number, field in enumerate(fields):
        station = _read_address(field, number * _ADDRESS_LENGTH)
        if isinstance(station, Fault):
            return station
        stations.append(station)
    path = tuple(
        Hop(station, bool(field[-1] & _REPEATED))
        for station, field in zip(stations[2:], fields[2:], strict=True)
    )
    return _read_rest(stations, path, octets, len(fields) * _ADDRESS_LENGTH)


def _split_addresses(octets: bytes) -> list[bytes] | Fault:
    """Cut the address field at its extension bits (section 3.12)."""
    fields: list[bytes] = []
    for offset in range(0, (2 + MAX_PATH) * _ADDRESS_LENGTH, _ADDRESS_LENGTH):
        field = octets[offset : offset + _ADDRESS_LENGTH]
        if len(field) < _ADDRESS_LENGTH:
            return Fault("address", offset, "the frame ends inside its addresses")
        fields.append(field)
        if field[-1] & _LAST:
            break
    else:
        return Fault("address", (2 + MAX_PATH) * _ADDRESS_LENGTH, "more than eight digipeaters")
    if len(fields) < len(("destination", "source")):
        return Fault("address", _ADDRESS_LENGTH, "no source address")
    return fields


def _read_address(field: bytes, offset: int) -> Callsign | Fault:
    if any(octet & _LAST for octet in field[:-1]):
        return Fault("address", offset, "an extension bit inside a call sign")
    base = bytes(octet >> 1 for octet in field[:-1]).decode("ascii").rstrip(" ")
    if not _is_base(base):
        return Fault("address", offset, "a call sign is one to six letters and digits")
    return Callsign(base, field[-1] >> 1 & MAX_SSID)


def _read_rest(
    stations: list[Callsign], path: tuple[Hop, ...], octets: bytes, offset: int
) -> UiFrame | Fault:
    control, pid, info = octets[offset : offset + 1], octets[offset + 1 : offset + 2], octets[offset + 2 :]
    if not control or control[0] & ~POLL != UI:
        return Fault("control", offset, "not a UI frame")
    if not pid:
        return Fault("pid", offset + 1, "the frame ends before its PID")
    return UiFrame(stations[0], stations[1], info, path, pid[0])
