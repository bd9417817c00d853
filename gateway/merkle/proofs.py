"""Proofs over the tree: that a leaf is in it, and that a larger tree begins with a smaller one.

Making them follows RFC 6962, 2.1.1 and 2.1.2; checking them follows RFC 9162, 2.1.3.2 and 2.1.4.2. A maker
asks for the hash of a range of leaves, `Ranges`, so that it need not hold them all.
"""

from collections.abc import Callable, Sequence

from gateway.merkle.tree import Frontier, node

Ranges = Callable[[int, int], bytes]


def over(leaves: Sequence[bytes], before: Frontier | None = None) -> Ranges:
    """Return the ranges of a tree: `leaves` are the hashes of those that came after `before`.

    Of what lies before, only the peaks are known; no consistency proof from there on asks for more.
    """
    known = before or Frontier()
    peaks = _places(known)

    def hash_of(first: int, end: int) -> bytes:
        if (first, end) in peaks:
            return peaks[first, end]
        if first < known.size:
            raise ValueError("that part of the tree is not at hand")
        return Frontier().grow(leaves[first - known.size : end - known.size]).root

    return hash_of


def inclusion(index: int, size: int, ranges: Ranges) -> list[bytes]:
    """Prove that leaf `index` (from 0) is in the tree of `size` leaves."""
    return _inclusion(index, 0, size, ranges)


def consistency(old: int, size: int, ranges: Ranges) -> list[bytes]:
    """Prove that the tree of `size` leaves begins with the tree of `old` leaves; 0 < old <= size."""
    return [] if old == size else _consistency(old, 0, size, ranges, whole=True)


def included(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Check an inclusion proof."""
    if not 0 <= index < size:
        return False
    place, last, top = index, size - 1, leaf
    for one in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            top = node(one, top)
            place, last = _up_to_right_child(place, last)
        else:
            top = node(top, one)
        place, last = place >> 1, last >> 1
    return last == 0 and top == root


def consistent(old: int, size: int, old_root: bytes, root: bytes, path: Sequence[bytes]) -> bool:
    """Check a consistency proof; the empty tree is the beginning of any."""
    if old == size:
        return not path and old_root == root
    if not 0 < old < size or not path:
        return old == 0 and not path
    rest = [old_root, *path] if old & (old - 1) == 0 else list(path)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    left = right = rest[0]
    for one in rest[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            left, right = node(one, left), node(one, right)
            place, last = _up_to_right_child(place, last)
        else:
            right = node(right, one)
        place, last = place >> 1, last >> 1
    return last == 0 and (left, right) == (old_root, root)


def _up_to_right_child(place: int, last: int) -> tuple[int, int]:
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _inclusion(index: int, first: int, end: int, ranges: Ranges) -> list[bytes]:
    if end - first == 1:
        return []
    middle = first + _split(end - first)
    if index < middle:
        return [*_inclusion(index, first, middle, ranges), ranges(middle, end)]
    return [*_inclusion(index, middle, end, ranges), ranges(first, middle)]


def _consistency(old: int, first: int, end: int, ranges: Ranges, *, whole: bool) -> list[bytes]:
    if old == end:
        return [] if whole else [ranges(first, end)]
    middle = first + _split(end - first)
    if old <= middle:
        return [*_consistency(old, first, middle, ranges, whole=whole), ranges(middle, end)]
    return [*_consistency(old, middle, end, ranges, whole=False), ranges(first, middle)]


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _places(tree: Frontier) -> dict[tuple[int, int], bytes]:
    found: dict[tuple[int, int], bytes] = {}
    first = 0
    for level, peak in zip(_levels(tree.size), tree.peaks, strict=True):
        found[first, first + level] = peak
        first += level
    return found


def _levels(size: int) -> list[int]:
    return [1 << bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]
