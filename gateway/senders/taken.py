"""By what an officer of the config is known again once he was taken over, though his numbers are forgotten.

A mark outlives the officer. A plain hash would give his number away to whoever tries them all, so it is made
with a secret of the office: HMAC-SHA256 by what HKDF (RFC 5869) draws from the key it is sealed to.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.office.config import Officer
from gateway.office.keys import Keys

_INFO = b"patrolwire officer of the config"


def marks(officer: Officer, keys: Keys) -> tuple[bytes, ...]:
    """Return the mark an officer is given, and those that he may have by older keys."""
    return tuple(hmac.digest(_secret(one), _reached(officer), "sha256") for one in keys.opens)


def plain(officer: Officer) -> bytes:
    """Return the mark that he has from a release which had no keyed ones."""
    return hashlib.sha256(_reached(officer)).digest()


def _reached(officer: Officer) -> bytes:
    return f"{officer.number or ''} {officer.callsign or ''}".encode()


def _secret(key: X25519PrivateKey) -> bytes:
    return HKDF(SHA256(), 32, None, _INFO).derive(key.private_bytes_raw())
