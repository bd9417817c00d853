"""Days in the boxes of a filter: read as the pages show them, and a sentence for what is none."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.load import shipped
from gateway.store import accounts
from tests.web.stage import Stage
from web import local
from web.days import day_in, typed

_DAYS = st.dates(date(1900, 1, 1), date(2399, 12, 31))


@given(on=_DAYS, language=st.sampled_from(sorted(local.DIGITS)), era=st.booleans(), digits=st.booleans())
def test_a_day_is_read_as_it_is_shown(on: date, language: str, era: bool, digits: bool) -> None:
    shown = f"{on:%d/%m}/{on.year + (local.ERA if era else 0)}"
    if digits:
        shown = shown.translate({ord("0") + value: sign for value, sign in enumerate(local.DIGITS[language])})
    assert day_in(shown) == on
    assert day_in(on.isoformat()) == on


@given(on=_DAYS, at=st.times(), era=st.booleans(), thai=st.booleans())
def test_a_time_in_a_form_is_read_as_it_is_shown(on: date, at: time, *, era: bool, thai: bool) -> None:
    shown = f"{on:%d/%m}/{on.year + (local.ERA if era else 0)} {at:%H:%M}"
    if thai:
        shown = shown.translate({ord("0") + value: sign for value, sign in enumerate(local.DIGITS["th"])})
    form = {"time": shown, "born": shown.partition(" ")[0], "text": shown}
    wanted = {"time": f"{on} {at:%H:%M}", "born": f"{on}", "text": shown}
    assert typed(form, shipped()) == wanted


@given(
    st.dictionaries(st.sampled_from(["time", "born"]), st.sampled_from(["", "soon", "31/02/2026", "6:50"]))
)
def test_what_is_no_time_stays_as_it_was_typed(form: dict[str, str]) -> None:
    assert typed(form, shipped()) == form


@given(st.text(max_size=12))
def test_what_is_no_day_is_none_and_never_fails(text: str) -> None:
    found = day_in(text)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    "text", ["", "x", "31/02/2026", "11/23/2026", "1/1/26", "2026-2-3", "0/0/0000", "1/1/2400"]
)
def test_a_day_that_is_none(text: str) -> None:
    assert day_in(text) in (None, date(1857, 1, 1))


@pytest.mark.parametrize("path", ["/", "/export", "/map", "/statistics", "/audit"])
async def test_the_boxes_take_what_the_pages_show(console: Stage, path: str) -> None:
    more: dict[str, Any] = {"language": "th", "own_era": True}
    await console.account("malee", role="supervisor", **more)
    staff = (await console.signed_in("malee")).client
    page = (await staff.get(path, params={"from": "23/11/2569", "to": "๒๔/๑๑/๒๕๖๙"})).text
    assert 'name="from" value="23/11/2569"' in page
    assert 'name="to" value="24/11/2569"' in page
    assert 'role="alert">' not in page.partition("<main")[2]
    page = (await staff.get(path, params={"from": "31/<b>2569"})).text
    assert "31/&lt;b&gt;2569 ไม่ใช่วันที่" in page.partition("<main")[2]


async def test_a_filter_by_a_day_of_the_era_finds_what_came_on_it(console: Stage) -> None:
    await console.report()
    await console.store.write(lambda conn: accounts.change(conn, "somchai", own_era=True))
    staff = (await console.signed_in()).client
    for days, count in (("from=1/1/2563", 1), ("to=1/1/2563", 0), ("from=01.01.2020&to=31-12-2020", 0)):
        assert (await staff.get(f"/?{days}")).text.count('<tr id="') == count
