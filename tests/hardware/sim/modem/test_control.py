"""Every operation of the control socket, and every line that is none."""

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.gsm.pdu import Deliver, decode_from_network
from hardware.sim.modem.control import answer_line
from hardware.sim.modem.ops import OPS
from tests.hardware.sim.modem.dialogue import Desk

SENDER = "+66812345678"
THAI = "ยาบ้า 200000 เม็ด แม่สาย 😀 " + "ก" * 60
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
FIELDS = [
    "from",
    "text",
    "scts",
    "ref",
    "order",
    "hex",
    "seconds",
    "line",
    "raw",
    "command",
    "with",
    "count",
    "on",
]
REQUESTS = st.builds(
    lambda op, fields: {"op": op, **fields},
    st.sampled_from(list(OPS)) | st.text(max_size=5),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4),
)


def heard(answer: dict[str, object]) -> list[Deliver]:
    entries = answer["entries"]
    assert isinstance(entries, list)
    found = [decode_from_network(bytes.fromhex(entry["pdu"])) for entry in entries]
    return [deliver for deliver in found if isinstance(deliver, Deliver)]


@given(
    st.binary(max_size=200) | JSON.map(json.dumps).map(str.encode) | REQUESTS.map(json.dumps).map(str.encode)
)
def test_any_line_gets_one_line_of_json(line: bytes) -> None:
    answer = answer_line(line, Desk().levers)
    assert answer.count(b"\n") == 1
    said = json.loads(answer)
    assert said["ok"] is True or said["error"]


def test_json_of_great_depth_is_refused() -> None:
    assert json.loads(answer_line(b"[" * 200_000, Desk().levers))["ok"] is False


@pytest.mark.parametrize(
    ("request_", "part"),
    [
        ({"op": "fly"}, "no such op"),
        ({"op": "receive", "text": "x"}, "from"),
        ({"op": "receive", "from": "+66", "text": "x", "colour": 1}, "colour"),
        ({"op": "receive", "from": "+66", "text": "x", "order": [2]}, "1 parts"),
        ({"op": "receive", "from": "+66", "text": "x" * 50_000}, "255"),
        ({"op": "receive", "from": "a name too long", "text": "x"}, "name"),
        ({"op": "receive_pdu", "hex": "xy"}, "hex"),
        ({"op": "unplug", "seconds": -1}, "seconds"),
        ({"op": "urc"}, "line"),
        ({"op": "fail", "command": "CMGS", "count": 0}, "count"),
    ],
)
def test_wrong_requests_are_told_what_is_wrong(request_: dict[str, object], part: str) -> None:
    answer = Desk().ask(**request_)
    assert answer["ok"] is False
    assert part in str(answer["error"])


def test_a_long_text_comes_in_parts_in_the_order_asked() -> None:
    desk = Desk()
    answer = desk.ask(op="receive", **{"from": SENDER}, text=THAI, ref=40_000, order=[2, 1])
    assert (answer["parts"], answer["ref"]) == (2, 40_000)
    second, first = heard(answer)
    assert first.wide_ref
    assert first.part is not None
    assert (first.part.ref, first.part.count, first.part.index) == (40_000, 2, 1)
    assert f"{first.text}{second.text}" == THAI
    assert len(heard(desk.ask(op="receive", **{"from": SENDER}, text=THAI, order=[2]))) == 1


def test_scts_is_what_was_asked_or_never_twice_the_same() -> None:
    desk = Desk()
    asked = "2026-02-28T23:59:59+06:30"
    (deliver,) = heard(desk.ask(op="receive", **{"from": SENDER}, text="x", scts=asked))
    assert deliver.scts == datetime.fromisoformat(asked)
    answers = [desk.ask(op="receive", **{"from": SENDER}, text="x") for _ in range(5)]
    assert len({deliver.scts for answer in answers for deliver in heard(answer)}) == 5


@pytest.mark.parametrize("sender", ["+66812345678", "1669", "AIS", ""])
def test_senders_are_numbers_names_or_hidden(sender: str) -> None:
    (deliver,) = heard(Desk().ask(op="receive", **{"from": sender}, text="x"))
    assert deliver.sender.value == sender


def test_what_cannot_be_read_is_stored_and_shown_with_its_problem() -> None:
    desk = Desk()
    for pdu in ("", "FF", "0791", "00" * 300):
        assert desk.ask(op="receive_pdu", hex=pdu)["ok"], pdu
    stored = desk.ask(op="stored")["stored"]
    assert isinstance(stored, list)
    assert [bool(place.get("problem") or "text" in place) for place in stored] == [True] * 4
    assert "ERROR" not in desk.type(b"AT+CMGL=4\r")


def test_faults_and_reports_are_told_back() -> None:
    desk = Desk()
    assert desk.ask(op="fail", command="at+cmgs", with_=1)["ok"] is False
    assert desk.ask(op="fail", command="at+cmgs", count=3)["faults"] == {"CMGS": 3}
    assert desk.ask(op="report", on="off", status=0x41) == {"ok": True, "on": False, "status": 0x41}
    assert desk.ask(op="report") == {"ok": True, "on": False, "status": 0x41}
    assert desk.ask(op="stats")["faults"] == {"CMGS": 3}


def test_reports_off_means_none_and_a_bad_one_bears_its_status() -> None:
    desk = Desk()
    send = b"AT+CMGS=15\r0021000B916618325476F8000002C834\x1a"
    desk.type(b"AT+CNMI=2,1,0,1\r")
    desk.ask(op="report", on=False)
    desk.type(send)
    assert "+CDS" not in desk.pass_time(5)
    desk.ask(op="report", on=True, status=0x41)
    desk.type(send)
    assert desk.pass_time(5).strip().endswith("41")


def test_a_message_to_our_own_number_comes_back() -> None:
    desk = Desk()
    desk.type(b"AT+CMGS=15\r0001000B916618000000F1000002C834\x1a")
    stored = desk.ask(op="stored")["stored"]
    assert isinstance(stored, list)
    assert [(place["from"], place["text"]) for place in stored] == [(desk.settings.number, "Hi")]
