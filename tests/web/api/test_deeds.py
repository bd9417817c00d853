"""What programs do besides: each deed changes what the console shows, by the same rights as there."""

import html
from collections.abc import Mapping
from typing import Any, get_args

import httpx
import pytest

from gateway.desk.values import Person
from gateway.relay.reason import CHOSEN
from gateway.store import outbox, passages, reports
from gateway.store.keys import ReportKey
from gateway.store.tables import Report
from tests.web.api.program import program, token
from tests.web.stage import Stage, now
from web.api import given

BODIES: Mapping[str, Mapping[str, object]] = {
    "edit": {"version": 1, "why": "x", "cells": {}},
    "grade": {"version": 1, "handling": "P"},
    "assign": {"to": "malee"},
    "cancel": {"version": 1, "why": "x"},
    "recall": {"partner": "TCL", "why": "x"},
    "merge": {"into": "MSI-1-1", "why": "x"},
    "part": {"why": "x"},
    "reopen": {},
    "see": {},
}
SAID = "It was counted again"


async def _stored(console: Stage, key: ReportKey) -> Report:
    found = await console.store.read(lambda conn: reports.get(conn, key))
    assert found is not None
    return found


async def _page(console: Stage, path: str, name: str = "somchai") -> str:
    return html.unescape((await (await console.signed_in(name)).client.get(path)).text)


def _cells(form: Mapping[str, Any]) -> dict[str, str]:
    rows = [row for line in form["lines"] for row in line["rows"]]
    return {cell["name"]: cell["value"] for row in rows for cell in row}


def _told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["done"]


async def test_an_edit_is_a_later_version_that_the_console_shows(console: Stage) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    at = f"/api/v1/reports/{key}/edit"
    form = (await mine.get(f"/api/v1/reports/{key}/form")).json()
    cells = _cells(form) | {"items.0.quantity": "20000"}
    body = {"version": form["version"], "why": SAID, "cells": cells, "tell": True}
    assert _told(await mine.post(at, json=body)) == (200, "edited")
    page = await _page(console, f"/r/{key}")
    assert SAID in page
    assert "<ins>20,000 tablets yaba</ins>" in page
    assert _told(await mine.post(at, json=body)) == (409, "meanwhile")
    assert _told(await mine.post(at, json=body | {"version": 2})) == (409, "same")
    assert len(await console.store.read(lambda conn: outbox.of_report(conn, key))) == 1


async def test_what_the_book_refuses_says_where_and_what_is_hard_to_believe_can_be_confirmed(
    console: Stage,
) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    at = f"/api/v1/reports/{key}/edit"
    cells = _cells((await mine.get(f"/api/v1/reports/{key}/form")).json())
    body = {"version": 1, "why": SAID, "cells": cells | {"items.0.unit": ""}}
    answer = await mine.post(at, json=body)
    assert _told(answer) == (409, "refused")
    assert list(answer.json()["wrong"]) == ["items.unit"]
    assert answer.json()["mark"] == ""
    much = body | {"cells": cells | {"items.0.quantity": "9000000"}}
    asked = (await mine.post(at, json=much)).json()
    assert asked["done"] == "refused"
    assert (await _stored(console, key)).version == 1
    assert _told(await mine.post(at, json=much | {"mark": asked["mark"]})) == (200, "edited")


async def test_a_grade_stands_on_the_page(console: Stage) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    at = f"/api/v1/reports/{key}/grade"
    half = {"version": 1, "source": "2", "handling": "P"}
    assert _told(await mine.post(at, json=half)) == (409, "half-graded")
    assert _told(await mine.post(at, json=half | {"information": "B"})) == (200, "graded")
    assert "2BP:" in await _page(console, f"/r/{key}")
    assert (await mine.get(f"/api/v1/reports/{key}")).json()["grade"] == "2B"


async def test_a_report_is_assigned_closed_and_opened_again(console: Stage) -> None:
    key = await console.report()
    await console.account("malee")
    mine = program(console, await token(console))
    base = f"/api/v1/reports/{key}"
    await mine.post(f"{base}/claim")
    assert _told(await mine.post(f"{base}/assign", json={"to": "nobody"})) == (409, "no-colleague")
    assert _told(await mine.post(f"{base}/assign", json={"to": "malee"})) == (200, "assigned")
    assert "in hand – malee" in await _page(console, f"/r/{key}")
    assert _told(await mine.post(f"{base}/assign", json={"to": "somchai"})) == (409, "taken")
    assert _told(await mine.post(f"{base}/reopen")) == (409, "over")
    await mine.post(f"{base}/close", json={"why": "done"})
    assert _told(await mine.post(f"{base}/reopen")) == (200, "reopened")
    assert "in hand – token wallboard" in await _page(console, f"/r/{key}")


