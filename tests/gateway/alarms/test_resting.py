"""The machine of a claim: it never ends without a warning, and an act begins it anew."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.alarms.resting import Deed, Rest, rest

limits = st.floats(min_value=60, max_value=10_000)
passed = st.lists(st.floats(min_value=-100, max_value=5000), max_size=40)


@given(limits, passed)
def test_no_claim_ends_before_its_time_or_without_a_warning_before(limit: float, pieces: list[float]) -> None:
    was, warned_after = Rest(), None
    for at, piece in enumerate(pieces):
        deed, was = rest(was, piece, limit)
        if deed is Deed.WARN:
            assert warned_after is None
            warned_after = at
        if deed is Deed.LAPSE:
            gone = pieces[: at + 1]
            assert warned_after is not None
            assert sum(max(0.0, one) for one in gone) >= limit * 0.99
            assert sum(max(0.0, one) for one in gone[warned_after + 1 :]) >= limit * 0.24
            return


@given(limits)
def test_given_time_it_is_warned_once_and_ends(limit: float) -> None:
    was, deeds = Rest(), list[Deed]()
    for _ in range(9):
        deed, was = rest(was, limit / 4 + 1, limit)
        deeds.append(deed)
    assert deeds.index(Deed.WARN) < deeds.index(Deed.LAPSE)


@given(passed)
def test_without_a_limit_it_rests_for_ever(pieces: list[float]) -> None:
    was = Rest()
    for piece in pieces:
        deed, was = rest(was, piece, 0)
        assert deed is Deed.NONE
