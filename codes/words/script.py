"""From any script's typing to one form: NFC, ASCII digits, plain quotes, capitals, nothing invisible."""

import re
import unicodedata
from functools import lru_cache

from codes.words.zawgyi import is_zawgyi, to_unicode

_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " ")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032`\u00b4"), "'") | dict.fromkeys(
    map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_MARKS_OF_SCRIPTS = {0x104A: " ", 0x104B: " ", 0x17D4: " ", 0x17D5: " ", 0x0EAF: " ", 0x0E2F: ""}
_FULL_WIDTH = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
_BARE = {ord("Đ"): "D", ord("đ"): "d"}
_TABLE = _SPACES | _QUOTES | _DASHES | _MARKS_OF_SCRIPTS | _FULL_WIDTH | _BARE
_INVISIBLE = ("Cf", "Cc", "Cs", "Co", "Cn")
_COMBINING_LATIN = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return what stands for one character that is not ASCII: a digit, itself, or nothing."""
    if character.isdecimal():
        return str(int(character))
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    return character


def unmarked(text: str) -> str:
    """Return a text with its Latin letters bare: `đã sửa` is `da sua`, and m³ is m3."""
    parted = unicodedata.normalize("NFKD", text.translate(_BARE | _QUOTES))
    return unicodedata.normalize("NFC", _COMBINING_LATIN.sub("", parted))


def normalise(text: str) -> str:
    """Return the text as the tables of the book have it; line breaks and tabs become spaces.

    Latin letters lose their marks, so that Vietnamese reads alike with and without them.
    """
    if not text.isascii():
        text = to_unicode(text) if is_zawgyi(text) else text
        composed = unicodedata.normalize("NFC", text).translate(_TABLE)
        plain = "".join(c if c.isascii() else _plain(c) for c in composed)
        parted = unicodedata.normalize("NFD", plain)
        text = unicodedata.normalize("NFC", _COMBINING_LATIN.sub("", parted))
    return text.upper()
