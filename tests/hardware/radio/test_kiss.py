"""KISS: every frame comes back whole, from any pieces; what is not a frame never comes at all."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.radio.kiss import FEND, FESC, TFEND, KissDecoder, KissFrame, encode

CASES = json.loads((Path(__file__).parents[2] / "data/radio/kiss.json").read_text("utf-8"))
AWKWARD = st.one_of(
    st.binary(max_size=80), st.binary(max_size=80).map(lambda b: bytes(b"\xc0\xdb\xdc\xdd"[i % 4] for i in b))
)
FRAMES = st.builds(KissFrame, AWKWARD, st.integers(0, 15), st.integers(0, 15))


def pieces(octets: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(octets) + 1) for cut in cuts), len(octets)]
    return [octets[a:b] for a, b in itertools.pairwise(edges)]


@given(frames=st.lists(FRAMES, max_size=5), cuts=st.lists(st.integers(0, 2000), max_size=12))
def test_frames_come_back_whole_from_any_pieces(frames: list[KissFrame], cuts: list[int]) -> None:
    decoder = KissDecoder()
    line = b"".join(encode(frame) for frame in frames)
    assert [frame for piece in pieces(line, cuts) for frame in decoder.feed(piece)] == frames
    assert decoder.dropped == 0


@given(noise=st.binary(max_size=300), frame=FRAMES)
def test_after_any_noise_the_frame_behind_a_fend_is_read(noise: bytes, frame: KissFrame) -> None:
    assert KissDecoder().feed(noise + bytes((FEND,)) + encode(frame))[-1] == frame


@given(st.lists(st.binary(max_size=100), max_size=20), st.integers(1, 50))
def test_no_octets_raise_and_no_frame_is_longer_than_the_limit(line: list[bytes], limit: int) -> None:
    decoder = KissDecoder(limit)
    for piece in line:
        assert all(len(frame.payload) < limit for frame in decoder.feed(piece))
        assert len(decoder._held) <= 2 * limit


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_lines_from_the_field(case: dict) -> None:
    decoder = KissDecoder()
    found = decoder.feed(bytes.fromhex(case["line"]))
    assert [[frame.port, frame.command, frame.payload.hex()] for frame in found] == case["frames"]
    assert decoder.dropped == case["dropped"]


def test_a_frame_without_end_is_dropped_and_the_next_one_read() -> None:
    decoder = KissDecoder(limit=10)
    assert decoder.feed(b"\xc0" + b"x" * 5000) == []
    assert decoder.feed(b"x" * 5000 + encode(KissFrame(b"next"))) == [KissFrame(b"next")]
    assert decoder.dropped == 1


def test_a_type_octet_that_looks_like_fend_is_escaped() -> None:
    assert encode(KissFrame(b"", port=12)) == bytes((FEND, FESC, TFEND, FEND))
