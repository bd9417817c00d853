"""Tokens: shown once, kept as a hash, held to scopes, account and time, each use on record."""

import html
import re
from datetime import timedelta

import pytest

from gateway.store import accounts, audit, reports, tokens
from gateway.store.columns import table
from gateway.store.tables import Audit, Token
from tests.web.api.program import program, token
from tests.web.stage import Browserless, Stage

_READ = ("/api/v1/reports", "/api/v1/messages", "/api/v1/places")
_SECRET = re.compile(r"pwt_[A-Za-z0-9_-]{43}")


async def _chief(console: Stage) -> Browserless:
    await console.account("chief", role="administrator")
    return await console.signed_in("chief")


async def _made(staff: Browserless, **more: str) -> str:
    form = {"name": "wallboard", "account": "chief", "days": "30", "read": "1", **more}
    found = _SECRET.search((await staff.post("/tokens/add", **form)).text)
    return found[0] if found else ""


async def test_a_token_is_shown_once_and_kept_as_a_hash(console: Stage) -> None:
    staff = await _chief(console)
    secret = await _made(staff)
    assert secret
    assert secret not in (await staff.client.get("/tokens")).text
    rows = await console.store.read(lambda conn: conn.execute(table(Token).select()).all())
    assert secret not in str(rows)
    assert (await program(console, secret).get("/api/v1/reports")).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"name": "No!"}, {"account": "nobody"}, {"days": "0"}, {"days": "999"}, {"read": ""}, {"name": ""}],
)
async def test_a_token_that_makes_no_sense_is_not_made(console: Stage, wrong: dict[str, str]) -> None:
    staff = await _chief(console)
    assert await _made(staff, **wrong) == ""
    assert await console.store.read(tokens.everyone) == []


async def test_a_name_is_given_once(console: Stage) -> None:
    staff = await _chief(console)
    assert await _made(staff)
    assert await _made(staff) == ""


@pytest.mark.parametrize("role", ["clerk", "auditor", "emperor"])
async def test_who_neither_acts_nor_lets_people_in_keeps_no_tokens(console: Stage, role: str) -> None:
    await token(console)
    await console.account("other", role=role)
    staff = await console.signed_in("other")
    assert (await staff.client.get("/tokens")).status_code == 404
    assert (
        await staff.post("/tokens/add", name="x1", account="other", days="1", read="1")
    ).status_code == 403
    refused = await staff.post("/tokens/revoke", id="1")
    assert refused.status_code == 403
    assert "These roles may: duty, supervisor, administrator, analyst;" in refused.text
    assert [one.revoked_at for one in await console.store.read(tokens.everyone)] == [None]


@pytest.mark.parametrize("role", ["duty", "supervisor", "analyst"])
async def test_who_acts_makes_and_ends_his_own_tokens_alone(console: Stage, role: str) -> None:
    await token(console)
    await console.account("other", role=role)
    staff = await console.signed_in("other")
    for scope in ("read", "act"):
        assert await _made(staff, account="somchai", name="theirs", **{scope: "1"}) == ""
    assert "<b>wallboard</b>" not in (await staff.client.get("/tokens")).text
    await staff.post("/tokens/revoke", id="1")
    secret = await _made(staff, account="other", name="mine", act="1")
    key = await console.report()
    assert (await program(console, secret).post(f"/api/v1/reports/{key}/claim")).status_code == 200
    await staff.post("/tokens/revoke", id="2")
    ended = {one.name: one.revoked_at is not None for one in await console.store.read(tokens.everyone)}
    assert ended == {"wallboard": False, "mine": True}


@pytest.mark.parametrize("scope", ["act", "release"])
async def test_who_lets_people_in_gives_no_program_their_decisions(console: Stage, scope: str) -> None:
    staff = await _chief(console)
    assert f'name="{scope}"' not in (await staff.client.get("/tokens")).text
    assert await _made(staff, account="somchai", **{scope: "1"}) == ""
    assert await _made(staff, account="somchai")


