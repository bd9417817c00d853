"""Attacks on the console, each as somebody would try it."""

import asyncio
from http import HTTPStatus

import httpx
import pytest
from structlog.testing import capture_logs

from gateway.store import accounts, reports
from tests.web.stage import PASSWORD, Stage, hidden, sign_in
from web import problems

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ESCAPED = "&lt;script&gt;"
FORMS = ("claim", "give-back", "close", "reply", "release")


def _session(client: httpx.AsyncClient) -> str:
    return client.cookies.get("session-MSI") or ""


@pytest.mark.parametrize("path", ["/sign-in", "/nope", "/", "/s/none.css", "/live", "/r/%00", "/m/x"])
async def test_every_answer_carries_the_security_headers(console: Stage, path: str) -> None:
    async with console.client() as client:
        found = (await client.get(path)).headers
    csp = found["content-security-policy"]
    assert "default-src 'none'" in csp
    assert "frame-ancestors 'none'" in csp
    assert "unsafe" not in csp
    assert found["x-content-type-options"] == "nosniff"
    assert found["x-frame-options"] == "DENY"
    assert found["referrer-policy"] == "no-referrer"
    assert found["cache-control"] == "no-store"
    assert "server" not in found


async def test_a_foreign_host_name_is_refused(console: Stage) -> None:
    async with console.client() as client:
        for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost:80:80"):
            answer = await client.get("/sign-in", headers={"host": host})
            assert answer.status_code == 400
            assert "content-security-policy" in answer.headers


async def test_signing_in_gives_a_new_id_and_ends_the_one_it_came_with(console: Stage) -> None:
    first = await console.signed_in()
    planted = _session(first.client)
    async with console.client() as victim:
        victim.cookies.set("session-MSI", planted)
        page = await victim.get("/sign-in")
        form = {"name": "somchai", "password": PASSWORD, "pre": hidden(page.text, "pre")}
        answer = await victim.post("/sign-in", data=form)
        assert answer.status_code == 303
        assert planted not in answer.headers["set-cookie"]
    assert (await first.client.get("/")).status_code == 303


async def test_an_id_of_the_attackers_making_opens_nothing(console: Stage) -> None:
    async with console.client() as client:
        client.cookies.set("session-MSI", "a" * 43)
        assert (await client.get("/")).status_code == 303


async def test_a_sign_out_is_not_undone_by_a_request_in_flight(console: Stage) -> None:
    staff = await console.signed_in()
    token = await staff.token()
    loads = [asyncio.create_task(staff.client.get("/")) for _ in range(8)]
    await staff.client.post("/sign-out", data={"csrf": token})
    await asyncio.gather(*loads)
    assert (await staff.client.get("/")).status_code == 303
    assert await console.store.read(lambda conn: accounts.sessions_of(conn, "somchai")) == []


async def test_a_disabled_account_is_out_at_once(console: Stage) -> None:
    staff = await console.signed_in()
    await console.store.write(lambda conn: accounts.change(conn, "somchai", disabled=True))
    assert (await staff.client.get("/")).status_code == 303


@pytest.mark.parametrize("form", FORMS)
async def test_no_form_works_without_its_token(console: Stage, form: str) -> None:
    key = await console.report()
    staff = await console.signed_in()
    other = await console.signed_in()
    fields = {"partner": "TCL", "text": "x", "why": "x"}
    for token in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": await other.token()}):
        answer = await staff.client.post(f"/r/{key}/{form}", data={**fields, **token})
        assert answer.status_code == HTTPStatus.FORBIDDEN
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.state, report.claimed_by) == ("new", None)


