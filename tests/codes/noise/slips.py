"""Another model of mistakes than the product's: one sign of a text wrong, lost, doubled or swapped."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime

from codes.book import Book
from codes.context import Context
from codes.encode import encode
from codes.report import Report
from codes.sampling.sample import sample

SHARE = 0.25
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_KEYS = ("ABC2", "DEF3", "GHI4", "JKL5", "MNO6", "PQRS7", "TUV8", "WXYZ9")
_ALIKE = dict(zip("O015I8B2Z", "0OIS1B8Z2", strict=True))

Slip = Callable[[str, int, random.Random], str]


def _another(text: str, at: int, dice: random.Random) -> str:
    del text, at
    return dice.choice(_SIGNS)


def _on_the_key(text: str, at: int, dice: random.Random) -> str:
    return dice.choice(next((key for key in _KEYS if text[at] in key), text[at]))


def _figure(text: str, at: int, dice: random.Random) -> str:
    return dice.choice("0123456789") if text[at].isdecimal() else text[at]


def _lost(text: str, at: int, dice: random.Random) -> str:
    del text, at, dice
    return ""


def _doubled(text: str, at: int, dice: random.Random) -> str:
    del dice
    return text[at] * 2


def _alike(text: str, at: int, dice: random.Random) -> str:
    del dice
    return _ALIKE.get(text[at], text[at])


_SLIPS: tuple[Slip, ...] = (_another, _on_the_key, _figure, _lost, _doubled, _alike)


def slipped(text: str, dice: random.Random) -> str:
    """Return a text with one slip in it."""
    while True:
        at = dice.randrange(len(text))
        if dice.random() < 1 / (len(_SLIPS) + 1):
            made = text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        else:
            made = text[:at] + dice.choice(_SLIPS)(text, at, dice) + text[at + 1 :]
        if made != text:
            return made


def sent(book: Book, count: int, dice: random.Random, now: datetime) -> Iterator[tuple[Report, str, Context]]:
    """Yield reports as the book writes them, one in four with a slip, each from some office."""
    for _ in range(count):
        report = sample(book, dice, None, now)
        text = encode(report, book)
        context = Context(now, dice.choice(list(book.places)))
        yield report, slipped(text, dice) if dice.random() < SHARE else text, context
