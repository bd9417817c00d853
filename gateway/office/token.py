"""The words of a message that an office sends to itself, which nobody else can make."""

import hmac
import os
import re
from typing import Final

from gateway.office.keys import Keys

_WORDS: Final = re.compile(r"^patrolwire check ([0-9a-f]{8}) ([0-9a-f]{12})$")
_PURPOSE: Final = b"patrolwire check of receiving\0"


def make(keys: Keys) -> str:
    """Return a fresh text, one segment in GSM-7."""
    nonce = os.urandom(4)
    return f"patrolwire check {nonce.hex()} {_seal(keys, nonce)}"


def ours(keys: Keys, text: str | None) -> bool:
    """Tell whether a text is one that this office made, now or before a restart."""
    found = _WORDS.match(text or "")
    return found is not None and hmac.compare_digest(found[2], _seal(keys, bytes.fromhex(found[1])))


def _seal(keys: Keys, nonce: bytes) -> str:
    secret = keys.sign.private_bytes_raw()
    return hmac.digest(secret, _PURPOSE + nonce, "sha256").hex()[:12]
