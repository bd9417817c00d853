"""Texts are cut as phones cut them: no character torn, no segment too long, none too many."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware.bearer import Address, AddressKind, Part
from hardware.gsm.pdu import decode_from_network, deliver_segments, encode_deliver
from hardware.gsm.pdu.segments import cut
from tests.hardware.gsm.pdu import strategies

SENDER = Address(AddressKind.NUMBER, "+66812345678")
SCTS = datetime(2026, 10, 10, 12, 34, 56, tzinfo=UTC)
TEXTS = st.text(strategies.DEFAULT, max_size=700) | st.text(max_size=300) | st.text("ยา🚨", max_size=300)


@given(TEXTS, st.booleans(), st.integers(0, 0xFFFF))
@example("€" * 80, False, 0)
@example("🚨" * 35, False, 0)
@example("x" * 152 + "€" + "x" * 20, False, 0)
@example("x" * 66 + "🚨", True, 0)
def test_segments_carry_the_whole_text(text: str, wide_ref: bool, ref: int) -> None:
    made = deliver_segments(SENDER, text, SCTS, ref, wide_ref)
    assert "".join(segment.text or "" for segment in made) == text
    assert [decode_from_network(encode_deliver(segment)) for segment in made] == made
    if len(made) > 1:
        ref &= 0xFFFF if wide_ref else 0xFF
        assert [segment.part for segment in made] == [
            Part(ref, len(made), index + 1) for index in range(len(made))
        ]


def sizes(text: str, *, wide_ref: bool = False) -> list[int]:
    return [len(piece) for piece in cut(text, wide_ref=wide_ref).pieces]


@pytest.mark.parametrize(
    ("text", "narrow", "wide"),
    [
        ("", [0], [0]),
        ("x" * 160, [160], [160]),
        ("x" * 161, [153, 8], [152, 9]),
        ("€" * 80, [80], [80]),
        ("€" * 81, [76, 5], [76, 5]),
        ("x" + "€" * 80, [77, 4], [76, 5]),
        ("ย" * 70, [70], [70]),
        ("ย" * 71, [67, 4], [66, 5]),
        ("🚨" * 35, [35], [35]),
        ("🚨" * 36, [33, 3], [33, 3]),
        ("ย" + "🚨" * 35, [34, 2], [33, 3]),
    ],
)
def test_where_texts_are_cut(text: str, narrow: list[int], wide: list[int]) -> None:
    assert sizes(text) == narrow
    assert sizes(text, wide_ref=True) == wide


def test_a_lone_surrogate_is_sent_as_a_replacement() -> None:
    assert cut("a\ud83d").pieces == ("a\ufffd",)


def test_more_than_255_segments_are_refused() -> None:
    assert len(deliver_segments(SENDER, "x" * 153 * 255, SCTS, 1)) == 255
    with pytest.raises(ValueError, match="255"):
        deliver_segments(SENDER, "x" * (153 * 255 + 1), SCTS, 1)
