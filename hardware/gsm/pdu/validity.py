"""How long the network shall keep trying: the validity period of a SUBMIT (3GPP TS 23.040, 9.2.3.12)."""

from datetime import datetime, timedelta

from hardware.gsm.pdu.cursor import Cursor
from hardware.gsm.pdu.timestamp import LENGTH, decode_timestamp, encode_timestamp

Validity = timedelta | datetime | None

_ABSENT, _ENHANCED, _RELATIVE, _ABSOLUTE = range(4)
_STEPS = (  # first value, what it stands for, step
    (0, timedelta(minutes=5), timedelta(minutes=5)),
    (144, timedelta(hours=12, minutes=30), timedelta(minutes=30)),
    (168, timedelta(days=2), timedelta(days=1)),
    (197, timedelta(weeks=5), timedelta(weeks=1)),
)
_MOST = 255


def _relative(value: int) -> timedelta:
    first, base, step = next(row for row in reversed(_STEPS) if value >= row[0])
    return base + (value - first) * step


def _relative_value(period: timedelta) -> int:
    """Return the smallest value that lasts at least `period`; 63 weeks is the most there is."""
    return next((value for value in range(_MOST) if _relative(value) >= period), _MOST)


def exact(validity: Validity) -> Validity:
    """Return what the network will understand: whole seconds, or the next step up from a period."""
    if isinstance(validity, timedelta):
        return _relative(_relative_value(validity))
    return validity and validity.replace(microsecond=0)


def _enhanced(raw: bytes) -> Validity:
    """Read 9.2.3.12.3; None for the formats that are reserved or say nothing."""
    match raw[0] & 7:
        case 1:
            return _relative(raw[1])
        case 2:
            return timedelta(seconds=raw[1])
        case 3:
            hours, minutes, seconds = ((octet & 15) * 10 + (octet >> 4) for octet in raw[1:4])
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
        case _:
            return None


def decode_validity(cursor: Cursor, form: int) -> Validity:
    """Read TP-VP in the format `form` that TP-VPF names."""
    if form == _RELATIVE:
        return _relative(cursor.octet("validity"))
    if form == _ABSOLUTE:
        return decode_timestamp(cursor.take("validity", LENGTH))
    return _enhanced(cursor.take("validity", LENGTH)) if form == _ENHANCED else None


def encode_validity(validity: Validity) -> tuple[int, bytes]:
    """Return TP-VPF and TP-VP; a period is rounded up to what TP-VP can say."""
    if validity is None:
        return _ABSENT, b""
    if isinstance(validity, datetime):
        return _ABSOLUTE, encode_timestamp(validity)
    return _RELATIVE, bytes([_relative_value(validity)])
