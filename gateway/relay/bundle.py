"""Many envelopes under one signature: what waited for a link, or a day of an office for its hub.

bundle = CBOR [4, zlib of CBOR [[epoch, seq, precedence, body], ...]], the body of an envelope that bears the
name of the first. Each keeps its own name, so that it is stored, answered and forgotten by itself.
"""

import zlib
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import cbor2
from pydantic import Field, TypeAdapter, ValidationError

from gateway.errors import EnvelopeError
from gateway.relay.array import Number
from gateway.relay.body import Kind
from gateway.relay.envelope import loads

MOST = 200
_LONGEST = 1024 * 1024  # unpacked; an envelope itself is at most 64 KiB


class Item(NamedTuple):
    """One envelope of a bundle: its name at its origin, its precedence, the bytes of its body."""

    epoch: Number
    seq: Number
    precedence: Annotated[int, Field(ge=0, le=3)]
    body: bytes


_ITEMS: TypeAdapter[list[Item]] = TypeAdapter(Annotated[list[Item], Field(min_length=1, max_length=MOST)])


def pack(items: Sequence[Item]) -> bytes:
    """Return the body that carries `items`, 1 to 200 of them."""
    rows = cbor2.dumps([list(item) for item in items], canonical=True)
    return cbor2.dumps([Kind.BUNDLE.value, zlib.compress(rows, 9)], canonical=True)


def unpack(data: bytes) -> tuple[Item, ...] | None:
    """Read what `pack` wrote; None for a body of another kind, EnvelopeError for a bundle that is broken."""
    match loads(data):
        case [Kind.BUNDLE.value, bytes() as pressed]:
            rows = loads(_unpressed(pressed))
        case _:
            return None
    try:
        return tuple(_ITEMS.validate_python(rows))
    except ValidationError as error:
        raise EnvelopeError(f"a bundle holds 1 to {MOST} envelopes by name, and no other") from error


def _unpressed(pressed: bytes) -> bytes:
    opener = zlib.decompressobj()
    try:
        rows = opener.decompress(pressed, _LONGEST)
    except zlib.error as error:
        raise EnvelopeError("the bundle is damaged") from error
    if not opener.eof or opener.unused_data:
        raise EnvelopeError(f"the bundle is cut off, or longer than {_LONGEST} bytes")
    return rows
