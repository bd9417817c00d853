"""Cries for help in six scripts, as they come from a hand that shakes.

A cry is the signal SOS in one of its shapes, a word that the book has for it, or one that people use beside
those (`calls.toml`). It is written as people write it: in any case, with or without marks, in Zawgyi, with
signs nobody sees; spoilt by at most one slip (two in a long word); alone, said again, after a greeting,
before what an SOS would say, talk or a signature. A signal that a slip has made an everyday word (`so`,
`son`) stands alone or with what an SOS would say: amid talk nobody could tell it from talk.
"""

import random
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from codes.book import Book
from codes.noise.draft import Draft, Scene, Token, typed
from codes.noise.keypad import adjacent, doubled, multitap, omitted, transposed
from codes.noise.marks import digits, fixed_spaces, lower, newlines, quotes, separators, unseen
from codes.noise.phrases import GREETINGS, SIGNATURES
from codes.noise.zawgyi import to_zawgyi
from codes.report import Report
from codes.sampling.sample import sample

FILE = Path(__file__).parents[2] / "data/codes/calls.toml"
SCRIPTS = {"thai": "\u0e01", "lao": "\u0e81", "khmer": "\u1780", "burmese": "\u1000"}
LANGUAGES = {"thai": "th", "lao": "lo", "khmer": "km", "burmese": "my", "vietnamese": "vi", "latin": "en"}
_BLOCK = 0x80
LONG = 10
"""Letters of a cry that is spoilt twice at times."""
SLIPS = (multitap, adjacent, omitted, doubled, transposed)
SURFACES = (lower, separators, newlines, fixed_spaces, unseen, quotes, digits)


@cache
def said() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text())


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
    ways += [_plain, _plain] if script_of(word) == "vietnamese" else []
    return dice.choice(ways)(word)


def _spoilt(word: str, scene: Scene, dice: random.Random) -> str:
    """Let a slip happen to a cry; in a script without a keypad here a sign is lost, doubled or moved."""
    nobody = Report("SOS", {})
    slips = SLIPS if script_of(word) == "latin" else (omitted, doubled, transposed)
    for _ in range(1 + (len(word) >= LONG and dice.random() < 0.3)):
        made = dice.choice(slips)(Draft((Token(word, "type"),), nobody, nobody), scene)
        word = made.text if made else word
    return word


def _detailed(cry: str, scene: Scene, dice: random.Random) -> str:
    """Put what an SOS would say after the cry, as typed by somebody or in other signs."""
    report = sample(scene.book, dice, scene.book.types["SOS"])
    draft = typed(Report("SOS", {n: v for n, v in report.fields.items() if n != "text"}), scene.book)
    draft = replace(draft, tokens=(replace(draft.tokens[0], text=cry), *draft.tokens[1:]))
    if dice.random() < 0.4:
        draft = dice.choice(SURFACES)(draft, scene) or draft
    return draft.text


def _cry(script: str, scene: Scene, dice: random.Random) -> str:
    """Choose a cry: half of those in Latin letters are the signal in some shape; a slip in every second."""
    words, own = cries(scene.book)[script], said()["words"][LANGUAGES[script]]
    if script == "latin" and dice.random() < 0.4:
        return dice.choice(said()["signals"])
    if dice.random() < 0.25:
        return dice.choice(own)
    word = "SOS" if script == "latin" and dice.random() < 0.5 else dice.choice(words)
    return _spoilt(word, scene, dice) if dice.random() < 0.6 else _written(word, dice)


@cache
def _unspoilt(book: Book) -> frozenset[str]:
    """Return the Burmese cries as they are meant: those a phone with Zawgyi alone spells its own way."""
    return frozenset([*cries(book)["burmese"], *said()["words"]["my"]])


def _call(script: str, scene: Scene, dice: random.Random) -> str:
    """Put a cry into a message."""
    cry, talk = _cry(script, scene, dice), said()["talk"][LANGUAGES[script]]
    way = dice.random()
    if way < 0.35:
        text = _detailed(cry, scene, dice)
    elif way < 0.6 and cry.upper() not in said()["everyday"]:
        text = f"{cry}{dice.choice((' ', ', ', '! '))}{dice.choice(talk)}"
    else:
        text = cry
    if dice.random() < 0.1:
        text = f"{dice.choice(GREETINGS)} {text}"
    if dice.random() < 0.1:
        text = f"{text} {dice.choice(SIGNATURES)}"
    zawgyi = script == "burmese" and cry in _unspoilt(scene.book) and dice.random() < 0.4
    return to_zawgyi(text) if zawgyi else text


def calls(book: Book, count: int, seed: str) -> Iterator[tuple[str, str]]:
    """Yield the script and text of so many calls for help, the scripts in turn."""
    dice = random.Random(seed)
    scene, scripts = Scene(book, dice), sorted(cries(book))
    for number in range(count):
        script = scripts[number % len(scripts)]
        yield script, _call(script, scene, dice)