async def test_a_form_from_a_foreign_page_is_refused_even_with_the_token(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    form = {"csrf": await staff.token()}
    for site in ("cross-site", "same-site"):
        answer = await staff.client.post(f"/r/{key}/claim", data=form, headers={"sec-fetch-site": site})
        assert answer.status_code == HTTPStatus.FORBIDDEN


async def test_nothing_changes_by_a_get(console: Stage) -> None:
    key = await console.report(origin="TCL")
    staff = await console.signed_in()
    for path in (f"/r/{key}", f"/r/{key}/claim", f"/r/{key}/release", "/sign-out"):
        await staff.client.get(path)
    assert console.station.seen == []
    assert (await staff.client.get("/")).status_code == 200


async def test_the_sign_in_form_needs_its_own_cookie(console: Stage) -> None:
    async with console.client() as client:
        form = {"name": "somchai", "password": PASSWORD, "pre": "x"}
        assert (await client.post("/sign-in", data=form)).status_code == HTTPStatus.FORBIDDEN


async def test_an_unknown_name_and_a_wrong_password_answer_alike(console: Stage) -> None:
    await console.account("gone", disabled=True)
    pages: set[str] = set()
    for name in ("somchai", "nobody-here", "gone"):
        async with console.client() as client:
            answer = await sign_in(client, name, "wrong wrong wrong")
            assert answer.status_code == HTTPStatus.UNAUTHORIZED
            pages.add(answer.text.replace(hidden(answer.text, "pre"), ""))
    assert len(pages) == 1


async def test_guesses_are_slowed_down(console: Stage) -> None:
    async with console.client() as client:
        codes = [(await sign_in(client, "somchai", "wrong")).status_code for _ in range(6)]
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS
        late = await sign_in(client, "somchai", PASSWORD)
        assert late.status_code == HTTPStatus.TOO_MANY_REQUESTS


@pytest.mark.parametrize(
    "after",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\x09/evil.example", "javascript:1"],
)
async def test_signing_in_leads_nowhere_else(console: Stage, after: str) -> None:
    async with console.client() as client:
        assert (await sign_in(client, "somchai", PASSWORD, next=after)).headers["location"] == "/"


async def test_a_line_end_in_an_address_makes_no_header(console: Stage) -> None:
    async with console.client() as client:
        answer = await sign_in(client, "somchai", PASSWORD, next="/x\r\nset-cookie: stolen=1")
        assert "stolen" not in str(answer.headers.get_list("set-cookie"))
        assert answer.headers["location"] == "/"


async def test_script_in_whatever_an_officer_or_a_partner_can_fill_is_text(console: Stage) -> None:
    await console.message(SCRIPT)
    fields = {"place": SCRIPT, "plate": SCRIPT, "items": SCRIPT, "<b>": SCRIPT}
    spoilt = {"type": SCRIPT, "ref": SCRIPT, "unit": SCRIPT, "place": SCRIPT, "canonical": SCRIPT}
    fix = [{"field": SCRIPT, "from": SCRIPT, "to": SCRIPT, "rule": SCRIPT}]
    ours = await console.report(text=SCRIPT, **{**spoilt, "fields": fields, "corrections": fix})
    theirs = await console.report(origin="TCL", **{**spoilt, "fields": {"items": [{"code": SCRIPT}], "x": 1}})
    staff = await console.signed_in()
    await staff.post(f"/r/{ours}/reply", text=SCRIPT)
    await staff.post(f"/r/{ours}/close", why=SCRIPT)
    paths = ["/messages", "/m/1", f"/r/{ours}", f"/r/{theirs}", f"/r/{ours}/release/TCL", "/?state=all"]
    for path in paths:
        page = (await staff.client.get(path)).text
        assert ESCAPED in page
        assert "<script>alert" not in page
        assert "<img" not in page
    searched = (await staff.client.get("/", params={"q": SCRIPT})).text
    assert "<script>alert" not in searched


async def test_the_officer_is_never_shown(console: Stage) -> None:
    key = await console.report()
    await console.message("hello")
    staff = await console.signed_in()
    for path in ("/", f"/r/{key}", "/messages", "/m/2", f"/r/{key}/release/TCL"):
        page = (await staff.client.get(path)).text
        assert "Sgt Nobody" not in page
        assert "66812345678" not in page


async def test_another_agencys_report_is_not_there_at_all(console: Stage) -> None:
    key = await console.report(agency="RTP")
    await console.account("customs", agency="CUS")
    staff = await console.signed_in("customs")
    assert str(key) not in (await staff.client.get("/")).text
    assert (await staff.client.get(f"/r/{key}")).status_code == 404
    assert (await staff.client.get(f"/r/{key}/release/TCL")).status_code == 404
    for form in FORMS:
        assert (await staff.post(f"/r/{key}/{form}", partner="TCL", text="x", why="x")).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "clerk", "emperor"])
