"""Taking reports out: what a filter finds and nothing private, by those who may, on the record."""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from gateway import exports
from gateway.desk.shift.exporting import COLUMNS
from gateway.store import audit
from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Audit
from tests.web.stage import Stage, file_report, now

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
async def chief(console: Stage) -> Stage:
    await console.account("chief", role="supervisor")
    return console


def _rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def _last(conn: Connection) -> Audit:
    return many(conn, Audit, table(Audit).select())[-1]


async def test_the_same_reports_come_as_csv_and_as_geojson(chief: Stage) -> None:
    await chief.report(place="MSI", fields={"place": "MSI", "text": FORMULA})
    await chief.report(type="MIG", place="nowhere", fields={"place": "nowhere"})
    staff = await chief.signed_in("chief")
    file = await staff.post("/export?state=all", **{"as": "csv"})
    assert file.headers["content-disposition"].startswith('attachment; filename="MSI-')
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    first, second = _rows(file.text)
    assert tuple(first) == COLUMNS
    assert (first["id"], first["place_name"], first["said"]) == ("MSI-1-1", "Mae Sai", f"'{FORMULA}")
    assert json.loads(first["fields"]) == {"place": "MSI", "text": FORMULA}
    drawn = json.loads((await staff.post("/export?state=all", **{"as": "geojson"})).text)
    near, far = drawn["features"]
    assert near["geometry"]["coordinates"] == [pytest.approx(99.88, abs=0.05), pytest.approx(20.43, abs=0.05)]
    assert (far["geometry"], far["properties"]["type"], second["id"]) == (None, "MIG", far["id"])


async def test_it_is_the_command_s_own_list_of_fields(chief: Stage) -> None:
    await chief.report()
    (command,) = await chief.store.read(lambda conn: list(exports.rows(conn, 0, with_source=False)))
    assert set(command) <= set(COLUMNS)
    staff = await chief.signed_in("chief")
    (row,) = _rows((await staff.post("/export", **{"as": "csv"})).text)
    assert {name: row[name] for name in command if name not in ("fields", "feed_seq")} == {
        name: value for name, value in command.items() if name not in ("fields", "feed_seq")
    }


async def test_the_officer_is_in_no_file(chief: Stage) -> None:
    await chief.report()
    staff = await chief.signed_in("chief")
    for form in ("csv", "geojson"):
        text = (await staff.post("/export", **{"as": form})).text
        assert "MSI-1-1" in text
        assert "Nobody" not in text
        assert "66812345678" not in text


async def test_from_and_to_are_days_of_the_office_and_both_count(chief: Stage) -> None:
    for ago in (0, 2, 4):
        await chief.report(ago=ago * 86400)
    staff = await chief.signed_in("chief")
    day = (now() + timedelta(hours=7) - timedelta(days=2)).date().isoformat()
    page = await staff.client.get("/export", params={"from": day, "to": day})
    assert "<b>1</b>" in page.text
    found = _rows((await staff.post(f"/export?from={day}&to={day}", **{"as": "csv"})).text)
    assert [row["id"] for row in found] == ["MSI-1-2"]
    for nonsense in ("2026-02-31", "x", "9999-12-31", "0001-01-01"):
        assert (await staff.client.get("/export", params={"from": nonsense})).status_code == 200


async def test_more_than_a_page_comes_once_each_while_reports_change(chief: Stage) -> None:
    def fill(conn: Connection) -> None:
        for _ in range(exports._PAGE + 20):
            file_report(conn)

    await chief.store.write(fill)
    staff = await chief.signed_in("chief")
    found = [row["id"] for row in _rows((await staff.post("/export", **{"as": "csv"})).text)]
    assert len(found) == len(set(found)) == exports._PAGE + 20


async def test_it_is_on_the_record_without_the_words_searched_for(chief: Stage) -> None:
    await chief.report(place="MSI")
    staff = await chief.signed_in("chief")
    await staff.post("/export?type=DRG&q=YAB", **{"as": "csv"})
    row = await chief.store.read(_last)
    assert (row.actor, row.action, row.subject) == ("chief", "exported csv", "1 reports, type=DRG")
    assert len(row.digest) == 32
    assert await chief.store.read(audit.verify) is None


@pytest.mark.parametrize("role", ["clerk", "duty", "auditor", "emperor"])
async def test_who_has_not_the_right_gets_no_page_and_no_file(console: Stage, role: str) -> None:
    await console.report()
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    assert (await staff.client.get("/export")).status_code == 403
    answer = await staff.post("/export", **{"as": "csv"})
    assert answer.status_code == 403
    assert "MSI-1-1" not in answer.text


async def test_without_the_token_there_is_no_file_and_no_record(chief: Stage) -> None:
    await chief.report()
    staff = await chief.signed_in("chief")
    before = await chief.store.read(audit.head)
    answer = await staff.client.post("/export", data={"as": "csv"})
    assert answer.status_code == 403
    assert (await staff.post("/export", **{"as": "xlsx"})).status_code == 404
    assert await chief.store.read(audit.head) == before


async def test_another_agency_s_reports_are_in_no_file(console: Stage) -> None:
    await console.report(agency="RTP")
    await console.account("customs", role="supervisor", agency="CUS")
    staff = await console.signed_in("customs")
    assert _rows((await staff.post("/export?state=all", **{"as": "csv"})).text) == []
