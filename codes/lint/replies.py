"""Replies: every language has every one, and with its longest parts each stays within a segment."""

import string
from collections.abc import Iterator, Mapping

from codes.book import Book
from codes.talk.segments import segments

LONGEST_REFERENCE = "K7M42-P"
LONGEST_FIGURE = "30000000"


def _parts(message: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(message) if name)


def _longest_name(book: Book, language: str) -> str:
    """Return the longest name of anything that is asked about: a choice with a quantity, or a slot."""
    asked = {slot.listing for kind in book.types.values() for slot in kind.slots.values() if slot.listing}
    names = [e.name(language) for name in asked for e in book.lists[name].entries.values()]
    names += [slot.title(language) for kind in book.types.values() for slot in kind.slots.values()]
    return max(names, key=len, default="")


def _filled(book: Book, language: str) -> Mapping[str, str]:
    example = max((text for kind in book.types.values() for text in kind.examples[:1]), key=len, default="")
    return {
        **dict.fromkeys(("ref", "other"), LONGEST_REFERENCE),
        **dict.fromkeys(("another", "correction"), "9"),
        "code": "4711",
        "what": _longest_name(book, language),
        **dict.fromkeys(("text", "count"), LONGEST_FIGURE),
        "fixed": LONGEST_FIGURE,
        "example": example[:30],
    }


def findings(book: Book) -> Iterator[str]:
    english = book.catalogues.get("en", {})
    for language, catalogue in book.catalogues.items():
        filled = _filled(book, language)
        for message in english:
            said = catalogue.get(message)
            if said is None:
                yield f"replies {language}: {message!r} is not translated"
            elif said == message and language != "en":
                yield f"replies {language}: {message!r} reads as its source"
            elif _parts(said) != _parts(message):
                yield f"replies {language}: {message!r} has other parts"
            elif segments(said.format(**filled)) > 1:
                yield f"replies {language}: {message!r} overflows a segment"
