"""The trace keeps what helps an engineer, and nothing that a stranger should read."""

import pytest

from hardware.trace import LINES, Trace, redact


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("AT+CSQ", "AT+CSQ"),
        ('AT+CPIN="1234"', "AT+CPIN=..."),
        ("+CMS ERROR: 321", "+CMS ERROR: 321"),
        ("07916618000009F0040B916618325476F80000", "<19 octets>"),
        ('+CLIP: "+66812345678",145', '+CLIP: "...78",145'),
        ("351451200000019", "...19"),
        ('+CUSD: 0,"Your credit is 12.50 Baht",15', '+CUSD: 0,"<25 characters>",15'),
    ],
)
def test_what_is_shown_of_a_line(line: str, shown: str) -> None:
    assert redact(line) == shown


def test_lines_are_put_together_again_and_the_oldest_go() -> None:
    trace = Trace()
    trace.note(">", b"AT+C")
    trace.note(">", b"SQ\r")
    trace.note("<", b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n\xff")
    assert trace.lines() == ("> AT+CSQ", "< +CSQ: 20,99", "< OK")
    for _ in range(LINES * 2):
        trace.note("<", b"OK\r\n")
    assert len(trace.lines()) == LINES


def test_a_text_whose_end_was_cut_off_is_hidden_too() -> None:
    trace = Trace()
    trace.note("<", b'+CUSD: 0,"' + b"your credit " * 100 + b'",15\r\n')
    [line] = trace.lines()
    assert "credit" not in line
