"""References that officers read aloud: `K7M4-P`, a serial number in disguise with a check character."""

import re
from functools import lru_cache
from itertools import product
from math import gcd

DIGITS = "23456789"
LETTERS = "ACDEFGHJKMNPQRTUVWXY"  # no B I L O S Z: they are taken for 8 1 1 0 5 2
SHORTEST = 4
LONGEST = 8  # 24 thousand million references; a longer word, of joined fields for instance, is none
_CHECKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = 36
_MIXED = re.compile(f"(?=.*[{DIGITS}])(?=.*[{LETTERS}])[{DIGITS}{LETTERS}]+")
_BETWEEN = re.compile("[^0-9A-Z]+")


def check_character(word: str) -> str:
    """Return the check character of ISO 7064 MOD 37,36 (the hybrid system) for digits and capitals."""
    product_ = _MODULUS
    for character in word:
        total = (product_ + _CHECKS.index(character)) % _MODULUS or _MODULUS
        product_ = total * 2 % (_MODULUS + 1)
    return _CHECKS[(_MODULUS + 1 - product_) % _MODULUS]


@lru_cache(maxsize=LONGEST)
def _patterns(length: int) -> tuple[tuple[bool, ...], ...]:
    """Every way to mix letters (True) and digits that has at least one of each."""
    return tuple(p for p in product((False, True), repeat=length) if any(p) and not all(p))


def _size(pattern: tuple[bool, ...]) -> int:
    letters = sum(pattern)
    return int(len(LETTERS) ** letters * len(DIGITS) ** (len(pattern) - letters))


@lru_cache(maxsize=LONGEST)
def _capacity(length: int) -> int:
    return sum(map(_size, _patterns(length)))


@lru_cache(maxsize=LONGEST)
def _stride(capacity: int) -> int:
    """Return a step near the golden section, without a common divisor: neighbours land far apart."""
    stride = int(capacity * 0.6180339887)
    while gcd(stride, capacity) != 1:
        stride += 1
    return stride


def _spell(index: int, length: int) -> str:
    for pattern in _patterns(length):
        if index < _size(pattern):
            break
        index -= _size(pattern)
    else:
        raise ValueError("index beyond the references of this length")
    word = ""
    for is_letter in pattern:
        alphabet = LETTERS if is_letter else DIGITS
        index, place = divmod(index, len(alphabet))
        word += alphabet[place]
    return word


def _unspell(word: str) -> int:
    """Return the index of a word, a mixture of both sorts, among those of its length."""
    pattern = tuple(character in LETTERS for character in word)
    index = 0
    for character, is_letter in zip(reversed(word), reversed(pattern), strict=True):
        alphabet = LETTERS if is_letter else DIGITS
        index = index * len(alphabet) + alphabet.index(character)
    return index + sum(_size(p) for p in _patterns(len(word)) if p < pattern)


def reference(serial_number: int) -> str:
    """Return the reference of a serial number from 0; after 450,560 of them they grow to five characters."""
    length, rest = SHORTEST, serial_number
    while rest >= _capacity(length):
        rest -= _capacity(length)
        length += 1
    capacity = _capacity(length)
    word = _spell(rest * _stride(capacity) % capacity, length)
    return f"{word}-{check_character(word)}"


def as_written(text: str) -> str:
    """Return a reference as it is written, or nothing when a text is none or its check fails.

    Case, spaces and a missing hyphen do not matter.
    """
    word = _BETWEEN.sub("", text.upper())
    body, check = word[:-1], word[-1:]
    mixed = SHORTEST <= len(body) <= LONGEST and _MIXED.fullmatch(body)
    return f"{body}-{check}" if mixed and check == check_character(body) else ""


def serial(text: str) -> int | None:
    """Return the serial number of a reference as typed, or None when it is none (`as_written`)."""
    body = as_written(text)[:-2]
    if not body:
        return None
    index = _unspell(body)
    capacity = _capacity(len(body))
    within = index * pow(_stride(capacity), -1, capacity) % capacity
    return within + sum(_capacity(length) for length in range(SHORTEST, len(body)))
