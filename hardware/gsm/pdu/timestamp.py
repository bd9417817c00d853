"""Service centre time stamps: seven octets with a zone in quarters of an hour (3GPP TS 23.040, 9.2.3.11)."""

from datetime import UTC, datetime, timedelta, timezone

LENGTH = 7
_QUARTER = timedelta(minutes=15)
_FURTHEST = 79  # quarters that two digits with a sign bit can say
_PIVOT = 70  # two-digit years from here on are of the last century


def decode_timestamp(raw: bytes) -> datetime | None:
    """Read seven octets, aware; None when the digits are no date, which happens and is no error."""
    tens = [octet & 0xF for octet in raw]
    tens[6] &= 7  # bit 3 of the zone is its sign
    ones = [octet >> 4 for octet in raw]
    if max(tens) > 9 or max(ones) > 9:  # noqa: PLR2004  # a decimal digit
        return None
    year, month, day, hour, minute, second, quarters = (t * 10 + o for t, o in zip(tens, ones, strict=True))
    offset = _QUARTER * (-quarters if raw[6] & 8 else quarters)
    century = 1900 if year >= _PIVOT else 2000
    try:
        return datetime(century + year, month, day, hour, minute, second, tzinfo=timezone(offset))
    except ValueError:
        return None


def encode_timestamp(moment: datetime | None) -> bytes:
    """Write an aware moment of 1970 to 2069, or zeros for None; ValueError for any other."""
    if moment is None:
        return bytes(LENGTH)
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a time stamp needs a zone")
    if offset % _QUARTER or abs(offset // _QUARTER) > _FURTHEST:
        moment, offset = moment.astimezone(UTC), timedelta(0)
    if not 1900 + _PIVOT <= moment.year < 2000 + _PIVOT:
        raise ValueError("a time stamp has a two-digit year, 1970 to 2069")
    quarters = offset // _QUARTER
    fields = (moment.year % 100, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return bytes(map(_swapped, fields)) + bytes([_swapped(abs(quarters)) | (8 if quarters < 0 else 0)])


def _swapped(value: int) -> int:
    return value // 10 | value % 10 << 4
