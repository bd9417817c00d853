"""No octets, however damaged, make the decoders raise, hang or grow: PATROLWIRE_SOAK=1 tries a million."""

import os
import random
import tomllib
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bearer import Address
from hardware.gsm.pdu import (
    Deliver,
    StatusReport,
    Submit,
    Unreadable,
    decode_from_network,
    decode_from_phone,
    encode_deliver,
    encode_status_report,
)
from tests.hardware.gsm.memory import measured
from tests.hardware.gsm.pdu.cases import DATA

SOAK = os.environ.get("PATROLWIRE_SOAK") == "1"
TRIALS = 1_000_000 if SOAK else 20_000
Read = Deliver | Submit | StatusReport | Unreadable


def whole() -> list[bytes]:
    """Return every PDU in the data files."""
    found: list[bytes] = []
    for file in sorted(DATA.glob("*.toml")):
        for tables in tomllib.loads(file.read_text("utf-8")).values():
            for table in tables:
                hexed = table["hex"]
                found += [bytes.fromhex(line) for line in ([hexed] if isinstance(hexed, str) else hexed)]
    return found


def flip(raw: bytearray, rng: random.Random) -> None:
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)


def overwrite(raw: bytearray, rng: random.Random) -> None:
    raw[rng.randrange(len(raw))] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))


def cut(raw: bytearray, rng: random.Random) -> None:
    del raw[rng.randrange(1, len(raw) + 1) :]


def lose(raw: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(raw))
    del raw[start : start + rng.randrange(1, 4)]
    raw.extend(b"\0" if not raw else b"")


def gain(raw: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(raw))
    raw[start:start] = rng.randbytes(rng.randrange(1, 20))


HARMS: list[Callable[[bytearray, random.Random], None]] = [flip, overwrite, overwrite, cut, lose, gain]


def damaged(seeds: list[bytes], rng: random.Random) -> bytes:
    raw = bytearray(rng.choice(seeds) or b"\0")
    for _ in range(rng.randrange(1, 5)):
        rng.choice(HARMS)(raw, rng)
    return bytes(raw)


def check(raw: bytes, found: Read) -> None:
    """Assert that what was read can be stored and shown."""
    match found:
        case Unreadable(field, offset, cause):
            assert field
            assert cause
            assert 0 <= offset <= len(raw)
        case StatusReport():
            assert found.fate
            assert isinstance(found.recipient, Address)
        case _:
            assert (found.text is None) != (found.data is None)
            (found.text or "").encode("utf-8")
            assert found.part is None or 1 <= found.part.index <= found.part.count


@pytest.mark.timeout(900)  # a million of them, on a slow machine
def test_damaged_pdus_are_read_or_refused() -> None:
    seeds, rng, held = whole(), random.Random(23040), list[int]()
    for number in range(TRIALS):
        raw = damaged(seeds, rng)
        check(raw, decode_from_network(raw))
        check(raw, decode_from_phone(raw))
        if (number + 1) % (TRIALS // 2) == 0:
            held.append(measured(f"{number + 1} PDUs"))
    assert held[1] - held[0] < (100 if SOAK else 1_000)  # the table of codings fills up first


def test_nothing_is_kept_of_them() -> None:
    seeds, rng = whole(), random.Random(23038)
    pdus = [damaged(seeds, rng) for _ in range(2_000)]
    for raw in pdus:  # fills the table of codings
        decode_from_network(raw)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for raw in pdus:
            decode_from_network(raw)
            decode_from_phone(raw)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 20_000


@given(st.binary(max_size=200))
def test_any_octets(raw: bytes) -> None:
    check(raw, decode_from_network(raw))
    check(raw, decode_from_phone(raw))


def again(found: Read) -> Read:
    match found:
        case Deliver():
            return decode_from_network(encode_deliver(found))
        case StatusReport():
            return decode_from_network(encode_status_report(found))
        case _:
            return found


@pytest.mark.parametrize("seed", range(4))
def test_what_was_read_is_written_and_read_the_same(seed: int) -> None:
    """Unless it cannot be written at all: more digits than an address may have, more text than fits."""
    seeds, rng, written = whole(), random.Random(seed), 0
    for _ in range(TRIALS // 20):
        found = decode_from_network(damaged(seeds, rng))
        try:
            back = again(found)
        except ValueError:
            continue
        assert back == found
        written += not isinstance(found, Unreadable)
    assert written > TRIALS // 200
