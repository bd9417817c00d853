"""Whatever the bytes and however they are cut, the same lines come out."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.gsm.at.splitter import LINE_AT_MOST, PROMPT, Splitter

TALK = st.lists(
    st.sampled_from(
        [b"\r", b"\n", b"\r\n", b"> ", b">", b" ", b"OK", b"+CMGL: 1,1,,23", b"\xff\x00\x80", b"\x1b"]
    )
    | st.binary(max_size=5)
).map(b"".join)


def test_lines_and_a_prompt_without_a_line_end() -> None:
    assert Splitter().feed(b"\r\nOK\r\n\r\n> ") == ["OK", PROMPT]


def test_a_prompt_is_told_at_once_and_only_once() -> None:
    splitter = Splitter()
    assert splitter.feed(b"\r\n>") == [PROMPT]
    assert splitter.feed(b" ") == []
    assert splitter.feed(b"0011\x1a\r\n+CMGS: 4\r\n") == ["0011", "+CMGS: 4"]


def test_a_greater_than_inside_a_line_is_no_prompt() -> None:
    assert Splitter().feed(b"a > b") == []


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    assert Splitter().feed(b"\xff\xfe\x80\r\nOK\r\n") == ["\xff\xfe\x80", "OK"]


def test_a_line_without_end_does_not_grow() -> None:
    splitter = Splitter()
    for _ in range(100):
        assert splitter.feed(b"x" * 1000) == []
        assert len(splitter._tail) <= LINE_AT_MOST
    assert splitter.feed(b"\r\nOK\r\n") == ["OK"]


@given(TALK, st.lists(st.integers(0, 200), max_size=8))
def test_how_the_bytes_were_cut_does_not_matter(talk: bytes, cuts: list[int]) -> None:
    at_once = Splitter().feed(talk)
    splitter, pieces, begin = Splitter(), [], 0
    for cut in [*sorted(cuts), len(talk)]:
        pieces += splitter.feed(talk[begin:cut])
        begin = max(begin, cut)
    assert pieces == at_once
