"""Texts on the air: each comes back, long ones fit, and what officers type is never taken for an ack."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.radio.message import Ack, Message, decode, encode, is_ours, message_id, split

DATA = json.loads((Path(__file__).parents[2] / "data/radio/messages.json").read_text("utf-8"))
ADDRESSEES = st.from_regex(r"[A-Z0-9]{1,6}(-[0-9]{1,2})?", fullmatch=True)
IDS = st.from_regex(r"[!-z]{1,5}", fullmatch=True)
TAILS = st.from_regex(r"(\}[!-z]{0,2})?", fullmatch=True)
SCRIPTS = "DRG 200000T แม่สาย ແມ່ສາຍ ប៉ោយប៉ែត မြဝတီ Lào Bảo 😀 {|~\n\t\r\0é"


@given(ADDRESSEES, st.text(SCRIPTS), IDS, TAILS)
def test_a_message_comes_back(addressee: str, text: str, message_id: str, tail: str) -> None:
    message = Message(addressee, text, message_id, tail)
    assert decode(encode(message)) == message


@given(ADDRESSEES, IDS, st.booleans(), TAILS)
def test_an_ack_comes_back(addressee: str, message_id: str, refused: bool, tail: str) -> None:
    ack = Ack(addressee, message_id, refused, tail)
    assert decode(encode(ack)) == ack
    assert ack.text in encode(ack).decode()


@given(st.binary(max_size=100), st.booleans())
def test_no_octets_raise(octets: bytes, headed: bool) -> None:
    found = decode((b":HQPOST   :" if headed else b"") + octets)
    assert isinstance(found, Message | Ack) or not headed


@pytest.mark.parametrize("case", DATA["heard"], ids=lambda case: case["info"])
def test_heard(case: dict) -> None:
    found = decode(case["info"].encode("latin-1"))
    kind = type(found).__name__
    assert kind == case["is"]
    for field in ("addressee", "text", "id", "tail", "refused"):
        if field in case:
            assert getattr(found, field) == case[field]


@given(st.text(SCRIPTS, max_size=400))
def test_each_part_fits_and_nothing_but_blanks_is_lost(text: str) -> None:
    parts = split(text)
    assert all(len(part.encode()) <= 67 for part in parts)
    bodies = parts if len(parts) == 1 else [part.partition(" ")[2] for part in parts]
    spoken = text.translate({0: None, ord("{"): "(", ord("|"): "/", ord("~"): "-"})
    assert "".join("".join(bodies).split()) == "".join(spoken.split())


@given(st.text(SCRIPTS, max_size=400))
def test_parts_are_numbered_and_survive_the_air(text: str) -> None:
    parts = split(text)
    assert all(decode(encode(Message("X", part, "1"))) == Message("X", part, "1") for part in parts)
    if len(parts) > 1:
        assert [part.partition(" ")[0] for part in parts] == [
            f"{number}/{len(parts)}" for number in range(1, len(parts) + 1)
        ]


@given(st.lists(st.sampled_from(["ก", "แม่", "สา", "ย", "บ้า", "ยี่", "ปู่", " "]), max_size=120).map("".join))
def test_no_part_begins_with_a_mark(text: str) -> None:
    for part in split(text):
        body = part.partition(" ")[2] if part[:1].isdigit() else part
        assert not unicodedata.category(body[:1] or " ").startswith("M")


@given(st.text())
def test_any_text_can_be_split_again(text: str) -> None:
    assert split(split(text)[0]) == (split(text)[0],)


@pytest.mark.parametrize(("text", "parts"), DATA["split"])
def test_split(text: str, parts: list[str]) -> None:
    assert list(split(text)) == parts


@given(st.text(), st.integers(0, 9))
def test_ids_are_the_same_at_each_attempt_and_look_like_ours(tag: str, number: int) -> None:
    assert is_ours(message_id(tag, number))
    assert message_id(tag, number) == message_id(tag, number)
    assert message_id(tag, number) != message_id(tag, number + 1)


def test_ids_rarely_meet() -> None:
    assert len({message_id(str(tag), 0) for tag in range(2000)}) >= 1998


def test_a_surrogate_alone_is_said_as_a_question_mark() -> None:
    assert split("a\ud800b") == ("a?b",)
