"""A message that a person says is no report leaves the lane with his reason, is kept, and can come back."""

from gateway.desk.reading import PAGE
from gateway.store import audit, messages
from tests.web.stage import Stage


async def test_put_aside_it_leaves_the_lane_with_its_reason_and_comes_back(console: Stage) -> None:
    number = await console.message("hello <b>")
    staff = await console.signed_in()
    assert '<span id="n1">1</span>' in (await staff.client.get("/messages")).text
    answer = await staff.post(f"/m/{number}/aside", why="a greeting <i>")
    assert answer.headers["location"] == f"/m/{number}?said=aside"
    lane = (await staff.client.get("/messages")).text
    assert ('<span id="n1">0</span>' in lane, f'href="/m/{number}"' in lane) == (True, False)
    page = (await staff.client.get(f"/m/{number}")).text
    assert "no report: a greeting &lt;i&gt; (somchai)" in page
    assert "hello &lt;b&gt;" in page
    await staff.post(f"/m/{number}/back")
    assert f'href="/m/{number}"' in (await staff.client.get("/messages")).text
    assert await console.store.read(audit.verify) is None


async def test_only_with_a_reason_and_the_right_and_never_what_became_a_report(console: Stage) -> None:
    number = await console.message("hello")
    await console.report()
    await console.account("reader", role="auditor")
    staff, reader = await console.signed_in(), await console.signed_in("reader")
    ends = {
        "aside-empty": await staff.post(f"/m/{number}/aside", why="  "),
        "aside-forbidden": await reader.post(f"/m/{number}/aside", why="x"),
        "aside-report": await staff.post("/m/2/aside", why="x"),
    }
    for end, answer in ends.items():
        assert answer.headers["location"].endswith(f"said={end}")
    for path in (f"/m/{number}/back", "/m/77/aside", "/m/x/aside"):
        assert (await staff.post(path, why="x")).status_code == 404
    kept = await console.store.read(lambda conn: messages.get(conn, number))
    assert kept
    assert (kept.outcome, kept.note) == ("unreadable", "")


async def test_a_lane_of_exactly_one_page_leads_to_no_older_one(console: Stage) -> None:
    for number in range(PAGE):
        await console.message(f"what {number}")
    staff = await console.signed_in()
    page = (await staff.client.get("/messages")).text
    assert (page.count('<td><a href="/m/'), 'rel="next"' in page) == (PAGE, False)
    await console.message("one more")
    page = (await staff.client.get("/messages")).text
    assert (page.count('<td><a href="/m/'), 'rel="next"' in page) == (PAGE, True)
    older = page.partition('<a href="/messages?before=')[2].partition('"')[0]
    last = (await staff.client.get(f"/messages?before={older}")).text
    assert (last.count('<td><a href="/m/'), 'rel="next"' in last) == (1, False)
