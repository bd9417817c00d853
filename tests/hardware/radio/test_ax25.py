"""AX.25 UI frames: every frame comes back, no octets raise, and a fault says where."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.radio.ax25 import Callsign, Fault, UiFrame, decode, encode, read_callsign
from tests.hardware.radio.callsigns import CALLSIGNS, UI_FRAMES

DATA = json.loads((Path(__file__).parents[2] / "data/radio/ax25.json").read_text("utf-8"))


@given(UI_FRAMES)
def test_a_frame_comes_back(frame: UiFrame) -> None:
    assert decode(encode(frame)) == frame


@given(st.binary(max_size=120))
def test_no_octets_raise(octets: bytes) -> None:
    assert isinstance(decode(octets), UiFrame | Fault)


@given(UI_FRAMES, st.data())
def test_no_damage_to_a_frame_raises(frame: UiFrame, data: st.DataObject) -> None:
    octets = bytearray(encode(frame))
    octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(decode(bytes(octets)), UiFrame | Fault)


@given(UI_FRAMES, st.integers(0, 14))
def test_a_frame_cut_in_its_head_is_a_fault(frame: UiFrame, length: int) -> None:
    assert isinstance(decode(encode(frame)[:length]), Fault)


@given(CALLSIGNS)
def test_a_call_sign_comes_back(callsign: Callsign) -> None:
    assert read_callsign(str(callsign)) == callsign


@given(st.text(max_size=12))
def test_no_text_raises_as_a_call_sign(text: str) -> None:
    assert isinstance(read_callsign(text), Callsign | Fault)


@pytest.mark.parametrize(("text", "field"), DATA["bad_callsigns"])
def test_a_bad_call_sign_is_a_result(text: str, field: str) -> None:
    found = read_callsign(text)
    assert isinstance(found, Fault)
    assert found.field == field


@pytest.mark.parametrize("case", DATA["frames"], ids=lambda case: case["name"])
def test_frames_by_hand(case: dict) -> None:
    frame = decode(bytes.fromhex(case["hex"]))
    assert isinstance(frame, UiFrame)
    path = [f"{hop.station}{'*' if hop.repeated else ''}" for hop in frame.path]
    found = [str(frame.destination), str(frame.source), path, frame.info.decode()]
    assert found == [case["to"], case["from"], case["path"], case["info"]]


@pytest.mark.parametrize("case", DATA["faults"], ids=lambda case: case["name"])
def test_faults_say_where(case: dict) -> None:
    found = decode(bytes.fromhex(case["hex"]))
    assert isinstance(found, Fault)
    assert [found.field, found.offset] == [case["field"], case["offset"]]
