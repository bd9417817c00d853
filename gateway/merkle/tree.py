"""The Merkle tree of RFC 6962, 2.1, kept as its frontier: what is needed to grow it and to name its root.

Hashes are SHA-256, 32 bytes. A leaf and a node are hashed with different first bytes, so that neither can
be taken for the other.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 32
EMPTY = hashlib.sha256().digest()


def leaf(data: bytes) -> bytes:
    """Return the hash of one leaf's data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children's hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves as its peaks: the roots of its perfect subtrees, the largest first.

    There is one peak for each 1 in the binary form of `size`, so 64 of them would do for ever.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grow(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the tree with more leaf hashes; a leaf costs one hash on average, and nothing is read."""
        size, peaks = self.size, list(self.peaks)
        for new in leaves:
            top, carry = new, size
            while carry & 1:
                top, carry = node(peaks.pop(), top), carry >> 1
            peaks.append(top)
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The tree's hash, MTH(D[size])."""
        if not self.peaks:
            return EMPTY
        top = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            top = node(left, top)
        return top

    def encode(self) -> bytes:
        """Return the peaks in one piece."""
        return b"".join(self.peaks)

    @classmethod
    def decode(cls, size: int, data: bytes) -> "Frontier":
        """Read what `encode` gave; ValueError when it has not as many peaks as a tree of `size` has."""
        if size < 0 or len(data) != WIDTH * size.bit_count():
            raise ValueError("these are not the peaks of a tree of that size")
        return cls(size, tuple(data[at : at + WIDTH] for at in range(0, len(data), WIDTH)))
