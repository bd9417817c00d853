import zlib

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import EnvelopeError
from gateway.relay.bundle import MOST, Item, pack, unpack

NUMBERS = st.integers(1, 2**63 - 1)
ITEMS = st.builds(Item, NUMBERS, NUMBERS, st.integers(0, 3), st.binary(max_size=60))


@given(st.lists(ITEMS, min_size=1, max_size=20))
def test_what_was_packed_is_unpacked(items: list[Item]) -> None:
    assert unpack(pack(items)) == tuple(items)


def bundle(rows: object) -> bytes:
    return cbor2.dumps([4, zlib.compress(cbor2.dumps(rows))])


BROKEN = {
    "empty": bundle([]),
    "too many": bundle([[1, 1, 0, b""]] * (MOST + 1)),
    "no list": bundle("x"),
    "no name": bundle([[b""]]),
    "not pressed": cbor2.dumps([4, b"plain"]),
    "cut off": cbor2.dumps([4, zlib.compress(cbor2.dumps([[1, 1, 0, b"x" * 90]]))[:-3]]),
    "a bomb": cbor2.dumps([4, zlib.compress(bytes(8 * 1024 * 1024))]),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        unpack(data)


@given(st.binary(max_size=80))
def test_no_bytes_are_more_than_refused(data: bytes) -> None:
    try:
        unpack(data)
    except EnvelopeError:
        return


def test_another_kind_is_no_bundle() -> None:
    assert unpack(cbor2.dumps([1, []])) is None
