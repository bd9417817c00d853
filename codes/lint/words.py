"""Words in their report types: none means two things, none reads as a number, none is a slip from SOS."""

from collections.abc import Iterator

from codes.book import Book
from codes.lint.apart import near_sos
from codes.words.guess import folded
from codes.words.lexicon import Hit, Lexicon, Role, lexicon
from codes.words.script import normalise
from codes.words.shapes import shapes
from codes.words.words import split

_NOT_ALONE = (Role.MARKER, Role.UNIT, Role.SEX)
_NUMBERS = (Role.QUANTITY, Role.PERSONS, Role.NUMBER, Role.TIME, Role.DOUBT)


def _key(word: str) -> str:
    return "".join(split(normalise(word)))


def _within_lists(book: Book) -> Iterator[str]:
    """Find words that two choices of one list claim."""
    for listing in book.lists.values():
        owners: dict[str, str] = {}
        for entry in listing.entries.values():
            for word in {_key(w) for w in (entry.code, *entry.aliases)}:
                owner = owners.setdefault(word, entry.code)
                if owner != entry.code and listing.name != "greeting" and word not in listing.shared:
                    yield f"{listing.name}: {word} means both {owner} and {entry.code}"


def _within_places(book: Book) -> Iterator[str]:
    owners: dict[str, str] = {}
    for place in book.places.values():
        for word in {_key(w) for w in (place.code, *place.aliases, *place.names.values())}:
            owner = owners.setdefault(word, place.code)
            if owner != place.code:
                yield f"places: {word} means both {owner} and {place.code}"


def _twofold(lex: Lexicon) -> Iterator[str]:
    """Find words that two slots of one report type claim; a marker and a choice may share one."""
    for word, hits in lex.meanings.items():
        meant = {(hit.slot, hit.value) for hit in hits if hit.role not in _NOT_ALONE}
        if len(meant) > 1 and word not in lex.shared:
            said = " and ".join(sorted(f"{slot}={value}" for slot, value in meant))
            yield f"{lex.type.code}: {word} means {said}"


def _number(hits: Iterator[Hit]) -> bool:
    return any(hit.role in _NUMBERS for hit in hits)


def _odd(lex: Lexicon) -> Iterator[str]:
    for word, hits in lex.meanings.items():
        if not word.isascii() or all(hit.role in (Role.NOISE, Role.MARKER) for hit in hits):
            continue
        if _number(iter(shapes(word, lex))) or _number(iter(folded(word, lex))):
            yield f"{lex.type.code}: {word} reads as a number with a unit"
        if near_sos(word):
            yield f"{lex.type.code}: {word} is a slip away from SOS"


def findings(book: Book) -> Iterator[str]:
    found = dict.fromkeys([*_within_lists(book), *_within_places(book)])
    for code in book.types:
        lex = lexicon(book, code)
        found.update(dict.fromkeys([*_twofold(lex), *_odd(lex)]))
    yield from found
