"""Texts that are no reports, from `no_reports.toml`: spam, operators and chatter in six languages."""

import random
import string
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "data/codes/no_reports.toml"
NAMES = ("Somchai", "Noi", "Dara", "Aung", "Hung", "Khamla", "Mai", "สมชาย", "ດາວ", "ដារ៉ា", "အောင်", "Hùng")
PLACES = (
    "Mae Sai",
    "Chiang Rai",
    "Poipet",
    "Vientiane",
    "Yangon",
    "Ha Tien",
    "แม่สาย",
    "ວຽງຈັນ",
    "ប៉ោយប៉ែត",
    "မြဝတီ",
)
SLIP = 0.1
"""Share of texts in which a sign is lost."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text())


def templates() -> tuple[str, ...]:
    return tuple(text for group in _data()["group"] for text in group["texts"])


def conflicts() -> tuple[str, ...]:
    """Return how those texts begin that are as likely a call for help as talk."""
    return tuple(_data()["conflicts"])


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice(string.digits) for _ in range(count))


_FILLERS: Mapping[str, Callable[[random.Random], str]] = {
    "number": lambda dice: "08" + _digits(dice, 8),
    "phone": lambda dice: dice.choice(("08", "02", "+8562", "09")) + _digits(dice, 8),
    "amount": lambda dice: dice.choice(("500", "1,000", "20.50", "100000", "1.500.000", "5000", "505")),
    "small": lambda dice: str(dice.randrange(1, 100)),
    "short": lambda dice: _digits(dice, 4),
    "otp": lambda dice: _digits(dice, 6),
    "code": lambda dice: "".join(dice.choice(string.ascii_uppercase + string.digits) for _ in range(6)),
    "date": lambda dice: f"{dice.randrange(1, 29)}/{dice.randrange(1, 13)}/{dice.choice((2026, 2569, 26))}",
    "time": lambda dice: f"{dice.randrange(24)}:{dice.randrange(60):02}",
    "name": lambda dice: dice.choice(NAMES),
    "place": lambda dice: dice.choice(PLACES),
}


def _filled(template: str, dice: random.Random) -> str:
    return template.format(**{name: fill(dice) for name, fill in _FILLERS.items()})


def _worn(text: str, dice: random.Random) -> str:
    """Change the case, lose a sign, or leave the text as it is."""
    if dice.random() < SLIP and len(text) > 3:
        at = dice.randrange(len(text))
        text = text[:at] + text[at + 1 :]
    return dice.choice((str, str, str.lower, str.upper))(text)


def no_reports(count: int, seed: str) -> Iterator[str]:
    """Yield so many texts; the same seed, the same texts; none that a lost sign has made an SOS."""
    dice = random.Random(seed)
    while count:
        text = _worn(_filled(dice.choice(templates()), dice), dice)
        if not text.lower().startswith(("sos", "s os", *conflicts())):
            yield text
            count -= 1
