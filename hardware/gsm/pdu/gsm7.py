"""Characters to GSM-7 codes and back, with the extension and the national tables (3GPP TS 23.038, 6.2.1)."""

from functools import cache

from hardware.gsm.pdu.tables.locking import LOCKING
from hardware.gsm.pdu.tables.single import SINGLE

ESCAPE = 0x1B


def _base(locking_shift: int) -> str:
    """Return the 128 characters in force; an identifier nobody assigned means the default alphabet."""
    return LOCKING.get(locking_shift, LOCKING[0])


def _extension(single_shift: int) -> dict[int, str]:
    return SINGLE.get(single_shift, SINGLE[0])


def decode(codes: bytes, locking_shift: int = 0, single_shift: int = 0) -> str:
    """Read codes (one an octet).

    After an escape, a code that the extension does not have is its base character; a second escape,
    or one that nothing follows, is a space (6.2.1 note 1, 6.2.1.1).
    """
    base = _base(locking_shift)
    first, *escaped = codes.split(bytes([ESCAPE]))
    found = [_plain(first, base)]
    pieces = iter(escaped)
    for piece in pieces:
        if not piece:
            found.append(" " + _plain(next(pieces, b""), base))
        else:
            found.append(_extension(single_shift).get(piece[0], base[piece[0]]) + _plain(piece[1:], base))
    return "".join(found)


def _plain(codes: bytes, base: str) -> str:
    return "".join([base[code] for code in codes])


@cache
def _codes(locking_shift: int, single_shift: int) -> dict[str, bytes]:
    """Return the code or escape pair of each character; where both tables have it, the shorter."""
    extension = {text: bytes([ESCAPE, code]) for code, text in SINGLE[single_shift].items()}
    base = {text: bytes([code]) for code, text in enumerate(LOCKING[locking_shift]) if code != ESCAPE}
    return extension | base


def encode_each(text: str, locking_shift: int = 0, single_shift: int = 0) -> list[bytes] | None:
    """Return the code or escape pair of each character, or None if one of them has none."""
    locking_shift = locking_shift if locking_shift in LOCKING else 0
    single_shift = single_shift if single_shift in SINGLE else 0
    codes = _codes(locking_shift, single_shift)
    try:
        return [codes[character] for character in text]
    except KeyError:
        return None


def encode(text: str, locking_shift: int = 0, single_shift: int = 0) -> bytes | None:
    """Return the codes of `text`, one an octet, or None if a character has none."""
    pieces = encode_each(text, locking_shift, single_shift)
    return None if pieces is None else b"".join(pieces)
