"""How short a report is for the air: ten as officers send them, typed, packed, and sealed for one partner.

Sealed is what a link without room for a signature carries: a header of 6 bytes (who, which key, the count)
that is bound and sent, then AES-GCM-SIV (RFC 8452) with a key that two offices share, its tag of 16 bytes
included. The nonce is made of the header, and costs nothing.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from codes.context import Context
from codes.decode import decode
from codes.load import packed_by, shipped
from codes.packed import pack, unpack
from codes.report import Outcome, Report
from web.bench.figure import Figure, Teller

PACKED_BYTES: Final = 27
SEALED_BYTES: Final = 48
HEADER_BYTES: Final = 6
NONCE_BYTES: Final = 12
NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=7)))
TEXTS: Final = (
    "DRG MSI 221030 YAB 200000T ICE 5KG 2M TH PU PLATE BK4471 TYRE SEIZED",
    "PREC CGS 220415 TOLU 400L ACAN 120L 1M TRUCK PLATE BN7720 SELLER EASTLAB SEIZED",
    "MIGR MYW 211500ZNOV26 12M 5F 3FC MM VAN PLATE CC1204 RELEASED",
    "TRAF POI 220200ZNOV26 3FY 2FA KH DEBT PPHELD MINIB ARRESTED",
    "WLD LBO 220130 PANG 14 LIVE PANG 32KG SCALES 2M VN PU PLATE 29A12345 SEIZED",
    "TIMB CMK 220330 ROSEW 40LOG SAWN 3M LA TRUCK PLATE UB5512 SEIZED",
    "OZN BVE 220700 R22 40CYL R12 25CYL MISMAT TRUCK PLATE 51F12345 SEIZED",
    "CFT ARY 220545 CIGRT 300CTN BRAND LUCKY TRUCK PLATE PK3390 SEIZED",
    "ARMS MOT 220810 PISTOL 2 GRENADE 5 CAL 9MM 1M MM MC FLOOR ARRESTED",
    "SOS MSI+5N SHOTS 2HURT",
)
_KEY: Final = bytes(range(32))


def reports() -> list[Report]:
    """Return the ten reports; ValueError when the book no longer reads one of them."""
    book, found = shipped(), list[Report]()
    for text in TEXTS:
        decoded = decode(text, book, Context(NOW, "MSI"))
        if decoded.report is None or decoded.outcome not in (Outcome.ACCEPTED, Outcome.FLAGGED):
            raise ValueError(f"{text!r} is {decoded.outcome.value}")
        found.append(decoded.report)
    return found


def sealed(packed: bytes, number: int) -> bytes:
    header = number.to_bytes(HEADER_BYTES, "big")
    return header + AESGCMSIV(_KEY).encrypt(header.ljust(NONCE_BYTES, b"\0"), packed, header)


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; no time at all."""
    found = reports()
    teller.begin("ten reports packed", len(found))
    packed = [pack(report, shipped()) for report in found]
    for report, data in zip(found, packed, strict=True):
        if unpack(data, packed_by) != report:
            raise ValueError(f"{report.type} did not survive the packing")
        teller.step()
    n = len(found)
    typed = sum(map(len, TEXTS)) / n
    yield Figure("pack.typed_characters", round(typed, 1), "characters", n)
    yield Figure("pack.mean_bytes", round(sum(map(len, packed)) / n, 1), "bytes", n, PACKED_BYTES)
    lengths = [len(sealed(data, number)) for number, data in enumerate(packed)]
    note = f"the longest {max(lengths)}"
    yield Figure("pack.sealed_bytes", round(sum(lengths) / n, 1), "bytes", n, SEALED_BYTES, note=note)
