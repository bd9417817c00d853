"""What kind of file somebody brings, told by its first bytes, whether it says where it was taken, its name.

A file is evidence: it is kept byte for byte, metadata and all, and whoever opens it is told what it tells.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator

KINDS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
_EXIF, _GPS_TAG, _ENTRY = b"Exif\x00\x00", 0x8825, 12
_LONGEST_NAME = 60
_KEPT = frozenset(" .-_()")


def kind_of(data: bytes) -> str | None:
    """Return the media type of a file that we keep; None for any other, whatever it calls itself."""
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)


def clean_name(name: str, kind: str) -> str:
    """Return a file's name without folders and without signs that mean something to a machine."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c if c in _KEPT or unicodedata.category(c)[0] in "LMN" else " " for c in bare)
    stem = " ".join(kept.split()).rpartition(".")[0] or " ".join(kept.split())
    return f"{stem.strip(' .')[:_LONGEST_NAME].strip(' .') or 'file'}.{KINDS[kind]}"


def is_located(data: bytes) -> bool:
    """Say whether a photo tells where it was taken; what is broken tells nothing."""
    try:
        return any(_tells(part) for part in _metadata(data))
    except (struct.error, IndexError):
        return False


def _metadata(data: bytes) -> Iterator[bytes]:
    return _of_jpeg(data) if kind_of(data) == "image/jpeg" else _of_png(data)


def _of_jpeg(data: bytes) -> Iterator[bytes]:
    """Yield the APP1 segments (ITU-T T.81, B.1.1.3), as far as the picture itself."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:  # noqa: PLR2004  # SOS
        (size,) = struct.unpack_from(">H", data, at + 2)
        if data[at + 1] == 0xE1:  # noqa: PLR2004  # APP1
            yield data[at + 4 : at + 2 + size]
        at += 2 + size


def _of_png(data: bytes) -> Iterator[bytes]:
    """Yield the eXIf and iTXt chunks (PNG, 11.3)."""
    at = 8
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if name in (b"eXIf", b"iTXt"):
            yield (_EXIF if name == b"eXIf" else b"") + data[at + 8 : at + 8 + size]
        at += 12 + size


def _tells(part: bytes) -> bool:
    """Say whether there is a GPS directory in an Exif part (TIFF 6.0, section 2), or a latitude in XMP."""
    if not part.startswith(_EXIF):
        return b"GPSLatitude" in part
    tiff = part[len(_EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return False
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    tags = (struct.unpack_from(f"{order}H", tiff, first + 2 + _ENTRY * n)[0] for n in range(count))
    return _GPS_TAG in tags
