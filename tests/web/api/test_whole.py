"""What programs read of queue, report and message: the filters and the parts that pages have."""

import html
from datetime import date, timedelta

import pytest

from gateway.store import messages
from tests.web.api.program import program, token
from tests.web.stage import Stage
from web.local import ERA


async def _shown(console: Stage, query: str) -> tuple[list[str], list[str]]:
    """Return what a filter finds in the console and in the API."""
    page = (await (await console.signed_in()).client.get(f"/?{query}")).text
    found = (await program(console, await token(console)).get(f"/api/v1/reports?{query}")).json()
    keys = [one["key"] for one in found["reports"]]
    known = await _every(console)
    return [key for key in known if f'id="{key}"' in page], sorted(keys)


async def _every(console: Stage) -> list[str]:
    every = program(console, await token(console, name="every"))
    found = (await every.get("/api/v1/reports?state=all")).json()
    return sorted(one["key"] for one in found["reports"])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("prov=B", 1),
        ("from={today}", 2),
        ("to={before}", 1),
        ("from={before}&to={before}", 0),
        ("from=2400-01-01", 3),
        ("from={era}", 2),
        ("state=unseen", 1),
        ("state=all&prov=C&from={today}", 1),
    ],
)
async def test_a_filter_finds_what_it_finds_in_the_console(console: Stage, query: str, count: int) -> None:
    await console.report(provenance="B", unseen="asked")
    await console.report()
    await console.report(ago=10 * 86_400)
    today = date.fromisoformat(f"{console.desk.clock.now():%Y-%m-%d}")
    days = {"today": today - timedelta(days=2), "before": today - timedelta(days=3)}
    era = f"{days['today'].year + ERA}{days['today']:-%m-%d}"
    page, mine = await _shown(console, query.format(**days, era=era))
    assert page == mine
    assert len(mine) == count


async def test_a_day_that_is_none_is_refused(console: Stage) -> None:
    mine = program(console, await token(console))
    assert (await mine.get("/api/v1/reports?from=2026-02-30")).status_code == 400


async def test_a_report_is_told_with_all_that_its_page_has(console: Stage) -> None:
    key = await console.report(fields={"place": "MSI", "action": "SEIZED", "grade": "2BC"})
    again = await console.report(ago=60)
    await console.account("malee")
    mine = program(console, await token(console))
    staff = await console.signed_in()
    found = (await mine.get(f"/api/v1/reports/{key}")).json()
    page = html.unescape((await staff.client.get(f"/r/{key}")).text)
    assert found["grade"] == "2B"
    assert [one["report"]["key"] for one in found["likely"]] == [str(again)]
    assert f"/r/{again}" in page
    assert sorted(found["colleagues"]) == ["malee", "somchai"]
    assert found["set_texts"]
    assert all(one["text"] in page for one in found["set_texts"])
    await staff.post(f"/r/{key}/merge", into=str(again), why="same")
    assert (await mine.get(f"/api/v1/reports/{key}")).json()["into"]["key"] == str(again)
    over = (await mine.get(f"/api/v1/reports/{again}")).json()
    assert [one["key"] for one in over["merged"]] == [str(key)]


async def test_what_only_who_may_answer_is_shown_others_lack_here_too(console: Stage) -> None:
    key, number = await console.report(), await console.message("hello")
    await console.account("reader", role="auditor")
    for secret in (await token(console, "reader"), await token(console, scopes=["read"], name="wall")):
        mine = program(console, secret)
        found = (await mine.get(f"/api/v1/reports/{key}")).json()
        assert (found["set_texts"], found["colleagues"]) == ([], [])
        assert (await mine.get(f"/api/v1/messages/{number}")).json()["set_texts"] == []


async def test_a_message_says_who_has_it_in_hand(console: Stage) -> None:
    number = await console.message("hello")
    mine = program(console, await token(console))
    (before,) = (await mine.get("/api/v1/messages")).json()["messages"]
    await console.store.write(lambda conn: messages.change(conn, number, claimed_by="somchai"))
    (after,) = (await mine.get("/api/v1/messages")).json()["messages"]
    assert (before["claimed_by"], after["claimed_by"]) == ("", "somchai")
    whole = (await mine.get(f"/api/v1/messages/{number}")).json()
    assert whole["message"] == after
    assert whole["set_texts"]
