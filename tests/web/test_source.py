"""From a report to its officer's whole number: once, with a reason, on record, and to nobody else."""

import logging

import pytest

from gateway.store import audit, history, reports, segments
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.tables import Source
from tests.web.stage import Stage

WHOLE = "+66812345678"


async def _looks(console: Stage, key: ReportKey) -> list[tuple[str, str]]:
    lines = await console.store.read(lambda conn: history.of(conn, key))
    return [(one.detail["by"], one.detail["why"]) for one in lines if one.what == "read source identity"]


async def test_it_is_shown_once_with_a_reason_and_on_record(
    console: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = await console.report()
    staff = await console.signed_in()
    assert f'href="/r/{key}/source"' in (await staff.client.get(f"/r/{key}")).text
    asked = await staff.client.get(f"/r/{key}/source")
    assert WHOLE not in asked.text
    shown = await staff.post(f"/r/{key}/source", why="He does <b>not</b> answer")
    assert shown.status_code == 200
    assert WHOLE in shown.text
    (part,) = await console.store.read(lambda conn: segments.of_message(conn, 1))
    assert part.raw.hex(" ") in shown.text
    assert part.raw.hex(" ") not in asked.text
    assert "Sgt Nobody" in shown.text
    assert "no-store" in shown.headers["cache-control"]
    assert WHOLE not in str(shown.url)
    assert await _looks(console, key) == [("somchai", "He does <b>not</b> answer")]
    assert await console.store.read(lambda conn: audit.last(conn, "read source identity", str(key)))
    for path in (f"/r/{key}", f"/r/{key}/source", "/", "/audit"):
        page = (await staff.client.get(path)).text
        assert WHOLE not in page
        assert "<b>not</b>" not in page
    assert WHOLE not in caplog.text
    assert await console.store.read(audit.verify) is None


async def test_without_a_reason_nothing_is_shown_or_recorded(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    for why in ("", "   "):
        answer = await staff.post(f"/r/{key}/source", why=why)
        assert answer.status_code == 422
        assert WHOLE not in answer.text
    assert await _looks(console, key) == []


@pytest.mark.parametrize("role", ["administrator", "auditor", "analyst"])
async def test_a_role_without_the_right_finds_no_such_page(console: Stage, role: str) -> None:
    key = await console.report()
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    assert "/source" not in (await staff.client.get(f"/r/{key}")).text
    assert (await staff.client.get(f"/r/{key}/source")).status_code == 404
    assert (await staff.post(f"/r/{key}/source", why="x")).status_code == 404
    assert await _looks(console, key) == []


async def test_another_agencys_a_partners_and_a_forgotten_one_are_not_there(console: Stage) -> None:
    other, theirs = await console.report(agency="RTP"), await console.report(origin="TCL")
    forgotten = await console.report()
    await console.store.write(
        lambda conn: conn.execute(
            table(Source).update().where(table(Source).c.seq == forgotten.seq).values(sender="")
        )
    )
    await console.account("customs", agency="CUS")
    staff = await console.signed_in("customs")
    for key in (other, theirs, forgotten):
        assert (await staff.client.get(f"/r/{key}/source")).status_code == 404
        assert (await staff.post(f"/r/{key}/source", why="x")).status_code == 404
        assert await _looks(console, key) == []
    assert await console.store.read(lambda conn: reports.get(conn, other))
