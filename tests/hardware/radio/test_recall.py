"""A repetition has the key of the first saying; whatever may be news has a key of its own."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hardware.radio.recall import ECHOES, REMEMBER, Recall

START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


class Time:
    """Wall and monotonic time that pass when told."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.jumped = timedelta(0)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed) + self.jumped

    def monotonic(self) -> float:
        return self.passed


def recall(time: Time) -> Recall:
    return Recall(time.now, time.monotonic)


@given(st.lists(st.integers(0, int(REMEMBER)), max_size=8))
def test_sayings_within_reach_of_each_other_are_one(gaps: list[int]) -> None:
    time = Time()
    heard = recall(time)
    keys = {heard.key("A", "1", "NIL")}
    for gap in gaps:
        time.passed += gap
        keys.add(heard.key("A", "1", "NIL"))
    assert len(keys) == 1


@given(st.floats(REMEMBER + 1, 30 * 86400))
def test_the_same_id_and_text_after_a_long_silence_is_news(gap: float) -> None:
    time = Time()
    heard = recall(time)
    first = heard.key("A", "1", "NIL")
    time.passed += gap
    assert heard.key("A", "1", "NIL") != first


def test_source_id_and_text_all_count() -> None:
    heard = recall(Time())
    asked = [("A", "1", "NIL"), ("B", "1", "NIL"), ("A", "2", "NIL"), ("A", "1", "SOS"), ("A", "", "NIL")]
    assert len({heard.key(*each) for each in asked}) == len(asked)


def test_a_restarted_station_finds_the_key_again() -> None:
    time = Time()
    first = recall(time).key("A", "1", "NIL")
    time.passed += 600
    assert recall(time).key("A", "1", "NIL") == first


def test_a_jump_of_the_wall_clock_makes_no_news() -> None:
    time = Time()
    heard = recall(time)
    first = heard.key("A", "1", "NIL")
    time.jumped = timedelta(days=-20_000)
    time.passed += 60
    assert heard.key("A", "1", "NIL") == first


def test_without_an_id_only_a_digipeaters_copy_is_the_same() -> None:
    time = Time()
    heard = recall(time)
    first = heard.key("A", "", "NIL")
    time.passed += ECHOES / 2
    assert heard.key("A", "", "NIL") == first
    time.passed += ECHOES + 1
    assert heard.key("A", "", "NIL") != first


def test_memory_is_bounded() -> None:
    heard = recall(Time())
    for number in range(10_050):
        heard.key("A", str(number), "NIL")
    assert len(heard._heard) == 10_000
