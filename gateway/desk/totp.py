"""One-time codes by time (RFC 6238: SHA-1, 30 s, six figures), for two clocks of which neither is right.

The station's clock may be minutes wrong and the generator's too, so what counts is how far apart they were
last time (`drift`), give or take five minutes; and no step, nor one before it, is accepted again. A generator
counts its own steps, so a station clock that is set back lets no old code in.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from codes.onetime import hotp

STEP: Final = 30  # seconds
WINDOW: Final = 10  # steps either way of the drift: five minutes
FIRST_WINDOW: Final = 20  # at the first code, when nothing is known of the drift
SECRET_BYTES: Final = 20  # as long as the hash (RFC 4226, 4)
CODES: Final = 10
_FIGURES: Final = 6
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LONG: Final = 12  # signs of a recovery code, 59 bits


class Step(NamedTuple):
    """Which step of the generator a code is of, and how far that is from our clock."""

    number: int
    drift: int


def accepted(code: str, secret: bytes, at: datetime, drift: int, last: int, window: int) -> Step | None:
    """Return the step that a code is of, the nearest to the drift; None when none in the window may be."""
    now = int(at.timestamp()) // STEP
    found: list[Step] = []
    for off in sorted(range(-window, window + 1), key=abs):  # all of them, whichever fits: no time to measure
        step = Step(now + drift + off, drift + off)
        good = step.number >= 0 and hmac.compare_digest(hotp(secret, max(step.number, 0)), code)
        if good and step.number > last:
            found.append(step)
    return found[0] if found else None


def figures(written: str) -> str:
    """Return a code as it was typed, in Latin figures without spaces; empty when it is no code."""
    bare = "".join(str(unicodedata.decimal(c, "x")) for c in written if not c.isspace())
    return bare if len(bare) == _FIGURES and bare.isdecimal() else ""


def fresh_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """Return a secret as a person types it into a generator: base32, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, office: str, account: str) -> str:
    """Return the `otpauth:` address that a generator on the same phone opens."""
    label = quote(f"{office}:{account}", safe="")
    query = urlencode({"secret": base64.b32encode(secret).decode(), "issuer": office}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def fresh_codes() -> list[str]:
    """Return recovery codes as they are shown, once."""
    return [
        "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(_LONG // 4))
        for _ in range(CODES)
    ]


def hash_code(account: str, code: str) -> bytes:
    """Return what is kept of a recovery code: random enough that a plain hash cannot be searched."""
    bare = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(f"recovery {account} {bare}".encode("utf-8", "replace")).digest()
