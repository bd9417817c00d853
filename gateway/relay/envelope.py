"""The envelope: signed, sealed, numbered; the bytes that go from one office to another.

    frame  = CBOR [header, sealed]
    header = CBOR [1, origin, epoch, seq, to, precedence]           seen by whoever carries it
    sealed = HPKE base mode (RFC 9180: X25519, HKDF-SHA256, AES-128-GCM), info = label || header,
             of signature || body
    signature = Ed25519 (RFC 8032) over label || header || recipient's sealing key || body

The header is bound twice: the sealing fails with another one, and the signature covers it. The recipient's
key stands under the signature, so that nobody who opens an envelope can pass it on as if it were meant for
a third office. CBOR is the deterministic encoding of RFC 8949, 4.2.1.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import cbor2
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from gateway.errors import EnvelopeError

LAYOUT = 1
LABEL = b"patrolwire envelope 1\x00"
LONGEST_FRAME = 64 * 1024
_SIGNATURE = 64
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Header:
    """The outside of an envelope: where from, which one, where to, and how urgent (0 is FLASH)."""

    origin: str
    epoch: int
    seq: int
    to: str
    precedence: int

    def encode(self) -> bytes:
        """Return the header's bytes, as both the seal and the signature bind them."""
        values = [LAYOUT, self.origin, self.epoch, self.seq, self.to, self.precedence]
        return cbor2.dumps(values, canonical=True)


class Proof(NamedTuple):
    """An opened frame, which whoever has its sender's key can check: header, recipient's key, signed part."""

    outside: bytes
    to: bytes
    signed: bytes


def seal(header: Header, body: bytes, sign: Ed25519PrivateKey, to: X25519PublicKey) -> bytes:
    """Return the frame of `body` from the office that holds `sign`, readable only by the holder of `to`."""
    outside = header.encode()
    signature = sign.sign(LABEL + outside + to.public_bytes_raw() + body)
    sealed = _SUITE.encrypt(signature + body, to, LABEL + outside)
    return cbor2.dumps([outside, sealed], canonical=True)


def header_of(frame: bytes) -> Header:
    """Read the outside of a frame; EnvelopeError when it is none of ours."""
    return _split(frame)[0]


def is_frame(data: bytes) -> bool:
    """Tell a sealed frame from a body that still has to be sealed."""
    try:
        return bool(header_of(data))
    except EnvelopeError:
        return False


def unseal(
    frame: bytes, sender: Sequence[Ed25519PublicKey], mine: Sequence[X25519PrivateKey]
) -> tuple[Header, bytes]:
    """Open a frame and check who wrote it, each by any of the keys; EnvelopeError when it is not believed."""
    return proved(reopen(frame, mine), sender)


def reopen(frame: bytes, mine: Sequence[X25519PrivateKey]) -> Proof:
    """Open a frame without asking who wrote it; EnvelopeError when it is not sealed to us."""
    _, outside, sealed = _split(frame)
    for key in mine:
        with suppress(InvalidTag, ValueError):
            plain = _SUITE.decrypt(sealed, key, LABEL + outside)
            return Proof(outside, key.public_key().public_bytes_raw(), plain)
    raise EnvelopeError("the envelope is damaged or sealed to another office")


def proved(proof: Proof, sender: Sequence[Ed25519PublicKey]) -> tuple[Header, bytes]:
    """Check who wrote an opened frame; EnvelopeError when it cannot be believed."""
    header, signature, body = _header(proof.outside), proof.signed[:_SIGNATURE], proof.signed[_SIGNATURE:]
    if not signed(signature, LABEL + proof.outside + proof.to + body, sender):
        raise EnvelopeError(f"the envelope says it is from {header.origin}, but is not signed by it")
    return header, body


def signed(signature: bytes, data: bytes, by: Sequence[Ed25519PublicKey]) -> bool:
    """Say whether one of these keys signed some bytes."""
    for key in by:
        with suppress(InvalidSignature):
            key.verify(signature, data)
            return True
    return False


def loads(data: bytes) -> Any:  # noqa: ANN401  # CBOR may hold anything; callers check what they get
    """Decode CBOR from outside; EnvelopeError for whatever cbor2 makes of hostile bytes."""
    try:
        return cbor2.loads(data)
    except (
        cbor2.CBORDecodeError,
        ValueError,
        OverflowError,
        RecursionError,
        MemoryError,
        TypeError,
    ) as error:
        raise EnvelopeError("the bytes are not CBOR") from error


def _split(frame: bytes) -> tuple[Header, bytes, bytes]:
    if len(frame) > LONGEST_FRAME:
        raise EnvelopeError(f"the frame is longer than {LONGEST_FRAME} bytes")
    match loads(frame):
        case [bytes() as outside, bytes() as sealed]:
            return _header(outside), outside, sealed
        case _:
            raise EnvelopeError("the frame is not an envelope")


def _header(outside: bytes) -> Header:
    match loads(outside):
        case [int() as layout, str(), int(), int(), str(), int()] as found if layout == LAYOUT:
            header = Header(*cast("tuple[str, int, int, str, int]", tuple(found[1:])))
        case [int() as layout, *_] if layout != LAYOUT:
            raise EnvelopeError(f"the envelope has layout {layout}; this station reads layout {LAYOUT}")
        case _:
            raise EnvelopeError("the envelope's header cannot be read")
    if header.encode() != outside or not (0 < header.epoch < _HIGHEST and 0 < header.seq < _HIGHEST):
        raise EnvelopeError("the envelope's header is not in its one form")
    return header
