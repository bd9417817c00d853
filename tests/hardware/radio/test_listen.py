"""What a frame means: ours or not, a text or an ack; no octets raise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.radio.ax25 import Callsign, Hop, UiFrame, encode
from hardware.radio.listen import Answer, Nothing, Text, listen
from hardware.radio.message import Ack

ME = Callsign("HQPOST", 1)
PATROL = Callsign("9V1AB", 7)
APRS = Callsign("APZSIM")


def frame(info: str, source: Callsign = PATROL, destination: Callsign = APRS, pid: int = 0xF0) -> bytes:
    return encode(UiFrame(destination, source, info.encode(), pid=pid))


CASES = [
    (":HQPOST-1 :NIL", Text(PATROL, "NIL")),
    (":HQPOST-1 :NIL{4", Text(PATROL, "NIL", "4", Ack("9V1AB-7", "4"))),
    (":HQPOST-1 :NIL{4}", Text(PATROL, "NIL", "4", Ack("9V1AB-7", "4", tail="}"))),
    (":HQPOST-1 :NIL{4}AB", Text(PATROL, "NIL", "4", Ack("9V1AB-7", "4", tail="}AB"))),
    (":HQPOST-01:NIL", Text(PATROL, "NIL")),
    (":HQPOST-1 :ackAB12C", Answer(PATROL, "AB12C")),
    (":HQPOST-1 :rejAB12C", Answer(PATROL, "AB12C", refused=True)),
    (":HQPOST-1 :acknow", Text(PATROL, "acknow")),
    (":HQPOST-1 :rejoin", Text(PATROL, "rejoin")),
    (":HQPOST   :NIL", Nothing.ELSEWHERE),
    (":HQPOST-16:NIL", Nothing.ELSEWHERE),
    (":BLN1     :to all", Nothing.ELSEWHERE),
    ("!2026.00N/09953.00E>", Nothing.ELSEWHERE),
]


@pytest.mark.parametrize(("info", "meaning"), CASES)
def test_meaning(info: str, meaning: object) -> None:
    assert listen(frame(info), ME) == meaning


def test_a_line_typed_at_a_tnc_is_a_text() -> None:
    assert listen(frame("SOS\r", destination=ME), ME) == Text(PATROL, "SOS")


def test_another_protocol_to_us_is_not_a_text() -> None:
    assert listen(frame("\x01\x02", destination=ME, pid=0xCF), ME) is Nothing.ELSEWHERE


@pytest.mark.parametrize("path", [(), (Hop(Callsign("WIDE1", 1), repeated=True),)])
def test_our_own_words_are_an_echo(path: tuple[Hop, ...]) -> None:
    said = encode(UiFrame(APRS, ME, b":HQPOST-1 :to myself{1", path))
    assert listen(said, ME) is Nothing.ECHO


@given(st.binary(max_size=200))
def test_no_octets_raise(octets: bytes) -> None:
    assert isinstance(listen(octets, ME), Text | Answer | Nothing)
