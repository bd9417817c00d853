"""A signed head: an office says how long its record is and what its root is, and can never unsay it.

    signature = Ed25519 over label || CBOR [office, size, root, seconds since 1970]

A line of a witness file is the same as JSON: {"office", "size", "root", "at", "signature"}, bytes in
hexadecimal.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LABEL = b"patrolwire head 1\x00"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """One office's head at one moment, `at` in whole seconds since 1970, UTC."""

    office: str
    size: int
    root: bytes
    at: int
    signature: bytes = b""

    def sign(self, key: Ed25519PrivateKey) -> "SignedHead":
        """Return it signed."""
        return SignedHead(self.office, self.size, self.root, self.at, key.sign(self._said()))

    def holds(self, *keys: Ed25519PublicKey) -> bool:
        """Return whether the office of these keys signed it."""
        for key in keys:
            with suppress(InvalidSignature):
                key.verify(self.signature, self._said())
                return True
        return False

    def line(self) -> str:
        """Return it as a line of a witness file."""
        values = {"office": self.office, "size": self.size, "root": self.root.hex(), "at": self.at}
        return json.dumps({**values, "signature": self.signature.hex()})

    @classmethod
    def of_line(cls, line: str) -> "SignedHead":
        """Read a line of a witness file; ValueError when it is none."""
        match json.loads(line):
            case {
                "office": str() as office,
                "size": int() as size,
                "root": str() as root,
                "at": int() as at,
                "signature": str() as signature,
            }:
                return cls(office, size, bytes.fromhex(root), at, bytes.fromhex(signature))
            case other:
                raise ValueError(f"no head: {_short(other)}")

    def _said(self) -> bytes:
        return LABEL + cbor2.dumps([self.office, self.size, self.root, self.at], canonical=True)


def _short(value: Any) -> str:  # noqa: ANN401  # whatever JSON holds
    return str(value)[:40]
