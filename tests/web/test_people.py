"""The staff's accounts: one's own, the others', the step that asks once more who it is; attacks on all."""

import unicodedata
from datetime import UTC, datetime

import pytest

from gateway.desk.roles import RIGHTS, Right, Role
from gateway.store import accounts
from gateway.store.columns import table
from gateway.store.tables import Audit, Session
from tests.web.stage import PASSWORD, Browserless, Stage, hidden, sign_in

WANTED = {"role": "duty", "agency": "RTP", "language": "th"}


def _recorded(console: Stage) -> list[str]:
    rows = table(Audit)
    found = console.store.read_now(lambda conn: list(conn.execute(rows.select().order_by(rows.c.seq))))
    return [f"{row.actor}: {row.action}, {row.subject}" for row in found]


async def _admin(console: Stage) -> Browserless:
    await console.account("chief", role="administrator")
    return await console.signed_in("chief")


async def _proved(console: Stage, at: datetime) -> None:
    """Let everybody who is signed in have proved himself at that moment."""
    await console.store.write(lambda conn: conn.execute(table(Session).update().values(proved_at=at)))


def test_no_role_has_a_right_it_does_not_need() -> None:
    assert Right.RELEASE not in RIGHTS[Role.ADMINISTRATOR] | RIGHTS[Role.CLERK] | RIGHTS[Role.AUDITOR]
    assert {role for role in Role if Right.STAFF in RIGHTS[role]} == {Role.ADMINISTRATOR}
    assert {role for role in Role if Right.ROSTER in RIGHTS[role]} == {Role.CLERK}
    assert all(Right.READ in RIGHTS[role] for role in Role)


async def test_somebody_let_in_signs_in_with_the_password_that_is_shown_once(console: Stage) -> None:
    chief = await _admin(console)
    answer = await chief.post("/staff/add", name="malee", **WANTED)
    password = answer.text.partition("<pre>")[2].partition("</pre>")[0]
    async with console.client() as client:
        assert (await sign_in(client, "malee", password)).status_code == 303
    account = await console.store.read(lambda conn: accounts.by_name(conn, "malee"))
    assert account is not None
    assert (account.role, account.agency, account.language) == ("duty", "RTP", "th")
    assert password not in (await chief.client.get("/staff/malee")).text
    assert "chief: added as duty, account malee" in _recorded(console)


@pytest.mark.parametrize("name", ["สมศักดิ์", "ສົມສັກ", "សុខា", "အောင်", "hiệp", "d.k-2"])
async def test_a_name_in_any_of_the_languages_opens_an_account_however_its_letters_are_typed(
    console: Stage, name: str
) -> None:
    chief = await _admin(console)
    apart = unicodedata.normalize("NFD", name)
    answer = await chief.post("/staff/add", **{**WANTED, "name": apart})
    password = answer.text.partition("<pre>")[2].partition("</pre>")[0]
    for written in (name, apart):
        async with console.client() as client:
            assert (await sign_in(client, written, password)).status_code == 303
    assert (await chief.client.get(f"/staff/{name}")).status_code == 200


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": ".."}, "name"),
        ({"name": "\u0e31\u0e31"}, "name"),
        ({"name": "Somchai"}, "name-taken"),
        ({"name": "Station"}, "name-reserved"),
        ({"name": "tcl"}, "name-reserved"),
        ({"name": "msi"}, "name-reserved"),
        ({"name": "a/b"}, "name"),
        ({"name": "x" * 33}, "name"),
        ({"name": "new", "role": "emperor"}, "role"),
        ({"name": "new", "language": "xx"}, "role"),
    ],
)
async def test_an_account_that_cannot_be_is_not_made(console: Stage, form: dict[str, str], said: str) -> None:
    chief = await _admin(console)
    answer = await chief.post("/staff/add", **{**WANTED, **form})
    assert answer.headers["location"] == f"/staff?done={said}"
    assert len(await console.store.read(accounts.everyone)) == 2


async def test_another_role_counts_at_once_and_nobody_changes_his_own(console: Stage) -> None:
    chief = await _admin(console)
    staff = await console.signed_in()
    await chief.post("/staff/somchai/change", **{**WANTED, "role": "auditor"})
    key = await console.report()
    assert (await staff.post(f"/r/{key}/claim")).headers["location"].endswith("done=forbidden")
    for form in ("change", "disable", "reset"):
        answer = await chief.post(f"/staff/chief/{form}", **{**WANTED, "disabled": "yes"})
        assert answer.headers["location"].endswith("done=own")
    mine = await console.store.read(lambda conn: accounts.by_name(conn, "chief"))
    assert mine is not None
    assert (mine.role, mine.disabled) == ("administrator", False)


async def test_who_is_shut_out_is_out_at_once_and_his_sign_ins_do_not_come_back(console: Stage) -> None:
    chief, staff = await _admin(console), await console.signed_in()
    await chief.post("/staff/somchai/disable", disabled="yes")
    assert (await staff.client.get("/")).status_code == 303
    await chief.post("/staff/somchai/disable", disabled="no")
    assert (await staff.client.get("/")).status_code == 303
    await console.signed_in()


async def test_a_new_password_ends_what_the_old_one_opened(console: Stage) -> None:
    chief, staff = await _admin(console), await console.signed_in()
    given = (await chief.post("/staff/somchai/reset")).text.partition("<pre>")[2].partition("</pre>")[0]
    assert (await staff.client.get("/")).status_code == 303
    async with console.client() as client:
        assert (await sign_in(client, "somchai", PASSWORD)).status_code == 401
        assert (await sign_in(client, "somchai", given)).status_code == 303


