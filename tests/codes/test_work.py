"""What a text costs is bounded by construction: comparisons with the book's words are counted, not timed."""

import random
from unittest.mock import Mock

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.ready import ready
from codes.words import guess
from codes.words.guess import MOST_UNKNOWN

LENGTHS = 3 + 5  # lists of words compared with one slip, and with two, for one unknown word
OPENINGS = 16  # words at the head that may be a slip of a type, or of a call for help
MOST = MOST_UNKNOWN * (2 * LENGTHS) + OPENINGS


def _heap(dice: random.Random, letters: str, words: int, longest: int) -> str:
    return " ".join("".join(dice.choices(letters, k=dice.randrange(2, longest))) for _ in range(words))


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Count the words that are compared with a list."""
    counted = Mock(wraps=guess.process.extract)
    monkeypatch.setattr(guess.process, "extract", counted)
    return counted


@pytest.mark.parametrize("letters", ["ABCDEGIMNOPRSTU", "O0I1LKGT5", "กขคงจฉชซ", "ABCDEFGH0123456789"])
@pytest.mark.parametrize("head", ["DRG MSI", "WLD", ""])
def test_a_heap_of_unknown_words_is_compared_no_oftener_than_its_bound(
    head: str, letters: str, book: Book, context: Context, comparisons: Mock
) -> None:
    dice = random.Random(f"{head}{letters}")
    ready(book)
    for words in (10, 40, 120, 400):
        comparisons.reset_mock()
        decode(f"{head} {_heap(dice, letters, words, 9)}"[:1600], book, context)
        assert comparisons.call_count <= MOST


def test_the_bound_is_not_idle(book: Book, context: Context, comparisons: Mock) -> None:
    decode("DRG MSI WQXVK VKQXW XWKVQ 5KG", book, context)
    assert comparisons.call_count > LENGTHS


@pytest.mark.parametrize("greeting", ["សូមអរគុណ", "นะครับ", "ပါတယ်", "ສະບາຍດີທ່ານ", "TST A ", "SOS-", "HELLO"])
@pytest.mark.parametrize("last", ["", "ဿ", " 5KG"])
def test_a_greeting_said_a_hundred_times_costs_no_more_each_time(
    greeting: str, last: str, book: Book, context: Context
) -> None:
    # Some greetings are made of two: to try every way to part these would never end.
    decode((greeting * 100 + last)[:1600], book, context)


@pytest.mark.parametrize(
    ("head", "word"), [("VEH", "LONGTAILBOAT"), ("PREC", "PSEUDOEPHEDRIN"), ("WLD", "SOFTSHELLTURTLE")]
)
def test_words_made_of_words_are_parted_without_trying_every_way(
    head: str, word: str, book: Book, context: Context
) -> None:
    decode(f"{head} MSI {word * 10}Q", book, context)
