"""A sentence reads as English, and keeps what it was made of."""

import copy
from datetime import datetime, timedelta, timezone

from hardware.sentence import NOTHING, Sentence, slots


def test_it_is_its_english() -> None:
    said = Sentence("{bearer}: {count} texts wait.", bearer="gsm1", count=3)
    assert said == "gsm1: 3 texts wait."
    assert f"{said}" == "gsm1: 3 texts wait."
    assert (said.words, said.values) == ("{bearer}: {count} texts wait.", {"bearer": "gsm1", "count": 3})


def test_a_moment_is_said_in_utc_and_a_figure_without_a_tail() -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=7)))
    assert Sentence("{at}, {left} left", at=noon, left=12.50) == "2026-11-23 05:00 UTC, 12.5 left"


def test_sentences_stand_in_sentences() -> None:
    parts = (Sentence("{n} here", n=1), Sentence("{n} there", n=2))
    assert Sentence("Now: {said}.", said=parts) == "Now: 1 here; 2 there."
    assert Sentence("{name}: {said}", name="x", said=parts[0]) == "x: 1 here"


def test_a_string_is_no_pattern() -> None:
    assert Sentence.of("{ is said by a database") == "{ is said by a database"
    assert Sentence("{who}!", who="{why}") == "{why}!"
    assert not NOTHING


def test_what_is_a_sentence_stays_the_same_one() -> None:
    said = Sentence("{n} left", n=1)
    assert Sentence.of(said) is said
    assert copy.copy(said).words == said.words
    assert slots("{a} and {b}") == {"a", "b"}
