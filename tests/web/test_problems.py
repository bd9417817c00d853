"""The pages for what went wrong: in the office's language, each with a way back."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from gateway.store import accounts
from tests.web.stage import Stage
from web import outcomes
from web.app import create_console
from web.problems import way_back


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/r/MSI-1-1/claim", "/r/MSI-1-1"),
        ("/m/4/decode", "/m/4"),
        ("/staff/suda/reset", "/staff/suda"),
        ("/staff/add", "/staff"),
        ("/roster/7/confirm", "/roster/7"),
        ("/roster/add", "/roster"),
        ("/shift/handover/3/read", "/shift"),
        ("/me", "/me"),
        ("/sign-out", ""),
        ("/views", ""),
        ("/members", ""),
        ("/r//evil.example/x", ""),
        ("//evil.example/r/x/y", ""),
        ('/r/"><b>/x', "/r/%22%3E%3Cb%3E"),
    ],
)
def test_a_form_leads_back_to_the_page_it_stood_on(path: str, back: str) -> None:
    assert way_back("POST", path) == back
    assert not way_back("GET", path)


async def test_every_refusal_is_a_page_of_the_office_with_a_way_back(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, staff = await console.report(), await console.signed_in()
    await console.store.write(lambda conn: accounts.change(conn, "somchai", language="th"))

    async def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(console.desk), "lane", broken)
    thai = console.desk.office.model_copy(update={"language": "th"})
    object.__setattr__(console.desk, "office", thai)
    app: Any = create_console(console.desk, console.settings)
    cookies = dict(staff.client.cookies)
    over = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=over, base_url="http://localhost", cookies=cookies) as client:
        with capture_logs():
            found = {
                403: await client.post(f"/r/{key}/claim", data={"csrf": "x"}),
                404: await client.get("/nope"),
                405: await client.put("/sign-in"),
                413: await client.post("/sign-out", content=b"a" * 100_000),
                500: await client.get("/messages"),
            }
    for status, answer in found.items():
        assert answer.status_code == status
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert '<html lang="th">' in answer.text
        assert outcomes.problem(status, "th") in answer.text
        assert 'href="/">' in answer.text
        assert "Traceback" not in answer.text
    assert f'href="/r/{key}"' in found[HTTPStatus.FORBIDDEN].text
