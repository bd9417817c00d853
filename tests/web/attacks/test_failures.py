"""A console that fails tells nothing of its inside."""

import pytest
from structlog.testing import capture_logs

from tests.web.stage import Stage
from web import problems


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
