"""The back-off: it slows the guesser, and nobody else."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.throttle import FORGOTTEN_AFTER, FREE, LONGEST_WAIT, REMEMBERED, Throttle


def test_the_first_tries_are_free_and_then_each_wait_is_twice_the_one_before() -> None:
    throttle = Throttle()
    waits: list[float] = []
    for _ in range(FREE + 4):
        throttle.failed("somchai", "10.0.0.9", 100.0)
        waits.append(throttle.wait("somchai", "10.0.0.9", 100.0))
    assert waits == [0.0] * FREE + [2.0, 4.0, 8.0, 16.0]


def test_the_right_person_at_another_address_is_not_held_up() -> None:
    throttle = Throttle()
    for _ in range(50):
        throttle.failed("somchai", "10.0.0.9", 0.0)
    assert throttle.wait("somchai", "10.0.0.9", 0.0) == LONGEST_WAIT
    assert throttle.wait("somchai", "10.0.0.1", 0.0) == 0.0


def test_signing_in_forgets_the_failures() -> None:
    throttle = Throttle()
    for _ in range(20):
        throttle.failed("somchai", "10.0.0.9", 0.0)
    throttle.passed("somchai", "10.0.0.9")
    assert throttle.wait("somchai", "10.0.0.9", 0.0) == 0.0


def test_its_memory_is_bounded() -> None:
    throttle = Throttle()
    for number in range(REMEMBERED + 100):
        throttle.failed(f"name {number}", "10.0.0.9", 0.0)
    assert len(throttle._light) == REMEMBERED


def test_a_guesser_is_not_forgotten_by_trying_many_names() -> None:
    throttle = Throttle()
    for _ in range(20):
        throttle.failed("somchai", "10.0.0.9", 0.0)
    for number in range(REMEMBERED + 100):
        throttle.failed(f"name {number}", "10.0.0.9", 0.0)
    assert throttle.wait("somchai", "10.0.0.9", 0.0) == LONGEST_WAIT


def test_after_a_quiet_day_a_pair_begins_anew() -> None:
    throttle = Throttle()
    for _ in range(20):
        throttle.failed("somchai", "10.0.0.9", 100.0)
    throttle.failed("somchai", "10.0.0.9", 100.0 + FORGOTTEN_AFTER)
    assert throttle.wait("somchai", "10.0.0.9", 100.0 + FORGOTTEN_AFTER) == LONGEST_WAIT
    throttle.failed("somchai", "10.0.0.9", 101.0 + 2 * FORGOTTEN_AFTER)
    assert throttle.wait("somchai", "10.0.0.9", 101.0 + 2 * FORGOTTEN_AFTER) == 0.0


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 1e6)), max_size=60))
def test_a_wait_is_never_longer_than_the_longest(tries: list[tuple[str, float]]) -> None:
    throttle = Throttle()
    for name, at in sorted(tries, key=lambda one: one[1]):
        throttle.failed(name, "10.0.0.9", at)
        assert 0.0 <= throttle.wait(name, "10.0.0.9", at) <= LONGEST_WAIT
