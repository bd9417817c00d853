"""The drawing and the marks on it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.values import Spot
from tests.web.stage import Stage
from web.geography.draw import arcs_of, path, simplified
from web.geography.marks import marks_of
from web.geography.plane import HEIGHT, WIDTH, position

_ATLAS: dict[str, Any] = {
    "transform": {"scale": [0.01, 0.01], "translate": [98.0, 15.0]},
    "arcs": [[[0, 0], [100, 0], [0, 100]], [[100, 100], [-100, -100]], [[0, 0], [1, 1]]],
    "objects": {
        "countries": {
            "geometries": [
                {"id": "764", "type": "Polygon", "arcs": [[0, 1]]},
                {"id": "104", "type": "MultiPolygon", "arcs": [[[~0]]]},
                {"id": "356", "type": "Polygon", "arcs": [[2]]},
            ]
        }
    },
}


def test_the_five_countries_lie_on_the_drawing() -> None:
    for lat, lon in ((28.5, 97.5), (5.7, 101.1), (16.0, 109.3), (21.0, 92.3)):
        x, y = position(lat, lon)
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT


def test_a_shared_border_is_drawn_once_and_a_foreign_one_not_at_all() -> None:
    lines = list(arcs_of(_ATLAS))
    assert len(lines) == 2
    assert lines[0][-1] == pytest.approx((99.0, 16.0))


@given(st.lists(st.tuples(st.floats(92, 110), st.floats(6, 28)), min_size=2, max_size=40))
def test_simplifying_keeps_both_ends_and_adds_nothing(line: list[tuple[float, float]]) -> None:
    kept = simplified(line)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert set(kept) <= set(line)
    assert path(kept) == "" or path(kept).startswith("M")


def test_near_places_are_one_mark_with_the_most_urgent_of_them() -> None:
    spots = [
        Spot("MSI", "Mae Sai", 20.44, 99.88, 2, 2),
        Spot("TCL", "Tachileik", 20.45, 99.88, 5, 0),
        Spot("POI", "Poipet", 13.66, 102.56, 1, 3),
        Spot("FAR", "Far away", 51.5, 0.0, 9, 0),
    ]
    first, second = marks_of(spots)
    assert (first.count, first.urgency, first.places) == (7, 0, ("TCL", "MSI"))
    assert second.places == ("POI",)


async def test_a_mark_leads_to_its_places_alone(console: Stage) -> None:
    key = await console.report(place="POI", fields={"place": "POI"})
    other = await console.report(place="MSI")
    staff = await console.signed_in()
    page = (await staff.client.get("/")).text
    assert 'href="/?place=POI"' in page
    filtered = (await staff.client.get("/?place=POI")).text
    assert f'id="{key}"' in filtered
    assert f'id="{other}"' not in filtered
