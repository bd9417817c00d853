"""What programs read and do: the same as the pages, and nothing that they hide."""

import html
from typing import Any

import pytest

from gateway.board.board import Level
from gateway.desk.values import Person
from gateway.store import passages, reports
from hardware.sentence import Sentence
from tests.web.api.program import program, token
from tests.web.stage import Stage, now


async def test_the_queue_is_the_pages_queue(console: Stage) -> None:
    first = await console.report(precedence=3, ago=60)
    urgent = await console.report(type="SOS", precedence=0, fields={"place": "MSI"}, text="SOS")
    mine = program(console, await token(console))
    found = (await mine.get("/api/v1/reports")).json()
    assert [one["key"] for one in found["reports"]] == [str(urgent), str(first)]
    assert found["total"] == 2
    only = (await mine.get("/api/v1/reports", params={"type": "SOS"})).json()
    assert [one["key"] for one in only["reports"]] == [str(urgent)]
    assert [one["count"] for one in (await mine.get("/api/v1/places")).json()] == [2]


async def test_what_was_taken_back_and_what_nobody_read_is_told(console: Stage) -> None:
    key = await console.report(unseen="asked")
    await console.store.write(
        lambda conn: passages.begin(conn, "TCL", key, 1, at=now(), why="recalled: too early")
    )
    mine = program(console, await token(console))
    (found,) = (await mine.get("/api/v1/reports")).json()["reports"]
    assert (found["unseen"], [one["recalled"] for one in found["partners"]]) == ("asked", [True])


async def test_health_is_the_pages_health(console: Stage) -> None:
    console.board.post("disk low", Level.FAULT, Sentence("The disk is full."))
    mine = program(console, await token(console))
    found = (await mine.get("/api/v1/health")).json()
    assert found["well"] is False
    first = found["lines"][0]
    assert (first["check"], first["grade"], first["said"]) == ("notice", "bad", "The disk is full.")
    page = html.unescape((await (await console.signed_in()).client.get("/health")).text)
    assert all(one["said"] in page and one["todo"] in page for one in found["lines"])
    assert "{" not in "".join(one["said"] for one in found["lines"])


async def test_health_wants_the_scope_to_read(console: Stage) -> None:
    mine = program(console, await token(console, scopes=["metrics"]))
    assert (await mine.get("/api/v1/health")).status_code == 403


async def test_the_officer_is_in_no_answer(console: Stage) -> None:
    key = await console.report()
    number = await console.message("hello")
    await console.account("malee", role="supervisor")
    mine = program(console, await token(console, "malee"))
    paths = (
        "/reports",
        f"/reports/{key}",
        "/messages",
        f"/messages/{number}",
        "/places",
        "/health",
        *("/shift", "/map", "/statistics", "/situation", "/duty", "/views", "/record"),
        "/openapi.json",
    )
    for path in paths:
        answer = await mine.get("/api/v1" + path)
        assert answer.status_code == 200
        assert "Nobody" not in answer.text
        assert "66812345678" not in answer.text


async def test_a_report_is_taken_answered_released_and_closed(console: Stage) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    base = f"/api/v1/reports/{key}"
    deeds = (
        ("claim", None, 200, "claimed"),
        ("claim", None, 200, "claimed"),
        ("reply", {"text": "Thank you"}, 200, "replied"),
        ("release", {"partner": "TCL", "version": 2}, 409, "meanwhile"),
        ("release", {"partner": "TCL", "version": 1}, 200, "released"),
        ("release", {"partner": "TCL", "version": 1}, 409, "already"),
        ("release", {"partner": "XXX", "version": 1}, 404, "unknown"),
        ("give-back", None, 200, "given-back"),
        ("close", {"why": "done"}, 200, "closed"),
    )
    for deed, body, status, done in deeds:
        answer = await mine.post(f"{base}/{deed}", json=body) if body else await mine.post(f"{base}/{deed}")
        assert (answer.status_code, answer.json()["done"]) == (status, done)
    whole = (await mine.get(base)).json()
    assert whole["report"]["state"] == "closed"
    assert [one["text"] for one in whole["answers"]] == ["Thank you"]
    assert "released" in [one["what"] for one in whole["timeline"]]


@pytest.mark.parametrize("urgent", [{"precedence": 0}, {"type": "SOS"}])
async def test_an_alarm_is_a_persons_before_it_is_a_programs(console: Stage, urgent: dict[str, Any]) -> None:
    key = await console.report(**urgent)
    mine, staff = program(console, await token(console)), await console.signed_in()
    who = Person("somchai", "duty", "", "en", "")
    for deed, body in (("claim", None), ("close", {"why": "done"})):
        answer = await mine.post(f"/api/v1/reports/{key}/{deed}", json=body)
        assert (answer.status_code, answer.json()["done"]) == (403, "needs-person")
        assert "by a person first" in answer.json()["detail"]
        assert len((await console.desk.overview(who)).alarms) == 1
    await staff.post(f"/r/{key}/claim")
    assert (await mine.post(f"/api/v1/reports/{key}/close", json={"why": "done"})).status_code == 200


async def test_what_becomes_an_alarm_in_a_programs_hands_is_not_its_to_close(console: Stage) -> None:
    key, mine = await console.report(), program(console, await token(console))
    await mine.post(f"/api/v1/reports/{key}/claim")
    await console.store.write(lambda conn: reports.amend(conn, key, precedence=0))
    assert (await mine.post(f"/api/v1/reports/{key}/close", json={"why": "x"})).status_code == 403
    assert (await mine.post(f"/api/v1/reports/{key}/give-back")).status_code == 200


async def test_a_field_that_is_not_asked_for_is_refused(console: Stage) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    body = {"why": "done", "state": "new", "claimed_by": "admin"}
    answer = await mine.post(f"/api/v1/reports/{key}/close", json=body)
    assert answer.status_code == 400
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert report.state == "new"


async def test_a_problem_is_json_and_names_nothing(console: Stage) -> None:
    mine = program(console, await token(console))
    for path in ("/api/v1/nope", "/api/v1/reports/x", "/api/v1/messages/999", "/api/v1/reports?offset=x"):
        answer = await mine.get(path)
        assert answer.status_code in (400, 404)
        assert set(answer.json()) == {"status", "detail"}
        assert "default-src" in answer.headers["content-security-policy"]
