"""Texts to segments as phones cut them: GSM-7 if it fits, else UCS-2 (3GPP TS 23.040, 9.2.3.24.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hardware.bearer import Address, Part
from hardware.gsm.pdu import gsm7
from hardware.gsm.pdu.tpdu import Deliver
from hardware.gsm.pdu.userdata import utf16

GSM7_DCS = 0x00
UCS2_DCS = 0x08
MOST_PARTS = 255
DATA_ALONE = 133
DATA_TOGETHER = 128


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut to size: one piece a segment, all in the coding `dcs`."""

    dcs: int
    pieces: tuple[str, ...]


def cut(text: str, *, wide_ref: bool = False) -> Cut:
    """Cut `text` so that no escape pair and no surrogate pair is torn; a lone surrogate becomes U+FFFD.

    A segment holds 160 septets or 70 UTF-16 units; one of several 153 or 67, with a 16-bit
    reference 152 or 66.
    """
    codes = gsm7.encode_each(text)
    if codes is not None:
        return Cut(GSM7_DCS, _pieces(text, list(map(len, codes)), 160, 152 if wide_ref else 153))
    text = utf16(text).decode("utf-16-be")
    units = [2 if ord(character) > 0xFFFF else 1 for character in text]  # noqa: PLR2004  # beyond the BMP
    return Cut(UCS2_DCS, _pieces(text, units, 70, 66 if wide_ref else 67))


def _pieces(text: str, sizes: Sequence[int], alone: int, together: int) -> tuple[str, ...]:
    if sum(sizes) <= alone:
        return (text,)
    pieces, start, filled = list[str](), 0, 0
    for at, size in enumerate(sizes):
        if filled + size > together:
            pieces.append(text[start:at])
            start, filled = at, 0
        filled += size
    return (*pieces, text[start:])


def cut_data(data: bytes) -> tuple[bytes, ...]:
    """Cut octets for segments that carry 16-bit ports: 133 in a single one, 128 in each of several."""
    if len(data) <= DATA_ALONE:
        return (data,)
    return tuple(data[at : at + DATA_TOGETHER] for at in range(0, len(data), DATA_TOGETHER))


def parts(ref: int, count: int) -> list[Part | None]:
    """Return the place of each of `count` segments: none for a single one; ValueError above 255."""
    if count > MOST_PARTS:
        raise ValueError("a message has at most 255 segments")
    return [None] if count == 1 else [Part(ref, count, index + 1) for index in range(count)]


def deliver_segments(
    sender: Address, text: str, scts: datetime | None, ref: int, wide_ref: bool = False
) -> list[Deliver]:
    """Return the DELIVERs in which a network phone's `text` arrives; ValueError above 255 segments."""
    made = cut(text, wide_ref=wide_ref)
    whole = Deliver(sender=sender, dcs=made.dcs, scts=scts)
    places = parts(ref & (0xFFFF if wide_ref else 0xFF), len(made.pieces))
    return [
        replace(whole, text=piece, part=place, wide_ref=wide_ref and place is not None)
        for piece, place in zip(made.pieces, places, strict=True)
    ]
