"""Command lines are taken apart whatever stands on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.sim.modem.line import Call, Form, parse_line

NAMES = st.from_regex(r"\+[A-Z]{2,6}", fullmatch=True)
VALUES = st.lists(st.from_regex(r"[0-9]{0,4}", fullmatch=True) | st.just('"SM;,"'), min_size=1, max_size=4)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    form = draw(st.sampled_from(Form))
    return Call(draw(NAMES), form, ",".join(draw(VALUES)) if form is Form.SET else "")


@given(st.lists(calls(), max_size=5))
def test_what_is_written_is_read(written: list[Call]) -> None:
    line = "AT" + ";".join(f"{call.name}{call.form.value}{call.value}" for call in written)
    assert parse_line(line.encode()) == written


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_passed_over(line: bytes) -> None:
    found = parse_line(line)
    assert (found is None) == (b"AT" not in bytes(c for c in line.upper() if 0x20 <= c < 0x7F or c > 0xA0))
    for call in found or []:
        assert call.arguments()
        call.numbers()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"AT", []),
        (b"ate0V1", [Call("E", Form.RUN, "0"), Call("V", Form.RUN, "1")]),
        (b"AT&F+CMEE=1", [Call("&F", Form.RUN), Call("+CMEE", Form.SET, "1")]),
        (b"ATD+66812345678;", [Call("D", Form.RUN, "+66812345678;")]),
        (b"ATS0=1", [Call("S0", Form.SET, "1")]),
        (b"AT+CMG\x7f\x08", [Call("+CMG", Form.RUN)]),
        (b"AT^SYSCFG?", [Call("^SYSCFG", Form.ASK)]),
        (b"OK", None),
    ],
)
def test_lines(line: bytes, expected: list[Call] | None) -> None:
    assert parse_line(line) == expected


def test_arguments_keep_commas_within_quotes_and_gaps_between() -> None:
    call = Call("+CSCA", Form.SET, '"+66,1",145,,"x')
    assert call.arguments() == ["+66,1", "145", "", "x"]
    assert call.numbers() is None
    assert Call("+CNMI", Form.SET, "2,1,,2").numbers() == [2, 1, None, 2]
