"""Cries for help in six scripts, as they come from a hand that shakes.

A cry is the word SOS or one that the book has for it, spoilt by at most one slip, written as people write it
(spelled, stretched, with look-alikes, in any case, with signs nobody sees), alone, said again, or followed by
what an SOS would say: a place, the danger, the number of hurt. A cry without a slip may stand amid talk.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from codes.book import Book
from codes.noise.draft import Draft, Scene, Token, typed
from codes.noise.keypad import adjacent, doubled, multitap, omitted, transposed
from codes.noise.marks import digits, fixed_spaces, lower, newlines, quotes, separators, unseen
from codes.noise.phrases import GREETINGS
from codes.noise.zawgyi import to_zawgyi
from codes.report import Report
from codes.sample import sample

SCRIPTS = {"thai": "\u0e01", "lao": "\u0e81", "khmer": "\u1780", "burmese": "\u1000"}
_BLOCK = 0x80
TALK = (
    "help us",
    "please come fast",
    "they are shooting",
    "we need help",
    "come now",
    "hurry",
    "at the river",
)
SLIPS = (multitap, adjacent, omitted, doubled, transposed)
SURFACES = (lower, separators, newlines, fixed_spaces, unseen, quotes, digits)


def script_of(word: str) -> str:
    """Return which of the six scripts a word is in; Latin with marks is Vietnamese."""
    for name, first in SCRIPTS.items():
        if any(ord(first) <= ord(sign) < ord(first) + _BLOCK for sign in word):
            return name
    return "latin" if word.isascii() else "vietnamese"


def cries(book: Book) -> dict[str, list[str]]:
    """Return the book's words for SOS by script."""
    found: dict[str, list[str]] = {}
    for word in ("SOS", *book.types["SOS"].aliases):
        found.setdefault(script_of(word), []).append(word)
    return found


def _plain(word: str) -> str:
    """Leave the marks of Vietnamese away, as phones without them do."""
    parts = unicodedata.normalize("NFD", word.translate(str.maketrans("Đđ", "Dd")))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _written(word: str, dice: random.Random) -> str:
    """Write a cry in one of the ways that change no letter of it."""
    ways: list[Callable[[str], str]] = [str, str, str.lower, "{}!!!".format, "{0} {0} {0}".format]
    if word == "SOS":
        ways += [" ".join, ".".join, "-".join, *(like.format for like in ("S0S", "505", "SOOOOS", "SSOOSS"))]
    ways += {"burmese": [to_zawgyi], "vietnamese": [_plain]}.get(script_of(word), [])
    return dice.choice(ways)(word)


def _spoilt(word: str, scene: Scene, dice: random.Random) -> str:
    """Let one slip happen to a cry; in a script without a keypad here a sign is lost, doubled or moved."""
    nobody = Report("SOS", {})
    draft = Draft((Token(word, "type"),), nobody, nobody)
    slips = SLIPS if script_of(word) == "latin" else (omitted, doubled, transposed)
    made = dice.choice(slips)(draft, scene)
    return made.text if made else word


def _detailed(cry: str, scene: Scene, dice: random.Random) -> str:
    """Put what an SOS would say after the cry, as typed by somebody or in other signs."""
    report = sample(scene.book, dice, scene.book.types["SOS"])
    draft = typed(Report("SOS", {n: v for n, v in report.fields.items() if n != "text"}), scene.book)
    draft = replace(draft, tokens=(replace(draft.tokens[0], text=cry), *draft.tokens[1:]))
    if dice.random() < 0.4:
        draft = dice.choice(SURFACES)(draft, scene) or draft
    return draft.text


def calls(book: Book, count: int, seed: str) -> Iterator[tuple[str, str]]:
    """Yield the script and text of so many calls for help, the scripts in turn."""
    dice = random.Random(seed)
    scene, words = Scene(book, dice), cries(book)
    for number in range(count):
        script = sorted(words)[number % len(words)]
        word = dice.choice(words[script])
        slip = dice.random() < 0.5
        cry = _spoilt(word, scene, dice) if slip else _written(word, dice)
        text = _detailed(cry, scene, dice) if dice.random() < 0.6 else cry
        if not slip and dice.random() < 0.2:
            text = f"{text} {dice.choice(TALK)}"
        if not slip and dice.random() < 0.15:
            text = f"{dice.choice(GREETINGS)} {text}"
        yield script, text
