"""A filter as it stands in an address: all places of a mark, and never a part of one."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.filters import LONGEST, LONGEST_PLACES, asked
from gateway.desk.reading import ON_MAP

GPS = "N20.4330E099.8833"


def test_the_places_of_a_mark_that_holds_all_that_is_on_the_map_are_all_asked_for() -> None:
    places = ",".join([GPS] * ON_MAP)
    assert asked({"place": places}).place == places


@given(st.integers(ON_MAP, 2 * LONGEST_PLACES // len(GPS)))
def test_places_beyond_the_longest_list_are_cut_whole(count: int) -> None:
    found = asked({"place": ",".join([GPS] * count)}).place
    assert set(found.split(",")) == {GPS}
    assert len(found) <= LONGEST_PLACES


def test_whatever_else_is_asked_for_stays_short() -> None:
    wanted = asked({"q": "x" * 500, "type": "x" * 500, "state": "x" * 500})
    assert {len(wanted.text), len(wanted.type), len(wanted.state)} == {LONGEST}
