"""The codebook's labels for the console, in a language of the staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codes.book import Book, Slot
from codes.talk.reply import place_name, said
from gateway.desk.labels import codes_of
from gateway.desk.where import where
from gateway.desk.words import plain
from gateway.store.search import Words, whole, words_of


@dataclass(frozen=True, slots=True)
class BookWords:
    """Words of one edition; what it does not know is shown as it stands."""

    book: Book

    def type(self, code: str, language: str) -> str:
        kind = self.book.types.get(code)
        return kind.name(language) if kind else code

    def types(self, language: str) -> list[tuple[str, str]]:
        reported = (one for one in self.book.types.values() if not one.control)
        return sorted(((one.code, one.name(language)) for one in reported), key=lambda pair: pair[1])

    def place(self, code: str, language: str) -> str:
        return place_name(code, self.book, language)

    def where(self, place: str) -> tuple[float, float] | None:
        return where(place, self.book)

    def slots(self, type_: str, fields: Mapping[str, Any], language: str) -> list[tuple[str, str, str]]:
        kind = self.book.types.get(type_)
        known: Mapping[str, Slot] = kind.slots if kind else {}
        rows = [
            (name, slot.title(language), self._said(slot, fields[name], language))
            for name, slot in known.items()
            if name in fields
        ]
        return rows + [(name, name, plain(value)) for name, value in fields.items() if name not in known]

    def meant(self, said: str) -> Words:
        return tuple((*word, *self._codes(word)) for word in words_of(said))

    def _codes(self, word: tuple[str, ...]) -> list[str]:
        return [whole(code) for one in word for code in codes_of(self.book, one)]

    def _said(self, slot: Slot, value: Any, language: str) -> str:  # noqa: ANN401  # a partner's JSON
        try:
            return said(slot, value, self.book, language)
        except (KeyError, TypeError, ValueError, AttributeError):  # a shape that our edition does not know
            return plain(value)