async def test_ones_own_password_is_ones_own_to_choose(console: Stage) -> None:
    here, there = await console.signed_in(), await console.signed_in()
    for new, again, said in (("short", "short", "short"), ("long enough", "another one", "wrong")):
        answer = await here.post("/people/password", new=new, again=again)
        assert answer.headers["location"].endswith(f"done={said}")
    await here.post("/people/password", new="a longer phrase", again="a longer phrase")
    assert (await here.client.get("/")).status_code == 200
    assert (await there.client.get("/")).status_code == 303
    async with console.client() as client:
        assert (await sign_in(client, "somchai", "a longer phrase")).status_code == 303


async def test_a_sign_in_is_ended_by_its_owner_and_nobody_elses_by_him(console: Stage) -> None:
    await console.account("malee")
    here, there, other = [await console.signed_in(name) for name in ("somchai", "somchai", "malee")]
    handle = hidden((await here.client.get("/people")).text, "handle")
    foreign = await console.store.read(lambda conn: accounts.sessions_of(conn, "malee"))
    for path in ("/people/end", "/staff/malee/end"):
        assert (await here.post(path, handle=foreign[0].id_hash.hex()[:16])).status_code == 404
    assert (await here.post("/people/end", handle=handle)).headers["location"].endswith("signed-out")
    assert (await there.client.get("/")).status_code == 303
    assert (await other.client.get("/")).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_the_staff_pages_are_not_there_for_others(console: Stage, role: str) -> None:
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    for path in ("/staff", "/staff/somchai", "/staff/watcher", "/staff/nobody"):
        assert (await staff.client.get(path)).status_code == 404
    for form in ("add", "somchai/change", "somchai/disable", "somchai/reset", "watcher/change"):
        answer = await staff.post(f"/staff/{form}", **WANTED, name="new", disabled="yes")
        assert answer.status_code == 404
    assert len(await console.store.read(accounts.everyone)) == 2
    kept = await console.store.read(lambda conn: accounts.by_name(conn, "somchai"))
    assert kept is not None
    assert (kept.role, kept.disabled) == ("duty", False)


async def test_fields_that_no_form_of_the_staff_has_change_nothing(console: Stage) -> None:
    chief = await _admin(console)
    before = await console.store.read(lambda conn: accounts.by_name(conn, "somchai"))
    await chief.post("/staff/somchai/change", **WANTED, name="boss", password="x", created_at="1970")
    after = await console.store.read(lambda conn: accounts.by_name(conn, "somchai"))
    assert before is not None
    assert after is not None
    assert (after.name, after.password, after.created_at) == ("somchai", before.password, before.created_at)


async def _forms(console: Stage) -> tuple[Browserless, list[str]]:
    names = ("add", "somchai/change", "somchai/disable", "somchai/reset", "somchai/end")
    return await _admin(console), [
        "/people/end",
        "/people/password",
        "/confirm",
        *(f"/staff/{n}" for n in names),
    ]


async def test_no_form_of_the_staff_works_without_its_token(console: Stage) -> None:
    chief, paths = await _forms(console)
    head = len(_recorded(console))
    for path in paths:
        for token in ({}, {"csrf": ""}, {"csrf": "x" * 32}):
            form = {**WANTED, **token, "name": "new", "password": PASSWORD, "disabled": "yes"}
            assert (await chief.client.post(path, data=form)).status_code == 403
    assert len(_recorded(console)) == head


async def test_what_is_grave_asks_who_it_is_once_more_and_comes_back(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    token, before = await staff.token(), staff.client.cookies["session-MSI"]
    await _proved(console, datetime(2020, 1, 1, tzinfo=UTC))
    path = f"/r/{key}/release/TCL"
    asked = await staff.client.get(path)
    assert asked.headers["location"] == f"/confirm?next={path.replace('/', '%2F')}"
    posted = await staff.post(f"/r/{key}/release", partner="TCL", version="1")
    assert posted.headers["location"] == f"/confirm?next=%2Fr%2F{key}"
    wrong = await staff.client.post("/confirm", data={"csrf": token, "password": "x", "next": path})
    assert wrong.status_code == 401
    right = await staff.client.post("/confirm", data={"csrf": token, "password": PASSWORD, "next": path})
    assert right.headers["location"] == path
    assert (await staff.client.get(path)).status_code == 200
    assert staff.client.cookies["session-MSI"] != before
    async with console.client() as thief:
        thief.cookies.set("session-MSI", before)
        assert (await thief.get("/")).status_code == 303


async def test_proving_oneself_leads_nowhere_else_and_is_slowed_down(console: Stage) -> None:
    staff = await console.signed_in()
    token = await staff.token()
    form = {"csrf": token, "password": PASSWORD, "next": "//evil.example"}
    assert (await staff.client.post("/confirm", data=form)).headers["location"] == "/"
    codes = [
        (await staff.client.post("/confirm", data={**form, "password": "x"})).status_code for _ in range(6)
    ]
    assert codes == [401] * 5 + [429]


async def test_guesses_at_the_door_do_not_hold_up_who_is_inside(console: Stage) -> None:
    staff = await console.signed_in()
    async with console.client() as stranger:
        for _ in range(8):
            await sign_in(stranger, "somchai", "wrong")
    form = {"csrf": await staff.token(), "password": PASSWORD, "next": "/people"}
    assert (await staff.client.post("/confirm", data=form)).headers["location"] == "/people"


@pytest.mark.parametrize("year", [2020, 2090])
async def test_an_old_proof_or_one_of_the_future_is_none(console: Stage, year: int) -> None:
    staff = await _admin(console)
    assert (await staff.client.get("/staff")).status_code == 200
    await _proved(console, datetime(year, 1, 1, tzinfo=UTC))
    assert (await staff.client.get("/staff")).headers["location"] == "/confirm?next=%2Fstaff"
