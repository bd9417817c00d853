"""Passwords: argon2id hashes, and one of nobody's, so that an unknown name takes as long as a known one."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 256
SHORTEST = 10
_HASHER = PasswordHasher()  # argon2id, RFC 9106's low-memory profile: 64 MiB, 3 passes


def hash_password(password: str) -> str:
    """Return the argon2id hash that an account keeps; about 50 ms, so never on the event loop."""
    return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Say whether a password belongs to a kept hash; None (nobody) takes the same time and never fits."""
    try:
        return _HASHER.verify(kept or _nobody(), password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex())


def warm() -> None:
    """Make nobody's hash now, so that the first unknown name takes no longer than the second."""
    _nobody()
