"""A sealed file: chunks under one random key, which is sealed to each recovery key.

    file    = magic || length (4 bytes, big-endian) || header || chunk ...
    header  = CBOR [version, [HPKE(content key, to recovery key), ...], facts]
    chunk   = length (4 bytes) || AES-256-GCM(content key, nonce, zlib(plain), aad = SHA-256(header))
    nonce   = number of the chunk (11 bytes, big-endian) || 1 when it is the last, else 0

The last nonce byte shows a file that was cut off; the number, chunks that changed places. HPKE is RFC
9180 base mode (X25519, HKDF-SHA256, AES-128-GCM).
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from gateway.errors import BackupError

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_INFO = b"patrolwire backup 1"
_MAGIC = b"PWBACK1\n"
_VERSION = 1
_MOST = 64 << 20  # bytes of a chunk that is believed
_DAMAGED = "The backup is damaged or was cut off; nothing of it was used. Take another copy."


def write(
    file: BinaryIO, facts: dict[str, Any], chunks: Iterable[bytes], to: Sequence[X25519PublicKey]
) -> None:
    """Write chunks as they come; none is kept in memory."""
    secret = os.urandom(32)
    wrapped = [_SUITE.encrypt(secret, key, _INFO) for key in to]
    header = cbor2.dumps([_VERSION, wrapped, facts])
    file.write(_MAGIC + len(header).to_bytes(4, "big") + header)
    aead, about = AESGCM(secret), hashlib.sha256(header).digest()
    for number, last, chunk in _numbered(chunks):
        sealed = aead.encrypt(_nonce(number, last=last), zlib.compress(chunk, 6), about)
        file.write(len(sealed).to_bytes(4, "big") + sealed)


def read(file: BinaryIO, secret: X25519PrivateKey) -> tuple[dict[str, Any], Iterator[bytes]]:
    """Return the facts and the chunks; BackupError says when the key does not fit or anything is amiss.

    The chunks are believed one by one: only when the last has come is the file known to be whole.
    """
    if file.read(len(_MAGIC)) != _MAGIC:
        raise BackupError("This is no backup of Patrolwire; nothing was restored.")
    header = _piece(file)
    try:
        version, wrapped, facts = cbor2.loads(header)
    except (cbor2.CBORError, ValueError, TypeError):
        raise BackupError(_DAMAGED) from None
    if version != _VERSION:
        raise BackupError("This backup was written by a newer Patrolwire. Install that version.")
    return facts, _chunks(file, _unwrap(wrapped, secret), hashlib.sha256(header).digest())


def _unwrap(wrapped: Sequence[bytes], secret: X25519PrivateKey) -> bytes:
    for one in wrapped:
        try:
            return _SUITE.decrypt(one, secret, _INFO)
        except (InvalidTag, ValueError, TypeError):
            continue
    raise BackupError("This recovery key does not open this backup; nothing was restored. Bring another.")


def _chunks(file: BinaryIO, secret: bytes, about: bytes) -> Iterator[bytes]:
    aead, number = AESGCM(secret), 0
    piece = _piece(file)
    while piece:
        after = _piece(file, or_end=True)
        try:
            yield zlib.decompress(aead.decrypt(_nonce(number, last=not after), piece, about))
        except (InvalidTag, zlib.error):
            raise BackupError(_DAMAGED) from None
        number, piece = number + 1, after


def _piece(file: BinaryIO, *, or_end: bool = False) -> bytes:
    head = file.read(4)
    if or_end and not head:
        return b""
    size = int.from_bytes(head, "big")
    piece = file.read(size) if len(head) == len(b"size") and 0 < size <= _MOST else b""
    if not piece or len(piece) != size:
        raise BackupError(_DAMAGED)
    return piece


def _numbered(chunks: Iterable[bytes]) -> Iterator[tuple[int, bool, bytes]]:
    number, before = 0, None
    for chunk in chunks:
        if before is not None:
            yield number, False, before
            number += 1
        before = chunk
    yield number, True, before or b""


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
