"""What operators say of a SIM's credit, as modems print it."""

import pytest

from hardware.gsm.balance import amount_in, read


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('+CUSD: 0,"Your balance is 12.50 Baht",15', "Your balance is 12.50 Baht"),
        ('+CUSD: 1,"Balance 7', "Balance 7"),
        ('+CUSD: 0,"004200610068007400200035",72', "Baht 5"),
        ('+CUSD: 0,"C8329BFD06",15', "Hello"),
        ("+CUSD: 2", ""),
        ("nonsense", ""),
    ],
)
def test_lines(line: str, said: str) -> None:
    assert read(line) == said


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.50 Baht", 12.5),
        ("You have 1,234.50 left until 31/12", 1234.5),
        ("12,50", 12.5),
        ("K 20.000", 20000),
        ("7", 7),
        ("none", None),
    ],
)
def test_amounts(text: str, amount: float | None) -> None:
    assert amount_in(text) == amount
