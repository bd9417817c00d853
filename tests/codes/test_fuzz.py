"""Whatever arrives, decoding ends in an outcome, soon: random strings, and reports and talk mutated."""

import json
import time

import pytest

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.ready import ready
from codes.report import Decoded, Outcome
from codes.words.words import LONGEST
from tests.codes.fuzz import Stock, strange
from tests.codes.noise.campaigns import SOAK

TEXTS, PARTS = (1_000_000 if SOAK else 20_000), 10
HANGS = 0.5
"""Seconds of the processor's time that no text may take: 25 times the goal, for a machine under load."""


@pytest.fixture(scope="module")
def stock(book: Book) -> Stock:
    return Stock(ready(book), "stock")


def _is_whole(text: str, decoded: Decoded) -> bool:
    """Tell whether an outcome has what it promises, and what is too long is refused."""
    if len(text) > LONGEST and not decoded.distress and decoded.outcome is not Outcome.UNREADABLE:
        return False
    told = {
        Outcome.ACCEPTED: decoded.canonical is not None,
        Outcome.FLAGGED: decoded.canonical is not None,
        Outcome.ASKED: decoded.question is not None and bool(decoded.ways),
        Outcome.UNREADABLE: decoded.report is None,
    }
    return told[decoded.outcome] and bool(json.dumps(decoded.to_json()))


@pytest.mark.parametrize("part", range(PARTS))
def test_any_text_ends_in_an_outcome_and_none_hangs(
    part: int, stock: Stock, book: Book, context: Context
) -> None:
    odd: list[str] = []
    for text in strange(stock, TEXTS // PARTS, f"fuzz-{part}"):
        begun = time.process_time()
        decoded = decode(text, book, context)
        slow = time.process_time() - begun > HANGS
        if (slow and _hangs(text, book, context)) or not _is_whole(text, decoded):
            odd.append(text)
    assert odd == []


def _hangs(text: str, book: Book, context: Context) -> bool:
    """Try a slow one again: what the collector of a large test process takes now and then is not its own."""
    begun = time.process_time()
    decode(text, book, context)
    return time.process_time() - begun > HANGS


@pytest.mark.parametrize("length", [LONGEST + 1, 10 * LONGEST, 1000 * LONGEST])
def test_a_text_over_a_sane_length_is_refused_unless_it_opens_with_sos(
    length: int, book: Book, context: Context
) -> None:
    assert decode("A" * length, book, context).outcome is Outcome.UNREADABLE
    assert decode("DRG MSI " * (length // 8 + 1), book, context).outcome is Outcome.UNREADABLE
    assert decode("SOS " * (length // 4 + 1), book, context).distress