async def test_what_was_new_is_marked_read(console: Stage) -> None:
    key = await console.report(unseen="changed", origin="TCL")
    mine = program(console, await token(console))
    assert _told(await mine.post(f"/api/v1/reports/{key}/see")) == (200, "seen")
    assert (await mine.get(f"/api/v1/reports/{key}")).json()["report"]["unseen"] == ""
    assert "I have read it" not in await _page(console, f"/r/{key}")


async def test_a_report_is_taken_back_from_a_partner(console: Stage) -> None:
    key = await console.report()
    await console.store.write(lambda conn: passages.begin(conn, "TCL", key, 1, at=now(), why="released"))
    mine = program(console, await token(console))
    at, body = f"/api/v1/reports/{key}/recall", {"partner": "TCL", "why": SAID, "reason": "early"}
    assert _told(await mine.post(at, json=body | {"partner": "BKK"})) == (409, "no-way-back")
    assert _told(await mine.post(at, json=body)) == (200, "recalled")
    page = await _page(console, f"/r/{key}")
    assert SAID in page
    assert ">recalled</span>" in page


async def test_a_cancelled_report_stands_no_longer_and_its_officer_is_told_on_request(console: Stage) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    at, body = f"/api/v1/reports/{key}/cancel", {"version": 1, "why": SAID, "reason": "wrong", "tell": True}
    assert _told(await mine.post(at, json=body | {"version": 2})) == (409, "meanwhile")
    assert _told(await mine.post(at, json=body)) == (200, "cancelled")
    assert _told(await mine.post(at, json=body)) == (409, "over")
    page = await _page(console, f"/r/{key}")
    assert "State: cancelled" in page
    assert SAID in page
    assert len(await console.store.read(lambda conn: outbox.of_report(conn, key))) == 1


async def test_what_would_cross_is_what_the_page_says_and_no_other_agencys(console: Stage) -> None:
    key = await console.report(agency="RTP", fields={"place": "MSI", "action": "SEIZED", "text": "inside"})
    mine, staff = program(console, await token(console)), await console.signed_in()
    found = (await mine.get(f"/api/v1/reports/{key}/release/TCL")).json()
    page = html.unescape((await staff.client.get(f"/r/{key}/release/TCL")).text)
    assert (found["key"], found["version"], found["partner"]) == (str(key), 1, "TCL")
    goes, _, stays = page.partition("This stays here")
    assert all(f">{one['value']}<" in goes for one in found["fields"])
    assert all(f">{one['value']}<" in stays for one in found["stays"])
    assert {one["name"] for one in found["fields"]} == {"place", "action"}
    released = await mine.post(
        f"/api/v1/reports/{key}/release", json={"partner": "TCL", "version": found["version"]}
    )
    assert _told(released) == (200, "released")
    await console.account("customs", agency="CUS")
    theirs = program(console, await token(console, "customs", name="theirs"))
    for client, path in ((theirs, "TCL"), (mine, "XXX")):
        assert (await client.get(f"/api/v1/reports/{key}/release/{path}")).status_code == 404


@pytest.mark.parametrize("outcome", ["acted", "declined", ""])
async def test_a_partners_office_is_told_what_came_of_its_report(console: Stage, outcome: str) -> None:
    key, own = await console.report(origin="TCL"), await console.report()
    mine = program(console, await token(console))
    body = {"why": "handed on", "outcome": outcome}
    assert _told(await mine.post(f"/api/v1/reports/{key}/close", json=body)) == (200, "closed")
    assert console.station.seen == ([(str(key), f"{outcome} by duty")] if outcome else [])
    ended = _told(await mine.post(f"/api/v1/reports/{own}/close", json=body))
    assert ended == ((409, "not-ours") if outcome else (200, "closed"))


async def test_two_reports_are_merged_and_parted(console: Stage) -> None:
    key, other = await console.report(), await console.report()
    mine = program(console, await token(console))
    base, body = f"/api/v1/reports/{key}", {"into": str(other), "why": SAID}
    assert _told(await mine.post(f"{base}/part", json={"why": SAID})) == (409, "merge-not")
    assert _told(await mine.post(f"{base}/merge", json=body)) == (200, "merged")
    assert _told(await mine.post(f"{base}/merge", json=body)) == (409, "merge-twice")
    assert f'id="{key}"' not in await _page(console, "/")
    assert "Merged into this" in await _page(console, f"/r/{other}")
    assert _told(await mine.post(f"{base}/part", json={"why": SAID})) == (200, "parted")
    assert f'id="{key}"' in await _page(console, "/")
    assert (await mine.post(f"{base}/merge", json=body | {"into": "x"})).status_code == 404


