"""A sentence for a person that still knows the words it was made of, so that it can be said in his language.

Whoever reads it as a string (logs, the command line) reads English; a page says `words` in the reader's.
"""

from datetime import UTC, datetime
from string import Formatter
from typing import Final, Self, TypeAlias, Union

Value: TypeAlias = Union[str, int, float, datetime, "Sentence", tuple["Sentence", ...]]  # it names itself


class Sentence(str):
    """English, made of `words` with {slots} and the `values` that stand in them.

    A value is a name, a count, a moment, a further sentence, or several of those.
    """

    __slots__ = ("values", "words")
    words: str
    values: dict[str, Value]

    def __new__(cls, words: str = "", /, **values: Value) -> Self:
        made = super().__new__(cls, filled(words, {name: _english(one) for name, one in values.items()}))
        made.words, made.values = words, values
        return made

    @classmethod
    def of(cls, text: str) -> Self:
        """Return a sentence that was given as a string: what is none is taken as words without slots."""
        return text if isinstance(text, cls) else cls(text)


def filled(words: str, values: dict[str, str]) -> str:
    """Return words with their slots filled; those without values are no pattern, whatever stands in them."""
    return words.format_map(values) if values else words


def slots(words: str) -> set[str]:
    """Return the names of the slots in some words."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _english(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


NOTHING: Final = Sentence()


def in_one(*said: str) -> Sentence:
    """Return several sentences as one; those that say nothing are left out."""
    parts = tuple(Sentence.of(one) for one in said if one)
    return Sentence("{said}", said=parts) if len(parts) > 1 else next(iter(parts), NOTHING)