async def test_a_role_without_the_right_changes_nothing(console: Stage, role: str) -> None:
    key = await console.report()
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    for form in FORMS:
        answer = await staff.post(f"/r/{key}/{form}", partner="TCL", text="x", why="x")
        assert answer.headers["location"].endswith("done=forbidden")
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert report.claimed_by is None


async def test_fields_that_no_form_has_change_nothing(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{key}/claim", state="closed", claimed_by="admin", role="administrator", seq="9")
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.state, report.claimed_by) == ("claimed", "somchai")


async def test_oversized_bodies_are_refused_with_and_without_their_length(console: Stage) -> None:
    staff = await console.signed_in()
    big = b"csrf=x&text=" + b"a" * 200_000

    async def pieces() -> object:
        for start in range(0, len(big), 8192):
            yield big[start : start + 8192]

    headers = {"content-type": "application/x-www-form-urlencoded"}
    for body in (big, pieces()):
        answer = await staff.client.post("/sign-out", content=body, headers=headers)  # pyright: ignore[reportArgumentType]  # a generator is fine
        assert answer.status_code == 413
    assert (await staff.client.get("/")).status_code == 200


async def test_no_traceback_and_no_path_in_an_error(console: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = await console.signed_in()

    async def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(type(console.desk), "lane", broken)
    with capture_logs() as logs:  # structlog's own renderer would draw every local of every frame
        answer = await staff.client.get("/messages")
    assert answer.status_code == 500
    assert [line["event"] for line in logs] == ["the console failed on a request"]
    assert "secret inside" not in answer.text
    assert "Traceback" not in answer.text
    assert "default-src" in answer.headers["content-security-policy"]


async def test_no_body_breaks_the_console(console: Stage) -> None:
    bodies = [
        b"",
        b"\x00" * 50,
        b"%",
        b"a=%ff%fe",
        b"&" * 500,
        b"=&" * 300,
        "csrf=ก".encode(),
        b"\xff\xfe" * 20,
    ]
    staff = await console.signed_in()
    kinds = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "")
    for path in ("/sign-in", "/sign-out", "/r/MSI-1-1/reply", "/live", "/"):
        for body in bodies:
            for kind in kinds:
                answer = await staff.client.post(path, content=body, headers={"content-type": kind})
                assert answer.status_code < 500
                assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/r/MSI-1-" + "9" * 40,
        "/r/%F0%9F%98%80-1-1",
        "/m/" + "9" * 30,
        "/?offset=" + "9" * 30,
        "/?q=%25_%5C",
        "/messages?before=x",
        "/?state=%00&type=%ff",
        "/r/--",
        "/r/MSI-1-1/release/%2e%2e",
    ],
)
async def test_no_address_breaks_the_console(console: Stage, path: str) -> None:
    await console.report()
    staff = await console.signed_in()
    assert (await staff.client.get(path)).status_code in (200, 404)


async def test_a_log_that_fails_too_still_leaves_an_answer_with_its_headers(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = await console.signed_in()

    async def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(type(console.desk), "lane", broken)
    monkeypatch.setattr(problems._log, "error", full, raising=False)
    with capture_logs():
        answer = await staff.client.get("/messages")
    assert answer.status_code == 500
    assert "secret inside" not in answer.text
    assert "default-src" in answer.headers["content-security-policy"]
