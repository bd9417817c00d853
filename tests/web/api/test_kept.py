"""What programs see of what the office keeps: only by the right that its page asks for, masked as there."""

import html

import pytest
from sqlalchemy import Connection

from gateway.store import accounts, attachments, duty, officers
from gateway.store.columns import table
from gateway.store.tables import Audit
from tests.web.api.program import program, token
from tests.web.stage import Stage, now

_NUMBER = "+66812345678"


async def _enrol(console: Stage, name: str, agency: str) -> None:
    def work(conn: Connection) -> None:
        officer = officers.add(conn, name=name, agency=agency, unit="Patrol 3", made_at=now())
        officers.reach(conn, officer_id=officer, kind="number", value=_NUMBER, confirmed_at=now())

    await console.store.write(work)


async def test_a_file_is_listed_and_given_byte_for_byte_on_record(console: Stage) -> None:
    key, other = await console.report(agency="RTP"), await console.report()
    facts = {"kind": "image/jpeg", "digest": b"d" * 32, "located": False, "note": "", "by": "somchai"}
    await console.store.write(
        lambda conn: attachments.add(conn, key, b"\xff\xd8photo", name="boat.jpg", at=now(), **facts)
    )
    mine = program(console, await token(console))
    (listed,) = (await mine.get(f"/api/v1/reports/{key}")).json()["attachments"]
    assert (listed["name"], listed["size"]) == ("boat.jpg", 7)
    at = f"/api/v1/reports/{key}/attachments/{listed['number']}"
    answer = await mine.get(at)
    assert (answer.content, answer.headers["content-type"]) == (b"\xff\xd8photo", "application/octet-stream")
    assert answer.headers["content-disposition"].startswith("attachment;")
    rows = await console.store.read(lambda conn: conn.execute(table(Audit).select()).all())
    opened = [(row.actor, row.action) for row in rows if row.subject == str(key)]
    assert opened == [("token wallboard", f"opened attachment {listed['number']}")]
    await console.account("customs", agency="CUS")
    theirs = program(console, await token(console, "customs", name="theirs"))
    for client, path in (
        (theirs, at),
        (mine, f"/api/v1/reports/{other}/attachments/{listed['number']}"),
        (mine, f"/api/v1/reports/{key}/attachments/0"),
        (mine, f"/api/v1/reports/{key}/attachments/{2**70}"),
    ):
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("path", "roles"),
    [("roster", {"clerk"}), ("record", {"supervisor", "administrator", "auditor"})],
)
async def test_only_who_may_read_it_on_its_page_may_have_it(
    console: Stage, path: str, roles: set[str]
) -> None:
    for role in ("clerk", "duty", "supervisor", "administrator", "auditor", "analyst", "emperor"):
        await console.account(f"a-{role}", role=role)
        mine = program(console, await token(console, f"a-{role}", name=role))
        answer = await mine.get(f"/api/v1/{path}")
        assert answer.status_code == (200 if role in roles else 403), role
        if role not in roles:
            assert set(answer.json()) == {"status", "detail"}
    act = program(console, await token(console, f"a-{min(roles)}", scopes=["act"], name="acts"))
    assert (await act.get(f"/api/v1/{path}")).status_code == 403


async def test_the_roster_is_the_clerks_own_and_masked(console: Stage) -> None:
    await _enrol(console, "Sgt Nobody", "RTP")
    await _enrol(console, "Sgt Somebody", "CUS")
    await console.account("clerk1", role="clerk", agency="RTP")
    answer = await program(console, await token(console, "clerk1")).get("/api/v1/roster")
    (found,) = answer.json()
    page = html.unescape((await (await console.signed_in("clerk1")).client.get("/roster")).text)
    assert (found["name"], found["unit"], found["agency"]) == ("Sgt Nobody", "Patrol 3", "RTP")
    assert found["reaches"][0]["shown"] in page
    assert "Sgt Somebody" not in answer.text
    assert _NUMBER[3:] not in answer.text


async def test_the_duty_list_is_masked(console: Stage) -> None:
    await console.store.write(lambda conn: duty.add(conn, "somchai", _NUMBER, now()))
    answer = await program(console, await token(console)).get("/api/v1/duty")
    page = html.unescape((await (await console.signed_in()).client.get("/duty")).text)
    (phone,) = answer.json()["phones"]
    assert (phone["account"], phone["reached"]) == ("somchai", True)
    assert phone["phone"] in page
    assert _NUMBER[3:] not in answer.text


async def test_the_record_is_found_by_who_what_and_when_and_the_look_is_in_it(console: Stage) -> None:
    await console.account("watcher", role="auditor")
    await console.signed_in()
    mine = program(console, await token(console, "watcher"))
    asked = {"who": "somchai", "what": "signed in", "from": "2020-01-01"}
    found = (await mine.get("/api/v1/record", params=asked)).json()
    assert [(one["actor"], one["action"]) for one in found["rows"]] == [("somchai", "signed in")]
    assert found["before"] is None
    rows = (await mine.get("/api/v1/record")).json()["rows"]
    assert ("token wallboard", "read the record") in [(one["actor"], one["action"]) for one in rows]
    older = (await mine.get("/api/v1/record", params={"before": rows[0]["seq"]})).json()["rows"]
    assert older[0] == rows[1]
    assert (await mine.get("/api/v1/record", params={"to": "2020-01-01"})).json()["rows"] == []


async def test_a_programs_views_are_its_accounts_with_what_they_find(console: Stage) -> None:
    await console.account("malee")
    await console.report(place="MSI")
    key = await console.report(place="CKG")
    staff = await console.signed_in()
    await staff.post("/views", name="Crossing", query="place=CKG")
    await staff.post("/views", name="Mine", query="state=mine")
    await staff.post(f"/r/{key}/claim")
    mine = program(console, await token(console))
    assert (await mine.get("/api/v1/views")).json() == [
        {"name": "Crossing", "query": "place=CKG", "count": 1},
        {"name": "Mine", "query": "state=mine", "count": 1},
    ]
    found = (await mine.get("/api/v1/reports?place=CKG")).json()
    assert [one["key"] for one in found["reports"]] == [str(key)]
    theirs = program(console, await token(console, "malee", name="theirs"))
    assert (await theirs.get("/api/v1/views")).json() == []


async def test_all_of_it_ends_with_the_account(console: Stage) -> None:
    await console.account("leaver", role="supervisor")
    mine = program(console, await token(console, "leaver"))
    await console.store.write(lambda conn: accounts.change(conn, "leaver", disabled=True))
    for path in ("shift", "map", "statistics", "situation", "duty", "views", "record", "roster"):
        assert (await mine.get(f"/api/v1/{path}")).status_code == 401
