"""Forms sent from elsewhere, by every address that takes one; and what a GET must not do."""

from http import HTTPStatus

import httpx

from gateway.store import audit, reports
from tests.web.attacks.addresses import filled, guarded
from tests.web.stage import PASSWORD, Stage


async def test_no_form_of_any_address_works_without_its_token(console: Stage) -> None:
    key = await console.report()
    await console.account("chief", role="administrator")
    staff, other = await console.signed_in("chief"), await console.signed_in("chief")
    patterns = list(guarded(console, "POST"))
    assert "/r/{key:str}/claim" in patterns
    before = await console.store.read(audit.head)
    for token in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": await other.token()}):
        for pattern in patterns:
            answer = await _posted(staff.client, filled(pattern, key), token)
            assert answer.status_code == HTTPStatus.FORBIDDEN, pattern
    assert await console.store.read(audit.head) == before
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.state, report.claimed_by) == ("new", None)


async def _posted(client: httpx.AsyncClient, path: str, token: dict[str, str]) -> httpx.Response:
    """Post what any form of ours could want; as a form with a file where a plain one is none."""
    fields = {"partner": "TCL", "text": "x", "why": "x", "name": "x", "role": "administrator", **token}
    answer = await client.post(path, data=fields)
    if answer.status_code == HTTPStatus.BAD_REQUEST:
        return await client.post(path, data=fields, files={"file": ("a.png", b"x", "image/png")})
    return answer


async def test_every_way_to_change_something_is_a_post(console: Stage) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        assert list(guarded(console, method)) == []


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


async def test_fields_that_no_form_has_change_nothing(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{key}/claim", state="closed", claimed_by="admin", role="administrator", seq="9")
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.state, report.claimed_by) == ("claimed", "somchai")
