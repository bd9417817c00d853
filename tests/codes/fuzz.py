"""Texts that nobody meant: random strings, and reports and talk torn, joined, repeated and mutated."""

import random
import string
import unicodedata
from collections.abc import Callable, Iterator

from codes.book import Book
from codes.encode import encode
from codes.noise.campaign import messages
from codes.noise.profiles import PROFILES
from codes.sampling.sample import sample
from codes.words.words import LONGEST
from tests.codes.noise.campaigns import NOW
from tests.codes.noise.corpus import templates

BLOCKS = ((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0xE01, 0xE5B), (0xE81, 0xEDF), (0x1000, 0x109F))
BLOCKS += ((0x1780, 0x17F9), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0xFF01, 0xFF5E), (0, 0x10FFFF))
SIGNS = "0123456789 .,/-:;+*#=?!()'\"\n\t\u200b\u00a0|{}[]<>\\@&%_~^°"
Made = Callable[[random.Random, "Stock"], str]


class Stock:
    """What mutants are made of: the book's words, reports as sent, and talk."""

    def __init__(self, book: Book, seed: str) -> None:
        dice = random.Random(seed)
        self.words = sorted(_words(book))
        self.texts = [encode(sample(book, dice, None, NOW), book) for _ in range(400)]
        sent = messages(book, PROFILES["stressed"], 400, dice, NOW)
        self.texts += [text for one, _ in sent for text in one.texts]
        self.texts += templates()


def _words(book: Book) -> set[str]:
    found = set(book.types) | {alias for kind in book.types.values() for alias in kind.aliases}
    for place in book.places.values():
        found |= {place.code, *place.aliases, *place.names.values()}
    for listing in book.lists.values():
        for entry in listing.entries.values():
            found |= {entry.code, *entry.aliases}
    return found


def _sign(dice: random.Random) -> str:
    low, high = dice.choice(BLOCKS)
    return chr(dice.randint(low, high))


def _noise(dice: random.Random, stock: Stock) -> str:
    del stock
    return "".join(_sign(dice) for _ in range(dice.choice((1, 5, 20, 70, 160, 400))))


def _capitals(dice: random.Random, stock: Stock) -> str:
    """Draw letters and figures as a keypad has them, in a few words or one."""
    del stock
    signs = string.ascii_uppercase + string.digits * 2 + " " * dice.choice((0, 6))
    return "".join(dice.choice(signs) for _ in range(dice.choice((3, 12, 40, 160, 459))))


def _salad(dice: random.Random, stock: Stock) -> str:
    """Put words of the book together, with a space, a sign or nothing between."""
    glue = dice.choice((" ", "", "-", ".", "/", ","))
    words = [dice.choice(stock.words) for _ in range(dice.choice((2, 6, 20, 60)))]
    figures = [str(dice.randrange(10 ** dice.randint(1, 9))) for _ in range(len(words) // 2)]
    return glue.join(dice.sample(words + figures, len(words) + len(figures)))


def _mutant(dice: random.Random, stock: Stock) -> str:
    """Change some signs of a text: put in, take out, double, swap, or set in another case."""
    text = dice.choice(stock.texts)
    for _ in range(dice.choice((1, 2, 4, 10))):
        at = dice.randrange(len(text) + 1)
        here = text[at : at + 1]
        sign = dice.choice((_sign(dice), dice.choice(SIGNS), here * 2, "", here.swapcase()))
        text = text[:at] + sign + text[at + 1 :]
    return text


def _torn(dice: random.Random, stock: Stock) -> str:
    """Put pieces of several texts together without the spaces between them, or the words in another order."""
    texts = [dice.choice(stock.texts) for _ in range(dice.randint(1, 4))]
    if dice.random() < 0.5:
        return "".join(text[: dice.randrange(len(text) + 1)] for text in texts)
    words = " ".join(texts).split()
    return dice.choice((" ", "", "\n")).join(dice.sample(words, len(words)))


def _repeated(dice: random.Random, stock: Stock) -> str:
    """Say a word, a sign or a text again and again, up to what is refused and beyond."""
    one = dice.choice((dice.choice(stock.words), _sign(dice), dice.choice(stock.texts), dice.choice(SIGNS)))
    longest = dice.choice((160, 459, LONGEST, LONGEST + 1, 3 * LONGEST))
    return (one * (longest // max(1, len(one)) + 1))[:longest]


def _recomposed(dice: random.Random, stock: Stock) -> str:
    """Write a text in another of Unicode's forms, sometimes back to front."""
    text = unicodedata.normalize(dice.choice(("NFD", "NFKD", "NFC", "NFKC")), dice.choice(stock.texts))
    return text[::-1] if dice.random() < 0.3 else text


MAKERS: tuple[Made, ...] = (_noise, _capitals, _salad, _mutant, _mutant, _torn, _repeated, _recomposed)


def strange(stock: Stock, count: int, seed: str) -> Iterator[str]:
    """Yield so many texts; the same seed, the same texts."""
    dice = random.Random(seed)
    for _ in range(count):
        yield dice.choice(MAKERS)(dice, stock)
