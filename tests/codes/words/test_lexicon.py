"""The words of a type stand in the order of the book: a question offers the same choices in every process."""

import pytest

from codes.book import Book, Kind
from codes.words.lexicon import Role, lexicon


@pytest.mark.parametrize("code", ["DRG", "CFT", "HAZ"])
def test_units_are_laid_out_in_the_order_in_which_the_book_first_names_them(code: str, book: Book) -> None:
    lex = lexicon(book, code)
    (slot,) = lex.slots[Kind.ITEMS]
    entries = book.lists[slot.listing].entries.values()
    named = dict.fromkeys([*slot.units, *(unit for entry in entries for unit in entry.units)])
    laid_out = dict.fromkeys(
        hit.value for word in lex.units for hit in lex.meanings[word] if hit.role is Role.UNIT
    )
    assert len(named) > 4
    assert list(laid_out) == list(named)
