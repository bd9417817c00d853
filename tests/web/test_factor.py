"""The second factor: asked for at sign-in, no code twice, recovery codes once; and attacks on all of it."""

import base64
import time

import httpx
import pytest

from codes.onetime import hotp
from gateway.desk import totp
from gateway.store import accounts, factors
from tests.web.stage import PASSWORD, Browserless, Stage, hidden, sign_in


def _code(secret: bytes, ahead: int = 0) -> str:
    return hotp(secret, int(time.time()) // totp.STEP + ahead)


async def _set_up(console: Stage, ahead: int = 0) -> tuple[Browserless, bytes, list[str]]:
    """Switch somchai's second factor on, with a generator so many steps ahead; return what it is."""
    staff = await console.signed_in()
    begun = (await staff.post("/people/factor")).text.partition("<pre>")[2].partition("</pre>")[0]
    secret = base64.b32decode(begun.replace(" ", ""))
    page = (await staff.post("/people/factor-on", code=_code(secret, ahead))).text
    return staff, secret, page.partition("<pre>")[2].partition("</pre>")[0].split()


async def _coded(client: httpx.AsyncClient, code: str, **more: str) -> httpx.Response:
    page = await client.get("/sign-in-code")
    return await client.post("/sign-in-code", data={"pre": hidden(page.text, "pre"), "code": code, **more})


async def test_without_one_nothing_is_asked(console: Stage) -> None:
    await console.signed_in()


async def test_the_code_is_asked_for_beside_the_password_and_opens_once(console: Stage) -> None:
    _, secret, _ = await _set_up(console)
    async with console.client() as client:
        half = await sign_in(client, "somchai", PASSWORD, next="/health")
        assert half.headers["location"] == "/sign-in-code?next=%2Fhealth"
        assert "session-MSI" not in client.cookies
        assert (await client.get("/")).headers["location"] == "/sign-in"
        code = _code(secret, 1)
        done = await _coded(client, code, next="/health")
        assert done.headers["location"] == "/health"
        assert (await client.get("/")).status_code == 200
    async with console.client() as again:
        await sign_in(again, "somchai", PASSWORD)
        assert (await _coded(again, code)).status_code == 401


async def test_a_generator_that_is_minutes_off_is_followed(console: Stage) -> None:
    _, secret, _ = await _set_up(console, ahead=14)
    kept = await console.store.read(lambda conn: factors.of(conn, "somchai"))
    assert kept is not None
    assert kept.drift in (13, 14)
    async with console.client() as client:
        await sign_in(client, "somchai", PASSWORD)
        assert (await _coded(client, _code(secret, 20))).status_code == 303


async def test_a_recovery_code_opens_once_and_is_kept_as_a_hash(console: Stage) -> None:
    staff, _, codes = await _set_up(console)
    assert len(codes) == totp.CODES
    for status in (303, 401):
        async with console.client() as client:
            await sign_in(client, "somchai", PASSWORD)
            assert (await _coded(client, codes[0].upper())).status_code == status
    assert "9 recovery codes are left" in (await staff.client.get("/people")).text
    held = await console.store.read(lambda c: c.exec_driver_sql("SELECT hash FROM recovery").scalars().all())
    assert all(code.encode() not in bytes(one) for one in held for code in codes)


async def test_after_five_wrong_codes_it_begins_anew_and_is_slowed_down(console: Stage) -> None:
    _, secret, _ = await _set_up(console)
    async with console.client() as client:
        await sign_in(client, "somchai", PASSWORD)
        for _ in range(5):
            assert (await _coded(client, "000000")).status_code == 401
        assert (await _coded(client, _code(secret, 1))).status_code == 401
        assert (await sign_in(client, "somchai", PASSWORD)).status_code == 429


async def test_an_id_that_waits_for_its_code_opens_nothing(console: Stage) -> None:
    await _set_up(console)
    async with console.client() as client:
        await sign_in(client, "somchai", PASSWORD)
        client.cookies.set("session-MSI", client.cookies["half-MSI"])
        assert (await client.get("/")).headers["location"] == "/sign-in"
    assert len(await console.store.read(lambda conn: accounts.sessions_of(conn, "somchai"))) == 1


async def test_signing_in_by_code_gives_a_new_id_and_ends_the_planted_one(console: Stage) -> None:
    staff, secret, _ = await _set_up(console)
    planted = staff.client.cookies["session-MSI"]
    async with console.client() as victim:
        victim.cookies.set("session-MSI", planted)
        await sign_in(victim, "somchai", PASSWORD)
        answer = await _coded(victim, _code(secret, 1))
        assert planted not in str(answer.headers.get_list("set-cookie"))
    assert (await staff.client.get("/")).status_code == 303


async def test_the_code_form_needs_its_own_cookie_and_a_first_half(console: Stage) -> None:
    _, secret, _ = await _set_up(console)
    async with console.client() as client:
        assert (await client.get("/sign-in-code")).headers["location"] == "/sign-in"
        page = await client.get("/sign-in")
        form = {"pre": hidden(page.text, "pre"), "code": _code(secret, 1)}
        assert (await client.post("/sign-in-code", data=form)).status_code == 401
        assert (await client.post("/sign-in-code", data={**form, "pre": "x"})).status_code == 403


@pytest.mark.parametrize("code", ["", "000000", "x" * 500, "１２３", "\U0001d7d8" * 6])
async def test_a_wrong_first_code_switches_nothing_on(console: Stage, code: str) -> None:
    staff = await console.signed_in()
    await staff.post("/people/factor")
    answer = await staff.post("/people/factor-on", code=code)
    assert answer.headers["location"] == "/people?done=code"
    await console.signed_in()


async def test_one_that_is_on_is_not_begun_anew_over_it(console: Stage) -> None:
    staff, secret, _ = await _set_up(console)
    assert (await staff.post("/people/factor")).status_code == 303
    kept = await console.store.read(lambda conn: factors.of(conn, "somchai"))
    assert kept is not None
    assert kept.secret == secret


async def test_a_code_proves_who_one_is_inside_too_and_only_once(console: Stage) -> None:
    staff, secret, _ = await _set_up(console)
    form = {"csrf": await staff.token(), "password": _code(secret, 2), "next": "/people"}
    assert (await staff.client.post("/confirm", data=form)).headers["location"] == "/people"
    assert (await staff.client.post("/confirm", data=form)).status_code == 401


async def test_its_owner_ends_it_and_who_lets_people_in_ends_anothers(console: Stage) -> None:
    staff, _, _ = await _set_up(console)
    await console.account("chief", role="administrator")
    chief = await console.signed_in("chief")
    assert (await chief.post("/staff/chief/factor-off")).status_code == 404
    assert (await chief.post("/staff/somchai/factor-off")).status_code == 303
    assert (await staff.client.get("/")).status_code == 303
    mine, _, _ = await _set_up(console)
    await console.account("malee")
    assert (await (await console.signed_in("malee")).post("/staff/somchai/factor-off")).status_code == 404
    await mine.post("/people/factor-off")
    assert await console.store.read(lambda conn: factors.of(conn, "somchai")) is None
