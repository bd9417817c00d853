"""References: one a number, unlike their neighbours, and a slip in one is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.refs import DIGITS, LETTERS, check_character, reference, serial

numbers = st.integers(0, 20_000_000)


@given(numbers)
def test_a_reference_gives_its_number_back_however_it_is_typed(number: int) -> None:
    made = reference(number)
    body, _, check = made.partition("-")
    assert serial(made) == number
    assert serial(f" {body.lower()} {check} ") == number
    assert any(c in DIGITS for c in body)
    assert any(c in LETTERS for c in body)


@given(numbers, st.integers(0, 3), st.sampled_from(DIGITS + LETTERS))
def test_one_wrong_character_is_noticed(number: int, at: int, other: str) -> None:
    made = reference(number)
    spoilt = made[:at] + other + made[at + 1 :]
    assert spoilt == made or serial(spoilt) is None


@given(numbers)
def test_neighbours_look_unlike(number: int) -> None:
    one, two = reference(number), reference(number + 1)
    assert sum(a != b for a, b in zip(one, two, strict=False)) >= 2


def test_the_check_character_is_that_of_iso_7064() -> None:
    """The worked example of the Global Release Identifier, which uses MOD 37,36."""
    assert check_character("A12425GABC1234002") == "M"


@pytest.mark.parametrize(
    "text", ["", "-", "K", "DRG", "YAB", "12345", "ABCDE", "K7M4", "กขคง-1", "K7M4-PP", "🙂"]
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert serial(text) is None


def test_references_grow_when_the_short_ones_are_used_up() -> None:
    assert len(reference(450_559)) == len("K7M4-P")
    assert len(reference(450_560)) == len("K7M42-P")
