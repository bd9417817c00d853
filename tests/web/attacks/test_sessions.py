"""Sessions that were planted, made up, ended or taken away."""

import asyncio

import httpx

from gateway.store import accounts
from tests.web.stage import PASSWORD, Stage, hidden, sign_in


def _session(client: httpx.AsyncClient) -> str:
    return client.cookies.get("session-MSI") or ""


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


async def test_a_cookie_is_for_us_alone(console: Stage) -> None:
    async with console.client() as client:
        answer = await sign_in(client, "somchai", PASSWORD)
    session = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("session-MSI="))
    assert {"httponly", "samesite=strict", "path=/"} <= set(session.lower().split("; "))
