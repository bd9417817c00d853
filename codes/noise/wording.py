"""Other words than the book's: autocorrected, old, local, or more of them than were asked for."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from codes.book import Book, Kind
from codes.noise.draft import TYPE, Draft, Scene, Token
from codes.noise.english import WORDS
from codes.noise.keypad import aimable
from codes.noise.phrases import BETWEEN

_SHORTEST = 3
_FAR = 2
_LONG = 6


@lru_cache(maxsize=20_000)
def corrections(word: str) -> tuple[str, ...]:
    """Return the English words that a phone would put for an unknown one: a letter away, two in long ones."""
    if word in WORDS or len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
        return ()
    far = _FAR if len(word) >= _LONG else 1
    return tuple(sorted(other for other in WORDS if OSA.distance(word, other, score_cutoff=far) <= far))


def autocorrected(draft: Draft, scene: Scene) -> Draft | None:
    """Let the phone know better."""
    for i in scene.shuffled(aimable(draft, scene)):
        if found := corrections(draft.tokens[i].text.upper()):
            return draft.put(i, replace(draft.tokens[i], text=scene.dice.choice(found)))
    return None


def extra(draft: Draft, scene: Scene) -> Draft | None:
    """Put one to three words or phrases where none was asked for."""
    for _ in range(scene.dice.randrange(1, 4)):
        where = [i for i in aimable(draft, scene) if i > 0]
        at = scene.dice.choice(where) if where else len(draft.tokens)
        phrase = Token(scene.dice.choice(BETWEEN), "")
        draft = replace(draft, tokens=(*draft.tokens[:at], phrase, *draft.tokens[at:]))
    return draft


@lru_cache(maxsize=4)
def _retired(book: Book) -> Mapping[str, tuple[str, ...]]:
    """Return for each code the ones it had in earlier editions."""
    found: dict[str, tuple[str, ...]] = {}
    for old, new in book.retired.items():
        found[new] = (*found.get(new, ()), old)
    return found


def old_code(draft: Draft, scene: Scene) -> Draft | None:
    """Use a code from an older card, which the book has since given up."""
    known = _retired(scene.book)
    where = [i for i, token in enumerate(draft.tokens) if token.code in known]
    if not where:
        return None
    at = scene.dice.choice(where)
    return draft.put(at, replace(draft.tokens[at], text=scene.dice.choice(known[draft.tokens[at].code])))


def names(draft: Draft, token: Token, scene: Scene) -> tuple[str, ...]:
    """Return what else a word's choice, place or type is called: in the book's words, not in ours."""
    if token.field == TYPE:
        return scene.book.types[draft.truth.type].aliases
    if scene.kind(draft, token) is Kind.PLACE:
        place = scene.book.places.get(token.code)
        return (*place.names.values(), *place.aliases) if place else ()
    entry = scene.entry(draft, token)
    return entry.aliases if entry else ()


def _renamed(draft: Draft, scene: Scene, *, local: bool) -> Draft | None:
    spots: list[tuple[int, list[str]]] = []
    for i, token in enumerate(draft.tokens):
        if token.code and (others := [n for n in names(draft, token, scene) if n.isascii() != local]):
            spots.append((i, others))
    if not spots:
        return None
    at, others = scene.dice.choice(spots)
    return draft.put(at, replace(draft.tokens[at], text=scene.dice.choice(others)))


def local_word(draft: Draft, scene: Scene) -> Draft | None:
    """Write the thing's name in the officer's own script instead of the code."""
    return _renamed(draft, scene, local=True)


def long_word(draft: Draft, scene: Scene) -> Draft | None:
    """Write the thing's common name in Latin letters instead of the code."""
    return _renamed(draft, scene, local=False)
