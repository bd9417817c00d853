"""The map: nearer by links alone, near marks as one, names that do not lie on each other."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.shift.pins import Crossing, Pin
from tests.web.stage import Browserless, Stage
from web.geography.blobs import blobs_of, labels_of
from web.geography.plane import HEIGHT, WIDTH, position
from web.geography.sight import FURTHEST, borders, degrees, looking_at, spot_in

NOON = datetime(2026, 3, 14, 5, 0, tzinfo=UTC)
_POINT = st.tuples(st.floats(-80, 80), st.floats(-170, 170))


def _pin(place: str, lat: float, lon: float, type_: str = "DRG", **more: object) -> Pin:
    values = {"count": 1, "urgency": 2, "newest": NOON, **more}
    return Pin(place, place.title(), lat, lon, type_, type_.lower(), **values)  # pyright: ignore[reportArgumentType]  # a test's


@given(_POINT, st.integers(-3, 12), st.sampled_from([-1, 0, 1]), st.floats(-2, 2), st.floats(-2, 2))
def test_no_move_leads_off_the_drawing(
    point: tuple[float, float], zoom: int, step: int, east: float, south: float
) -> None:
    sight = looking_at(zoom, point).moved(step, east, south)
    assert 0 <= sight.zoom <= FURTHEST
    assert sight.x >= 0
    assert sight.y >= 0
    assert sight.x + sight.wide <= WIDTH + 1e-6
    assert sight.y + sight.high <= HEIGHT + 1e-6


@given(st.floats(6, 28), st.floats(93, 109), st.integers(0, FURTHEST))
def test_what_is_looked_at_is_in_sight(lat: float, lon: float, zoom: int) -> None:
    assert looking_at(zoom, (lat, lon)).holds(*position(lat, lon))
    back = degrees(*position(lat, lon))
    assert back == pytest.approx((lat, lon), abs=0.02)


@pytest.mark.parametrize("text", ["", "x", "1", "99,9999", "1e9,2", "20.43;99.88"])
def test_what_is_no_point_is_none(text: str) -> None:
    assert spot_in(text) is None


def test_two_places_that_touch_from_afar_part_when_one_comes_nearer() -> None:
    pins = [_pin("MSI", 20.44, 99.88, count=2), _pin("CGS", 20.27, 100.08, "MIG", urgency=0)]
    far = blobs_of(pins, looking_at(0, None), NOON)
    assert [(one.count, one.letters, one.urgency, one.kinds) for one in far] == [(3, "3", 0, "DRG MIG")]
    near = blobs_of(pins, looking_at(4, (20.36, 99.98)), NOON)
    assert [(one.letters, one.single) for one in near] == [("DRG", True), ("MIG", True)]
    assert blobs_of(pins, looking_at(5, (10.0, 105.0)), NOON) == []


@pytest.mark.parametrize(("hours", "age"), [(1, 0), (7, 1), (25, 2), (24 * 8, 3)])
def test_a_mark_fades_with_the_age_of_its_newest_report(hours: int, age: int) -> None:
    pins = [_pin("MSI", 20.44, 99.88, newest=NOON - timedelta(hours=hours)), _pin("MSI", 20.44, 99.88, "MIG")]
    assert blobs_of(pins[:1], looking_at(0, None), NOON)[0].age == age
    assert blobs_of(pins, looking_at(0, None), NOON)[0].age == 0


def test_names_that_would_lie_on_each_other_are_left_out() -> None:
    crossings = [Crossing(str(n), f"Place {n}", 20.4 + n / 1000, 99.9) for n in range(5)]
    assert len(labels_of([], crossings, looking_at(3, (20.4, 99.9)))) == 1
    assert labels_of([], crossings, looking_at(0, None)) == []


def test_the_borders_are_one_path_of_numbers() -> None:
    assert re.fullmatch(r"[MLlZz\d\s.,-]+", borders())


async def test_the_page_zooms_by_links_and_says_what_the_borders_are(console: Stage) -> None:
    await console.account("thai", language="th")
    await console.report(place="MSI", fields={"place": "MSI"})
    await console.report(type="MIG", place="TCL", fields={"place": "TCL"}, precedence=0)
    staff, thai = await console.signed_in(), await console.signed_in("thai")
    page = (await staff.client.get("/map")).text
    assert "Borders are indicative." in page
    assert 'viewBox="0.00 0.00 864.00 1155.00"' in page
    nearer = re.findall(r'href="(/map\?[^"]*zoom=1[^"]*)"', page)
    assert nearer
    closer = await staff.client.get(nearer[0].replace("&amp;", "&"))
    assert 'viewBox="0.00 0.00 864' not in closer.text
    close = (await staff.client.get("/map?at=MSI")).text
    assert "coarse at this scale" in close
    assert ">Mae Sai<" in close
    assert ">แม่สาย<" in (await thai.client.get("/map?at=MSI")).text
    assert "style=" not in close.partition("<main")[2]


async def test_another_agency_s_reports_are_not_on_it(console: Stage) -> None:
    await console.report(agency="RTP", place="MSI")
    await console.account("customs", agency="CUS")
    page = (await (await console.signed_in("customs")).client.get("/map")).text
    assert "No report in this time." in page
    assert "age0" not in page


@pytest.mark.parametrize(
    "query", ["zoom=x", "zoom=99", "at=0,0", "at=-90,-180", "at=%00", "at=<b>", "at=99,999"]
)
async def test_no_address_breaks_it(console: Stage, query: str) -> None:
    await console.report(place="MSI")
    staff = await console.signed_in()
    page = await staff.client.get(f"/map?{query}")
    assert page.status_code == 200
    assert "<b>" not in page.text.partition("<main")[2].replace("<b>1</b>", "")


async def test_a_marks_link_finds_every_report_that_it_counts(console: Stage) -> None:
    for number in range(8):
        await console.report(place=f"N20.43{number}3E99.8833")
    staff = await console.signed_in()
    (href, count) = re.findall(
        r'<a href="(/\?place=[^"]*)" aria-label="[^"]*: (\d+)"', await _text(staff, "/")
    )[0]
    assert count == "8"
    assert re.findall(r'id="n2">(\d+)', await _text(staff, unescape(href))) == ["8"]


async def _text(staff: Browserless, path: str) -> str:
    return (await staff.client.get(path)).text
