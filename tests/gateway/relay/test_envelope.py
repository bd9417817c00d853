import json
from pathlib import Path

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import EnvelopeError
from gateway.relay import body
from gateway.relay.envelope import Header, header_of, seal, unseal

DATA = Path(__file__).parents[2] / "data" / "envelopes"
SIGN = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_SIGN = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
SEAL = X25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
OTHER_SEAL = X25519PrivateKey.from_private_bytes(bytes(range(33, 65)))

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=5)
NUMBERS = st.integers(1, 2**63 - 2)
HEADERS = st.builds(Header, CODES, NUMBERS, NUMBERS, CODES, st.integers(0, 3))


@given(HEADERS, st.binary(max_size=500))
def test_what_was_sealed_is_unsealed(header: Header, content: bytes) -> None:
    frame = seal(header, content, SIGN, SEAL.public_key())
    assert header_of(frame) == header
    assert unseal(frame, [SIGN.public_key()], [SEAL]) == (header, content)


@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    frame = bytearray(seal(Header("MSI", 1, 7, "TCL", 2), b"body", SIGN, SEAL.public_key()))
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(EnvelopeError):
        unseal(bytes(frame), [SIGN.public_key()], [SEAL])


def test_another_office_cannot_open_it() -> None:
    frame = seal(Header("MSI", 1, 7, "TCL", 2), b"body", SIGN, SEAL.public_key())
    with pytest.raises(EnvelopeError, match="sealed to another office"):
        unseal(frame, [SIGN.public_key()], [OTHER_SEAL])


def test_another_signer_is_not_believed() -> None:
    frame = seal(Header("MSI", 1, 7, "TCL", 2), b"body", OTHER_SIGN, SEAL.public_key())
    with pytest.raises(EnvelopeError, match="not signed by it"):
        unseal(frame, [SIGN.public_key()], [SEAL])


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(junk: bytes) -> None:
    with pytest.raises(EnvelopeError):
        unseal(junk, [SIGN.public_key()], [SEAL])


def test_a_header_has_one_form_only() -> None:
    frame = seal(Header("MSI", 1, 7, "TCL", 2), b"body", SIGN, SEAL.public_key())
    _, sealed = cbor2.loads(frame)
    outside = bytes.fromhex("86 1801 634d5349 01 07 6354434c 02".replace(" ", ""))  # 1 in two bytes
    with pytest.raises(EnvelopeError, match="one form"):
        header_of(cbor2.dumps([outside, sealed]))


def test_the_published_vectors_still_open() -> None:
    for vector in json.loads((DATA / "layout-1.json").read_text()):
        header, content = unseal(bytes.fromhex(vector["frame"]), [SIGN.public_key()], [SEAL])
        assert header == Header(**vector["header"])
        assert content.hex() == vector["body"]
        assert body.encode(body.decode(content)) == content
        assert header.encode().hex() == vector["header_bytes"]
