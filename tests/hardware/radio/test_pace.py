"""Waits grow by half, are shaken, and follow what acks take."""

import random

from hypothesis import given
from hypothesis import strategies as st

from hardware.radio.pace import GROWTH, TRIES, Pace


class Still(random.Random):
    """Shakes nothing: always the middle."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


def test_each_wait_is_half_again_as_long() -> None:
    pace = Pace(Still())
    waits = [pace.wait(tries, 0) for tries in range(1, TRIES + 1)]
    assert waits == [8.0 * GROWTH**tries for tries in range(TRIES)]


def test_two_stations_do_not_stay_in_step() -> None:
    one, other = Pace(random.Random(1)), Pace(random.Random(2))
    assert all(abs(one.wait(tries, 0) - other.wait(tries, 0)) > 0.01 for tries in range(1, TRIES + 1))


@given(st.lists(st.floats(0, 10_000), min_size=1, max_size=50))
def test_whatever_was_learnt_the_first_wait_stays_between_four_seconds_and_a_minute(
    trips: list[float],
) -> None:
    pace = Pace(Still())
    for seconds in trips:
        pace.learn(seconds)
    assert 4.0 <= pace.wait(1, 0) <= 60.0


def test_slow_acks_make_for_longer_waits_and_quick_ones_for_shorter() -> None:
    slow, quick = Pace(Still()), Pace(Still())
    for _ in range(20):
        slow.learn(12.0)
        quick.learn(1.0)
    assert slow.wait(1, 0) > 12.0
    assert quick.wait(1, 0) == 4.0


def test_those_waiting_before_us_are_given_their_time() -> None:
    pace = Pace(Still())
    assert pace.wait(1, 20) == pace.wait(1, 0) + 10.0
