"""One-time codes on a printed sheet: HOTP (RFC 4226), the rows of a sheet, and a code at the end of a text.

A SEND code has eight figures in two groups of four, and each group begins with 4 to 9. So it is no time
(DDHHMM has six figures), no day, no year and no hour in either group, and more than any quantity that is
written without its unit; and 500 officers' open rows together are guessed once in some 3,600 tries.

Under duress the officer types the second group first. Whatever a sheet may carry is at least three slips
(OSA) from everything else on it, in either order: one slip, or two, never make one row's code of another's
nor raise the silent alarm. A text that carries the code in that order is answered as any other.
"""

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from rapidfuzz.distance import OSA

SEND_FIGURES, EXPECT_FIGURES = 8, 4
APART = 3
LONGEST_SHEET = 100
_HALF = SEND_FIGURES // 2
_OFFSET_MASK, _SIGNLESS = 0x0F, 0x7FFFFFFF
_EXPECT_FROM = 1 << 32
"""The counter from which the EXPECT codes of a sheet come, so that none is ever a SEND code's own."""


class Row(NamedTuple):
    """One row of a sheet, numbered from 1: what to send, what the reply shows, what to send under duress."""

    number: int
    send: str
    expect: str
    duress: str


def hotp(secret: bytes, counter: int, digits: int = 6) -> str:
    """Return HOTP(secret, counter) with so many figures (RFC 4226, 5.3)."""
    mac = hmac.digest(secret, counter.to_bytes(8, "big"), hashlib.sha1)
    at = mac[-1] & _OFFSET_MASK
    number = int.from_bytes(mac[at : at + 4], "big") & _SIGNLESS
    return f"{number % 10**digits:0{digits}}"


def turned(code: str) -> str:
    """Return a SEND code with its second group first: the sign of duress."""
    return code[_HALF:] + code[:_HALF]


def _fits(code: str, taken: list[str]) -> bool:
    other = turned(code)
    if min(code[0], other[0]) < "4" or OSA.distance(code, other, score_cutoff=APART) < APART:
        return False
    both = (code, other)
    return all(OSA.distance(mine, one, score_cutoff=APART) >= APART for one in taken for mine in both)


@lru_cache(maxsize=512)
def rows(secret: bytes, size: int) -> tuple[Row, ...]:
    """Return the rows of a sheet: the first `size` values of HOTP that a sheet may carry, in their order."""
    found: list[Row] = []
    taken: list[str] = []
    for counter in count():
        if len(found) == size:
            break
        code = hotp(secret, counter, SEND_FIGURES)
        if _fits(code, taken):
            number = len(found) + 1
            expect = hotp(secret, _EXPECT_FROM + number, EXPECT_FIGURES)
            found.append(Row(number, code, expect, turned(code)))
            taken += [code, turned(code)]
    return tuple(found)


_F = "[0-9OIL]"
# The groups may stand apart, as they are printed. A slip may have spoilt one of the figures that open them,
# dropped a figure or doubled one: all that is cut too, for it is nobody's code and must not become a field.
_CODE = re.compile(
    rf"(?<![^\W_])(?<!\d[.,])([4-9]{_F}{{3}}[ -]{_F}{{4}}|{_F}{{4}}[ -][4-9]{_F}{{3}}|{_F}{{7,9}})\W*$"
)
_LETTERS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})
# What goes on in figures of its own: a grid square (MGRS) and a container's owner (ISO 6346).
_GOES_ON = re.compile(r"(?<![^\W_])(?:\d{1,2}[A-Z] ?[A-Z]{2}|[A-Z]{3}[UJZ])\W*$")


class Cut(NamedTuple):
    """A text without the code at its end, and that code, empty where there is none."""

    text: str
    code: str


def cut(text: str) -> Cut:
    """Part a text from what may be a one-time code: its very last token, in any of the region's figures."""
    seen = "".join(map(_seen, text))
    found = _CODE.search(seen)
    if found is None or sum(map(str.isdecimal, found[1])) < _HALF or _GOES_ON.search(seen[: found.start()]):
        return Cut(text, "")
    return Cut(text[: found.start()].rstrip(), found[1].translate(_LETTERS))


def _seen(character: str) -> str:
    """Return one character for one, so that places in the text stay: an ASCII figure, a capital letter."""
    if character.isdecimal():
        return str(int(character))
    if unicodedata.category(character) in ("Cf", "Cc", "Zs"):
        return " "
    upper = character.upper()
    return upper if len(upper) == 1 else character
