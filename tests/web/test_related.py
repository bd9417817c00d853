"""Reports that may tell of the same: suggested, merged by a person with a reason, and parted again."""

import pytest

from gateway.store import history, passages, reports
from gateway.store.keys import ReportKey
from tests.web.stage import Stage


async def _story(console: Stage, key: ReportKey) -> list[str]:
    lines = await console.store.read(lambda conn: history.of(conn, key))
    return [line.what for line in lines]


async def test_what_looks_alike_is_suggested_with_the_reason(console: Stage) -> None:
    plate = {"plate": "BK4471", "place": "CSN"}
    same = {"place": "MSI", "action": "SEIZED"}
    first = await console.report(ago=600, fields=same, type="WLD")
    again = await console.report(ago=60, fields=same, type="WLD")
    car = await console.report(type="VEH", fields=plate, text="VEH CSN BK4471", place="CSN", ago=86_400)
    seen = await console.report(type="DRG", fields={"plate": "BK4471"}, text="DRG BK4471", place=None)
    other = await console.report(type="HAZ", fields={"place": "NKI"}, text="HAZ NKI", place="NKI")
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{again}")).text
    assert f'href="/r/{first}"' in page
    assert "same words" in page
    page = (await staff.client.get(f"/r/{seen}")).text
    assert f'href="/r/{car}"' in page
    assert "same plate" in page
    assert 'id="related"' not in (await staff.client.get(f"/r/{other}")).text


async def test_merging_takes_it_out_of_the_open_queue_and_parting_puts_it_back(console: Stage) -> None:
    first, again = await console.report(ago=60), await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{again}/release", partner="TCL", version="1")
    answer = await staff.post(f"/r/{again}/merge", into=str(first), why="the same truck")
    assert answer.headers["location"] == f"/r/{again}?done=merged"
    queue = (await staff.client.get("/")).text
    assert (str(again) in queue, str(first) in queue) == (False, True)
    everything = (await staff.client.get("/?state=all")).text
    assert f'id="{again}"' in everything
    assert 'class="merged"' in everything
    assert (await staff.client.get(f"/r/{again}")).text.count(f'href="/r/{first}"') == 1
    assert f'href="/r/{again}"' in (await staff.client.get(f"/r/{first}")).text
    assert "merged" in await _story(console, again)
    assert "another was merged into it" in await _story(console, first)
    sent = await console.store.read(lambda conn: passages.of(conn, again))
    assert [(one.partner, one.state, one.version) for one in sent] == [("TCL", "queued", 1)]
    await staff.post(f"/r/{again}/part", why="two trucks")
    assert str(again) in (await staff.client.get("/")).text
    assert (await _story(console, again))[-1] == "unmerged"


async def test_an_alarm_that_nobody_has_claimed_is_not_merged_away(console: Stage) -> None:
    first, again = await console.report(ago=60), await console.report(type="SOS", precedence=0)
    staff = await console.signed_in()
    answer = await staff.post(f"/r/{again}/merge", into=str(first), why="x")
    assert answer.headers["location"].endswith("done=merge-alarm")
    await staff.post(f"/r/{again}/claim")
    answer = await staff.post(f"/r/{again}/merge", into=str(first), why="x")
    assert answer.headers["location"].endswith("done=merged")


async def test_an_alarm_given_back_sounds_and_can_be_claimed_though_it_was_merged(console: Stage) -> None:
    first, alarm = await console.report(ago=60), await console.report(precedence=0)
    staff = await console.signed_in()
    await staff.post(f"/r/{alarm}/claim")
    await staff.post(f"/r/{alarm}/merge", into=str(first), why="the same truck")
    assert 'class="bar alarm-bar"' not in (await staff.client.get("/")).text
    await staff.post(f"/r/{alarm}/give-back")
    assert f'class="what" href="/r/{alarm}"' in (await staff.client.get("/duty")).text
    assert f'action="/r/{alarm}/claim"' in (await staff.client.get(f"/r/{alarm}")).text.partition("<h1")[2]


@pytest.mark.parametrize("state", ["closed", "cancelled"])
async def test_nothing_is_merged_into_what_nobody_looks_at_any_more(console: Stage, state: str) -> None:
    urgent, over = await console.report(precedence=1), await console.report(state=state)
    staff = await console.signed_in()
    answer = await staff.post(f"/r/{urgent}/merge", into=str(over), why="x")
    assert answer.headers["location"].endswith("done=merge-over")
    assert str(urgent) in (await staff.client.get("/")).text


async def test_a_merging_needs_two_reports_that_stand_a_reason_and_the_right(console: Stage) -> None:
    one, two, three = [await console.report() for _ in range(3)]
    hidden = await console.report(agency="RTP")
    await console.account("customs", agency="CUS")
    await console.account("reader", role="auditor")
    staff, customs, reader = [await console.signed_in(name) for name in ("somchai", "customs", "reader")]
    ends = {
        "merge-empty": await staff.post(f"/r/{one}/merge", into=str(two), why=" "),
        "merge-forbidden": await reader.post(f"/r/{one}/merge", into=str(two), why="x"),
        "merge-not": await staff.post(f"/r/{one}/part", why="x"),
        "merged": await staff.post(f"/r/{one}/merge", into=str(two), why="x"),
        "merge-twice": await staff.post(f"/r/{three}/merge", into=str(one), why="x"),
    }
    assert {end: answer.headers["location"].partition("done=")[2] for end, answer in ends.items()} == {
        end: end for end in ends
    }
    for path, into in ((three, three), (hidden, three), (three, hidden), (three, "nonsense")):
        answer = await customs.post(f"/r/{path}/merge", into=str(into), why="x")
        assert answer.status_code == 404
    kept = await console.store.read(lambda conn: reports.get(conn, three))
    assert kept
    assert kept.merged_into is None
