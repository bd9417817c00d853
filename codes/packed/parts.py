"""How single values are packed: figures, words, positions, moments; each `put_` has its `get_`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from codes.packed.radix import Reader, SpoiltError, Writer

FEW = 8
"""Counts below this cost three bits; a larger one is counted on."""
LONGEST_MANTISSA = 12
EXPONENTS = 16
LEAST_EXPONENT = -6
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "
LONGEST_WORD = 32
LONGEST_TEXT = 2048
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
MINUTES = 2**25
FIRST_DAY = date(1900, 1, 1)
DAYS = 2**16
_MINUTE = timedelta(minutes=1)


def put_count(count: int, out: Writer) -> None:
    """Pack a small count: below 7 as it is, above it in further digits."""
    while count >= FEW - 1:
        out.put(FEW - 1, FEW)
        count -= FEW - 1
    out.put(count, FEW)


def get_count(data: Reader) -> int:
    total = 0
    while (digit := data.get(FEW)) == FEW - 1:
        total += digit
        if total > LONGEST_TEXT:
            raise SpoiltError("a count without end")
    return total + digit


def put_figure(text: str, out: Writer) -> None:
    """Pack a decimal string as mantissa and exponent: round figures are short."""
    sign, digits, exponent = Decimal(text).normalize().as_tuple()
    mantissa = "".join(map(str, digits))
    if sign or not isinstance(exponent, int) or len(mantissa) > LONGEST_MANTISSA:
        raise SpoiltError(f"{text} is no figure that can be packed")
    out.put(exponent - LEAST_EXPONENT, EXPONENTS)
    out.put(len(mantissa) - 1, LONGEST_MANTISSA)
    out.put(int(mantissa), 10 ** len(mantissa))


def get_figure(data: Reader) -> str:
    exponent = data.get(EXPONENTS) + LEAST_EXPONENT
    length = data.get(LONGEST_MANTISSA) + 1
    return f"{Decimal(data.get(10**length)).scaleb(exponent):f}"


def put_word(text: str, out: Writer) -> None:
    """Pack capitals, digits and spaces in 37; anything else as UTF-8."""
    simple = len(text) < LONGEST_WORD and all(c in ALPHABET for c in text)
    out.put(0 if simple else 1, 2)
    if simple:
        out.put(len(text), LONGEST_WORD)
        for character in text:
            out.put(ALPHABET.index(character), len(ALPHABET))
        return
    raw = text.encode()
    out.put(len(raw), LONGEST_TEXT)
    for byte in raw:
        out.put(byte, 256)


def get_word(data: Reader) -> str:
    if data.get(2) == 0:
        length = data.get(LONGEST_WORD)
        return "".join(ALPHABET[data.get(len(ALPHABET))] for _ in range(length))
    return bytes(data.get(256) for _ in range(data.get(LONGEST_TEXT))).decode()


def put_choice(value: str, choices: Sequence[str], out: Writer) -> None:
    out.put(choices.index(value), len(choices))


def get_choice(choices: Sequence[str], data: Reader) -> str:
    return choices[data.get(len(choices))]


def put_moment(text: str, out: Writer) -> None:
    """Pack a time as minutes since 2020, for 63 years."""
    at = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    out.put((at - EPOCH) // _MINUTE, MINUTES)


def get_moment(data: Reader) -> str:
    return (EPOCH + data.get(MINUTES) * _MINUTE).strftime("%Y-%m-%dT%H:%MZ")


def put_day(text: str, out: Writer) -> None:
    out.put((date.fromisoformat(text) - FIRST_DAY).days, DAYS)


def get_day(data: Reader) -> str:
    return (FIRST_DAY + timedelta(days=data.get(DAYS))).isoformat()
