"""The record in the console: found by who, what and when; each look on record; for those alone who may."""

from datetime import timedelta

import pytest

from gateway.desk.roles import RIGHTS, Right, Role
from gateway.store import audit
from tests.web.stage import Browserless, Stage, now

_ALONE = [role for role in Role if Right.AUDIT not in RIGHTS[role]]


async def _auditor(console: Stage) -> Browserless:
    await console.account("lek", role="auditor")
    return await console.signed_in("lek")


async def _filled(console: Stage) -> None:
    for days, actor, action in ((9, "som", "claimed"), (3, "som", "released to TCL"), (2, "ploy", "claimed")):
        at = now() - timedelta(days=days)
        await console.store.write(
            lambda conn, a=at, w=actor, what=action: audit.append(conn, a, w, what, f"MSI-1-{w}")
        )


def _rows(page: str) -> int:
    return page.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "som"}, 2),
        ({"who": "so"}, 0),
        ({"what": "CLAIM", "who": "som"}, 1),
        ({"what": "MSI-1-ploy"}, 1),
        ({"what": "100%_"}, 0),
        ({"who": "som", "from": "-5"}, 1),
        ({"who": "som", "to": "-5"}, 1),
        ({"who": "som", "from": "rubbish", "before": "x"}, 2),
    ],
)
async def test_it_is_found_by_who_what_and_when(console: Stage, asked: dict[str, str], found: int) -> None:
    await _filled(console)
    lek = await _auditor(console)
    days = {n: f"{now() + timedelta(days=int(v)):%Y-%m-%d}" for n, v in asked.items() if v.startswith("-")}
    answer = await lek.client.get("/audit", params={**asked, **days})
    assert _rows(answer.text) == found


async def test_each_look_is_on_record_with_what_was_asked(console: Stage) -> None:
    lek = await _auditor(console)
    await lek.client.get("/audit", params={"who": "som", "from": "2026-01-01"})
    page = (await lek.client.get("/audit")).text
    assert "read the record" in page
    assert "the record, who som, from 2026-01-01" in page
    assert await console.store.read(audit.verify) is None


async def test_a_long_record_is_read_page_by_page(console: Stage) -> None:
    events = [audit.Event(now(), "som", f"deed {number}", "x") for number in range(70)]
    await console.store.write(lambda conn: audit.append_all(conn, events))
    lek = await _auditor(console)
    first = (await lek.client.get("/audit?who=som")).text
    assert _rows(first) == 50
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert _rows((await lek.client.get(older)).text) == 20


@pytest.mark.parametrize("role", [*_ALONE, "emperor"])
async def test_the_record_is_not_there_for_who_may_not_read_it(console: Stage, role: str) -> None:
    await console.account("other", role=role)
    staff = await console.signed_in("other")
    before = await console.store.read(audit.head)
    assert (await staff.client.get("/audit")).status_code == 404
    assert await console.store.read(audit.head) == before


@pytest.mark.parametrize(
    "asked", ["?from=0001-01-01", "?to=9999-12-31", "?before=" + "9" * 30, "?who=%00%ff"]
)
async def test_no_filter_breaks_it(console: Stage, asked: str) -> None:
    assert (await (await _auditor(console)).client.get("/audit" + asked)).status_code == 200


async def test_script_in_the_record_or_the_filter_is_text(console: Stage) -> None:
    script = "<script>alert(1)</script>"
    await console.store.write(lambda conn: audit.append(conn, now(), script, script, script))
    page = (await (await _auditor(console)).client.get("/audit", params={"what": script})).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
