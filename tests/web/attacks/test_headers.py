"""The headers that go with every answer, whatever it is, and what cannot be put among them."""

import httpx
import pytest
from structlog.testing import capture_logs

from tests.web.attacks.addresses import filled, routes
from tests.web.stage import PASSWORD, Stage, sign_in


@pytest.mark.parametrize("path", ["/sign-in", "/nope", "/", "/s/none.css", "/live", "/r/%00", "/m/x"])
async def test_every_answer_carries_the_security_headers(console: Stage, path: str) -> None:
    async with console.client() as client:
        found = await client.get(path)
    _dressed(found)
    assert found.headers["cache-control"] == "no-store"


async def test_a_foreign_host_name_is_refused(console: Stage) -> None:
    async with console.client() as client:
        for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost:80:80"):
            answer = await client.get("/sign-in", headers={"host": host})
            assert answer.status_code == 400
            assert "content-security-policy" in answer.headers


async def test_a_line_end_in_an_address_makes_no_header(console: Stage) -> None:
    async with console.client() as client:
        answer = await sign_in(client, "somchai", PASSWORD, next="/x\r\nset-cookie: stolen=1")
        assert "stolen" not in str(answer.headers.get_list("set-cookie"))
        assert answer.headers["location"] == "/"


async def test_every_address_there_is_carries_them_signed_in_or_not(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    streams = ("/live",)
    async with console.client() as stranger:
        for client in (stranger, staff.client):
            for pattern in routes(console, "GET"):
                if pattern in streams and client is staff.client:
                    continue
                found = await client.get(filled(pattern, key))
                assert found.status_code < 500, pattern
                _dressed(found)


async def test_a_refused_method_a_big_body_and_a_failure_carry_them(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = await console.signed_in()

    async def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(console.desk), "health", broken)
    with capture_logs():
        found = {
            405: await staff.client.put("/sign-in"),
            413: await staff.client.post("/sign-out", content=b"a" * 100_000),
            403: await staff.client.post("/sign-out", data={"csrf": "x"}),
            500: await staff.client.get("/health"),
        }
    for status, answer in found.items():
        assert answer.status_code == status
        _dressed(answer)


def _dressed(found: httpx.Response) -> None:
    csp = found.headers["content-security-policy"]
    assert "default-src 'none'" in csp
    assert "frame-ancestors 'none'" in csp
    assert "unsafe" not in csp
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["x-frame-options"] == "DENY"
    assert found.headers["referrer-policy"] == "no-referrer"
    assert "server" not in found.headers
