"""The sealed file: opened by any of its keys, and by nobody once a byte of it was touched."""

import io
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gateway.backup import sealed
from gateway.errors import BackupError

_MINE, _HUB, _OTHER = (X25519PrivateKey.generate() for _ in range(3))
_KEYS = [_MINE.public_key(), _HUB.public_key()]


def _file(chunks: list[bytes]) -> bytes:
    file = io.BytesIO()
    sealed.write(file, {"office": "MSI"}, chunks, _KEYS)
    return file.getvalue()


def _read(content: bytes, key: X25519PrivateKey = _MINE) -> list[bytes]:
    return list(sealed.read(io.BytesIO(content), key)[1])


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5))
def test_every_key_opens_what_was_written(chunks: list[bytes]) -> None:
    content = _file(chunks)
    assert _read(content) == _read(content, _HUB) == chunks


def test_another_key_does_not() -> None:
    with pytest.raises(BackupError, match="does not open"):
        _read(_file([b"a"]), _OTHER)


_CONTENT = _file([b"one" * 50, b"two" * 50, b"three"])


@pytest.mark.parametrize("seed", range(40))
def test_one_flipped_bit_is_found(seed: int) -> None:
    dice = random.Random(seed)
    harmed = bytearray(_CONTENT)
    harmed[dice.randrange(len(harmed))] ^= 1 << dice.randrange(8)
    with pytest.raises(BackupError):
        _read(bytes(harmed))


@pytest.mark.parametrize("seed", range(20))
def test_a_file_that_was_cut_off_is_found(seed: int) -> None:
    with pytest.raises(BackupError):
        _read(_CONTENT[: random.Random(seed).randrange(len(_CONTENT))])


def test_chunks_that_were_dropped_or_moved_are_found() -> None:
    head, *chunks = _pieces(_CONTENT)
    for order in ([0, 1], [1, 0, 2], [0, 2], [0, 1, 2, 2], []):
        with pytest.raises(BackupError):
            _read(b"".join([head, *(chunks[n] for n in order)]) or b"")


def _pieces(content: bytes) -> list[bytes]:
    pieces, at = [], 8
    while at < len(content):
        end = at + 4 + int.from_bytes(content[at : at + 4], "big")
        pieces.append(content[at:end])
        at = end
    return [content[:8] + pieces[0], *pieces[1:]]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_result_with_a_sentence(content: bytes) -> None:
    for start in (b"", b"PWBACK1\n"):
        with pytest.raises(BackupError, match=r"\.$"):
            _read(start + content)
