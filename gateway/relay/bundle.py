"""Many envelopes under one signature: what waited for a link, or a day of an office for its hub.

bundle = CBOR [4, zlib of CBOR [[epoch, seq, precedence, body], ...]], the body of an envelope that bears the
name of the first. Each keeps its own name, so that it is stored, refused, answered and forgotten by itself.
"""

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import cbor2

from gateway.errors import EnvelopeError
from gateway.relay.body import Kind
from gateway.relay.envelope import loads
from gateway.store.keys import HIGHEST

MOST = 200
_LEAST_URGENT = 3
_LONGEST = 1024 * 1024  # unpacked; an envelope itself is at most 64 KiB


class Item(NamedTuple):
    """One envelope of a bundle: its name at its origin, its precedence, the bytes of its body."""

    epoch: int
    seq: int
    precedence: int
    body: bytes

    def check(self) -> None:
        """Raise EnvelopeError for a name that no office gives."""
        if not (0 < self.epoch <= HIGHEST and 0 < self.seq <= HIGHEST):
            raise EnvelopeError(f"an envelope is numbered from 1 to {HIGHEST}")
        if not 0 <= self.precedence <= _LEAST_URGENT:
            raise EnvelopeError("an envelope with an impossible precedence")


def pack(items: Sequence[Item]) -> bytes:
    """Return the body that carries `items`, 1 to 200 of them."""
    rows = cbor2.dumps([list(item) for item in items], canonical=True)
    return cbor2.dumps([Kind.BUNDLE.value, zlib.compress(rows, 9)], canonical=True)


def unpack(data: bytes) -> tuple[Item, ...] | None:
    """Read what `pack` wrote; None for a body of another kind, EnvelopeError for a bundle that is broken.

    Each item is still to be checked by itself.
    """
    match loads(data):
        case [Kind.BUNDLE.value, bytes() as pressed]:
            rows = loads(_unpressed(pressed))
        case _:
            return None
    listed: list[Any] = rows if isinstance(rows, list) and len(rows) <= MOST else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # that is what is being checked
    found = tuple(one for one in map(_item, listed) if one is not None)
    if not found:
        raise EnvelopeError(f"a bundle holds 1 to {MOST} envelopes by name, and no other")
    return found


def _item(row: Any) -> Item | None:  # noqa: ANN401  # whatever CBOR holds
    """Read one row; of one that has a name and nothing to read, the name, so that it can be refused by it."""
    match row:
        case [int() as epoch, int() as seq, int() as precedence, bytes() as body]:
            return Item(epoch, seq, precedence, body)
        case [int() as epoch, int() as seq, *_]:
            return Item(epoch, seq, 0, b"")
        case _:
            return None


def _unpressed(pressed: bytes) -> bytes:
    opener = zlib.decompressobj()
    try:
        rows = opener.decompress(pressed, _LONGEST)
    except zlib.error as error:
        raise EnvelopeError("the bundle is damaged") from error
    if not opener.eof or opener.unused_data:
        raise EnvelopeError(f"the bundle is cut off, or longer than {_LONGEST} bytes")
    return rows
