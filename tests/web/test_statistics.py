"""The page of figures: drawings with their figures beside them, and only what one may see."""

import pytest

from tests.web.stage import Stage


async def test_every_drawing_has_its_figures_beside_it(console: Stage) -> None:
    for ago in (0, 0, 14):
        await console.report(place="MSI", ago=ago * 86400)
    await console.report(type="MIG", state="closed")
    page = (await (await console.signed_in()).client.get("/statistics")).text
    assert page.count("<rect") == 3 + 2 + 1  # weeks, types, places
    assert 'width="33.3"' in page
    assert '<td class="num">3</td>' in page
    assert "style=" not in page.partition("<main")[2]


async def test_an_empty_time_says_so(console: Stage) -> None:
    page = (await (await console.signed_in()).client.get("/statistics?from=2001-01-01&to=2001-01-02")).text
    assert "No report in this time." in page


async def test_another_agency_s_reports_are_not_counted(console: Stage) -> None:
    await console.report(agency="RTP")
    await console.account("customs", agency="CUS")
    page = (await (await console.signed_in("customs")).client.get("/statistics")).text
    assert "No report in this time." in page


@pytest.mark.parametrize(
    "query", ["to=1969-12-31", "to=15/11/1069", "from=9995-01-01", "from=0001-01-01&to=0001-01-02"]
)
async def test_a_day_of_no_time_of_ours_counts_nothing_before_or_after_it(console: Stage, query: str) -> None:
    await console.report()
    staff = await console.signed_in()
    for path in ("/statistics", "/map"):
        page = (await staff.client.get(f"{path}?{query}")).text
        assert ("No report in this time." in page) or ("· 0 " in page), path


@pytest.mark.parametrize("query", ["from=x", "from=2026-12-31&to=2026-01-01", "state=%00", "to=9999-12-31"])
async def test_no_address_breaks_it(console: Stage, query: str) -> None:
    await console.report()
    staff = await console.signed_in()
    assert (await staff.client.get(f"/statistics?{query}")).status_code == 200