async def test_what_was_made_of_anothers_rights_before_is_good_for_reading_alone(console: Stage) -> None:
    key, old = await console.report(), await token(console)
    made = table(Token).update().values(made_by="chief")
    await console.store.write(lambda conn: conn.execute(made))
    mine = program(console, old)
    assert (await mine.get("/api/v1/reports")).status_code == 200
    for deed, body in (("claim", {}), ("release", {"partner": "TCL"})):
        assert (await mine.post(f"/api/v1/reports/{key}/{deed}", json=body)).status_code == 403


async def test_without_a_token_or_with_a_cookie_there_is_nothing(console: Stage) -> None:
    staff = await console.signed_in()
    key = await console.report()
    for client in (console.client(), staff.client, program(console, "pwt_" + "a" * 43)):
        for path in _READ:
            answer = await client.get(path)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
        assert (await client.post(f"/api/v1/reports/{key}/claim")).status_code == 401


async def test_a_scope_is_all_a_token_opens(console: Stage) -> None:
    key = await console.report()
    read = program(console, await token(console, scopes=["read"], name="reads"))
    act = program(console, await token(console, scopes=["act"], name="acts"))
    assert (await read.get("/api/v1/reports")).status_code == 200
    assert (await read.post(f"/api/v1/reports/{key}/claim")).status_code == 403
    assert (await act.get("/api/v1/reports")).status_code == 403
    assert (await act.post(f"/api/v1/reports/{key}/claim")).status_code == 200
    released = await act.post(f"/api/v1/reports/{key}/release", json={"partner": "TCL", "version": 1})
    assert released.status_code == 403


async def test_a_token_may_no_more_than_its_account(console: Stage) -> None:
    key = await console.report()
    await console.account("watcher", role="auditor")
    mine = program(console, await token(console, "watcher"))
    answer = await mine.post(f"/api/v1/reports/{key}/claim")
    assert (answer.status_code, answer.json()["done"]) == (403, "forbidden")
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert report.claimed_by is None


async def test_another_agencys_report_is_not_there_for_its_programs_either(console: Stage) -> None:
    key = await console.report(agency="RTP")
    await console.account("customs", agency="CUS")
    theirs = program(console, await token(console, "customs"))
    assert (await theirs.get("/api/v1/reports")).json()["total"] == 0
    assert (await theirs.get(f"/api/v1/reports/{key}")).status_code == 404
    assert (await theirs.post(f"/api/v1/reports/{key}/claim")).status_code == 404


async def test_it_ends_when_revoked_expired_or_its_account_is_disabled(console: Stage) -> None:
    staff = await _chief(console)
    secrets = [await token(console, name=name) for name in ("one1", "two2")]
    await console.account("leaver")
    secrets.append(await token(console, "leaver", name="three"))
    clients = [program(console, secret) for secret in secrets]
    assert [(await one.get("/api/v1/places")).status_code for one in clients] == [200, 200, 200]
    await staff.post("/tokens/revoke", id="1")
    late = table(Token).update().where(table(Token).c.id == 2)
    values = {"expires_at": console.desk.clock.now() - timedelta(seconds=1)}
    await console.store.write(lambda conn: conn.execute(late.values(**values)))
    await console.store.write(lambda conn: accounts.change(conn, "leaver", disabled=True))
    assert [(await one.get("/api/v1/places")).status_code for one in clients] == [401, 401, 401]
    page = (await staff.client.get("/tokens")).text
    assert page.count("/tokens/revoke") == 1


async def test_what_a_token_does_is_on_record_as_its_own(console: Stage) -> None:
    key = await console.report()
    mine = program(console, await token(console))
    await mine.get("/api/v1/reports")
    await mine.get("/api/v1/reports")
    await mine.post(f"/api/v1/reports/{key}/claim")
    rows = await console.store.read(lambda conn: conn.execute(table(Audit).select()).all())
    found = [(row.action, row.subject) for row in rows if row.actor == "token wallboard"]
    assert found == [("used", "GET /api/v1/reports"), ("claimed", str(key))]
    assert await console.store.read(audit.verify) is None


async def test_what_a_name_holds_is_text(console: Stage) -> None:
    staff = await _chief(console)
    script = "<script>alert(1)</script>"
    page = (await staff.post("/tokens/add", name=script, account=script, days=script, read=script)).text
    assert script not in page
    assert html.escape(script) not in page