async def test_a_message_is_taken_answered_and_put_aside(console: Stage) -> None:
    number = await console.message("hello")
    mine = program(console, await token(console))
    base = f"/api/v1/messages/{number}"
    for deed, body, status, done in (
        ("claim", None, 200, "talk-claimed"),
        ("reply", {"text": "Who are you?"}, 200, "talk-replied"),
        ("give-back", None, 200, "talk-given-back"),
        ("give-back", None, 200, "talk-given-back"),
        ("aside", {"why": "a greeting"}, 200, "aside"),
    ):
        answer = await mine.post(f"{base}/{deed}", json=body)
        assert _told(answer) == (status, done)
        assert answer.json()["detail"]
    assert (await mine.get("/api/v1/messages")).json()["messages"] == []
    page = await _page(console, f"/m/{number}")
    assert "a greeting" in page
    assert "Who are you?" in page
    assert _told(await mine.post(f"{base}/back")) == (200, "aside-back")
    assert f"/m/{number}" in await _page(console, "/messages")


@pytest.mark.parametrize("deed", BODIES)
async def test_no_deed_reaches_another_agencys_report_or_goes_beyond_the_account(
    console: Stage, deed: str
) -> None:
    other, key = await console.report(), await console.report(agency="RTP", unseen="asked")
    await console.account("customs", agency="CUS")
    await console.account("reader", role="auditor")
    body, before = dict(BODIES[deed]), await _stored(console, key)
    if deed == "merge":
        body["into"] = str(other)
    for name, status in (("customs", 404), ("reader", 403)):
        mine = program(console, await token(console, name, name=name))
        answer = await mine.post(f"/api/v1/reports/{key}/{deed}", json=body or None)
        assert answer.status_code == status
    read = program(console, await token(console, scopes=["read"], name="reads"))
    answer = await read.post(f"/api/v1/reports/{key}/{deed}", json=body or None)
    assert answer.status_code == 403
    assert await _stored(console, key) == before
    assert (await mine.get(f"/api/v1/reports/{key}/form")).status_code == 403


@pytest.mark.parametrize("deed", ["claim", "give-back", "reply", "aside", "back"])
async def test_no_deed_reaches_a_message_without_the_right(console: Stage, deed: str) -> None:
    number = await console.message("hello")
    await console.account("reader", role="auditor")
    body = {"reply": {"text": "x"}, "aside": {"why": "x"}}.get(deed)
    for secret in (await token(console, "reader"), await token(console, scopes=["read"], name="reads")):
        mine = program(console, secret)
        answer = await mine.post(f"/api/v1/messages/{number}/{deed}", json=body)
        assert answer.status_code == 403
    able = program(console, await token(console, name="able"))
    answer = await able.post(f"/api/v1/messages/999/{deed}", json=body)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"version": "1"},
        {"version": True},
        {"version": 1.5},
        {"mark": "0" * 65},
        {"tell": "yes"},
        {"cells": {"a": 1}},
        {"why": ""},
        {"state": "new"},
    ],
)
async def test_what_is_another_shape_is_refused(console: Stage, body: dict[str, object]) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    whole = {"version": 1, "why": "x", "cells": {}, **body}
    assert (await mine.post(f"/api/v1/reports/{key}/edit", json=whole)).status_code == 400


def test_the_reasons_a_program_may_give_are_those_a_person_may() -> None:
    assert set(get_args(given.Told)) == {"", *CHOSEN}


async def test_an_alarm_that_no_person_has_is_changed_by_no_program(console: Stage) -> None:
    key = await console.report(precedence=0)
    mine, staff = program(console, await token(console)), await console.signed_in()
    base = f"/api/v1/reports/{key}"
    cells = _cells((await mine.get(f"{base}/form")).json()) | {"items.0.quantity": "5"}
    bodies = {
        **{deed: BODIES[deed] for deed in ("grade", "cancel")},
        "edit": {**BODIES["edit"], "cells": cells},
    }
    for deed, body in bodies.items():
        assert _told(await mine.post(f"{base}/{deed}", json=body)) == (403, "needs-person")
    assert len((await console.desk.overview(Person("somchai", "duty", "", "en", ""))).alarms) == 1
    await staff.post(f"/r/{key}/claim")
    graded = await mine.post(f"{base}/grade", json=BODIES["grade"])
    assert _told(graded) == (200, "graded")
    await staff.post(f"/r/{key}/close", why="done")
    assert _told(await mine.post(f"{base}/reopen")) == (403, "needs-person")
