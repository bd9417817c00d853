"""Slips of the thumb on a keypad: ITU-T E.161 letters, twelve keys, and a dictionary that means well."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from codes.book import Book, Kind
from codes.noise.draft import Draft, Scene
from codes.noise.english import WORDS

Spoil: TypeAlias = Callable[[str, int, Scene], str | None]

_LETTERS = ("", "", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ")
_KEY = {letter: key for key, letters in enumerate(_LETTERS) for letter in letters}
_BESIDE: Mapping[int, tuple[int, ...]] = {
    0: (8,),
    1: (2, 4),
    2: (1, 3, 5),
    3: (2, 6),
    4: (1, 5, 7),
    5: (2, 4, 6, 8),
    6: (3, 5, 9),
    7: (4, 8),
    8: (5, 7, 9, 0),
    9: (6, 8),
}


def keys(word: str) -> str:
    """Return the keys that a word takes under predictive text, empty where it has other signs than A to Z."""
    word = word.upper()
    return "".join(str(_KEY[letter]) for letter in word) if all(map(_KEY.__contains__, word)) else ""


@lru_cache(maxsize=4)
def _dictionary(book: Book) -> Mapping[str, tuple[str, ...]]:
    """Return the words that a phone may offer for each run of keys: English, and what it has learnt."""
    learnt = {code for listing in book.lists.values() for code in listing.entries} | set(book.types)
    found: dict[str, list[str]] = {}
    for word in sorted(WORDS | learnt | set(book.places)):
        if run := keys(word):
            found.setdefault(run, []).append(word)
    return {run: tuple(words) for run, words in found.items()}


def _cased(like: str, sign: str) -> str:
    return sign.lower() if like.islower() else sign


def _multitap(word: str, at: int, scene: Scene) -> str | None:
    """Press once too often or too seldom: another letter of the key, or its figure after the last."""
    key = _KEY.get(word[at].upper())
    if key is None:
        return None
    ring = _LETTERS[key] + str(key)
    step = 1 if scene.lucky(0.5) else -1
    other = ring[(ring.index(word[at].upper()) + step) % len(ring)]
    return word[:at] + _cased(word[at], other) + word[at + 1 :]


def _adjacent(word: str, at: int, scene: Scene) -> str | None:
    """Hit the key beside: the figure there, or the letter of as many presses."""
    sign = word[at].upper()
    if sign.isdecimal() and sign.isascii():
        other = str(scene.dice.choice(_BESIDE[int(sign)]))
    elif sign in _KEY:
        key = scene.dice.choice([k for k in _BESIDE[_KEY[sign]] if _LETTERS[k]])
        other = _LETTERS[key][min(_LETTERS[_KEY[sign]].index(sign), len(_LETTERS[key]) - 1)]
    else:
        return None
    return word[:at] + _cased(word[at], other) + word[at + 1 :]


def _omitted(word: str, at: int, scene: Scene) -> str | None:
    del scene
    return word[:at] + word[at + 1 :] if len(word) > 1 else None


def _doubled(word: str, at: int, scene: Scene) -> str | None:
    del scene
    return word[: at + 1] + word[at:]


def _transposed(word: str, at: int, scene: Scene) -> str | None:
    del scene
    pair = word[at : at + 2]
    return word[:at] + pair[::-1] + word[at + 2 :] if len(set(pair)) > 1 else None


def aimable(draft: Draft, scene: Scene) -> list[int]:
    """Return the words that a slip may hit; free text is kept as it came, so a slip there is none."""
    return [i for i, token in enumerate(draft.tokens) if scene.kind(draft, token) is not Kind.TEXT]


def _slip(spoil: Spoil) -> Callable[[Draft, Scene], Draft | None]:
    """Make a channel that spoils one sign of one word, drawn so that long words are hit oftener."""

    def channel(draft: Draft, scene: Scene) -> Draft | None:
        signs = [(i, at) for i in aimable(draft, scene) for at in range(len(draft.tokens[i].text))]
        for i, at in scene.dice.sample(signs, min(len(signs), 8)):
            word = draft.tokens[i].text
            spoilt = spoil(word, at, scene)
            if spoilt and spoilt != word:
                return draft.put(i, replace(draft.tokens[i], text=spoilt))
        return None

    return channel


multitap = _slip(_multitap)
adjacent = _slip(_adjacent)
omitted = _slip(_omitted)
doubled = _slip(_doubled)
transposed = _slip(_transposed)


def predicted(draft: Draft, scene: Scene) -> Draft | None:
    """Take the dictionary's other word of the same keys, since nobody looks."""
    words = _dictionary(scene.book)
    for i in scene.shuffled(aimable(draft, scene)):
        word = draft.tokens[i].text
        others = [other for other in words.get(keys(word) or " ", ()) if other != word.upper()]
        if others:
            return draft.put(i, replace(draft.tokens[i], text=scene.dice.choice(others)))
    return None
