"""What programs see of the shift from above: the page's figures, for whoever may see what they count."""

import html
from datetime import timedelta

import pytest

from gateway.store import shift
from hardware.sentence import Sentence
from tests.web.api.program import program, token
from tests.web.stage import Stage


async def test_the_map_counts_what_the_page_counts_and_only_what_is_ones_own(console: Stage) -> None:
    await console.report(place="MSI")
    await console.report(place="MSI", agency="RTP")
    await console.report(place="CKG", type="SOS", precedence=0, agency="RTP")
    await console.report(place="CKG", ago=40 * 86_400)
    await console.account("customs", agency="CUS")
    for name, marks in (
        ("somchai", {("MSI", "DRG", 2), ("CKG", "SOS", 1)}),
        ("customs", {("MSI", "DRG", 1), ("CKG", "SOS", 1)}),
    ):
        mine = program(console, await token(console, name, name=name))
        found = (await mine.get("/api/v1/map")).json()
        assert {(one["place"], one["type"], one["count"]) for one in found["marks"]} == marks
        page = (await (await console.signed_in(name)).client.get("/map")).text
        assert f'value="{found["first"]}"' in page or found["first"] in page
        assert found["total"] == sum(count for _, _, count in marks)
    now = console.desk.clock.now()
    old = {"from": f"{now - timedelta(days=50):%Y-%m-%d}", "to": f"{now - timedelta(days=30):%Y-%m-%d}"}
    found = (await mine.get("/api/v1/map", params=old)).json()
    assert [(one["place"], one["count"]) for one in found["marks"]] == [("CKG", 1)]
    only = (await mine.get("/api/v1/map", params={"type": "SOS"})).json()
    assert [one["type"] for one in only["marks"]] == ["SOS"]


async def test_figures_and_situation_leave_out_what_the_account_may_not_see(console: Stage) -> None:
    await console.report(place="MSI", agency="RTP")
    await console.report(place="CKG", precedence=1)
    await console.account("customs", agency="CUS")
    for name, total in (("somchai", 2), ("customs", 1)):
        mine = program(console, await token(console, name, name=name))
        figures = (await mine.get("/api/v1/statistics")).json()
        assert (figures["total"], figures["weeks"][-1]["reports"]) == (total, total)
        assert sum(one["total"] for one in figures["places"]) + figures["elsewhere"] == total
        situation = (await mine.get("/api/v1/situation")).json()
        assert situation["total"] == total
        assert (situation["urgent"]["total"], situation["waiting"]["total"]) == (1, total)
        assert dict(situation["open_by"])["IMMEDIATE"] == 1
        assert sum(one["count"] for one in situation["marks"]) == total


async def test_the_log_and_the_notes_are_the_pages(console: Stage) -> None:
    await console.account("malee")
    key = await console.report(agency="RTP")
    staff = await console.signed_in()
    await staff.post("/shift/line", text="a boat")
    await staff.post("/shift/handover", text="call the harbour")
    await staff.post(f"/r/{key}/claim")
    fault = Sentence("The disk is full.")
    await console.store.write(
        lambda conn: shift.write(conn, console.desk.clock.now(), "station", shift.FAULT, fault, "disk")
    )
    mine = program(console, await token(console))
    found = (await mine.get("/api/v1/shift")).json()
    page = html.unescape((await staff.client.get("/shift")).text)
    assert [(one["by"], one["text"], one["taken_by"]) for one in found["notes"]] == [
        ("somchai", "call the harbour", "")
    ]
    assert {"a boat", "The disk is full."} <= {one["text"] for one in found["log"]}
    assert all(one["text"] in page for one in found["log"])
    assert str(key) in [one["report"] for one in found["log"] if one["what"] == "claimed"]


async def test_the_log_names_no_report_of_another_agency(console: Stage) -> None:
    key = await console.report(agency="RTP")
    await (await console.signed_in()).post(f"/r/{key}/claim")
    await console.account("customs", agency="CUS")
    theirs = program(console, await token(console, "customs"))
    assert str(key) not in (await theirs.get("/api/v1/shift")).text


@pytest.mark.parametrize("path", ["shift?hours=0", "shift?hours=999", "map?to=x", "statistics?prov=Z"])
async def test_what_makes_no_sense_is_refused(console: Stage, path: str) -> None:
    mine = program(console, await token(console))
    assert (await mine.get(f"/api/v1/{path}")).status_code == 400
