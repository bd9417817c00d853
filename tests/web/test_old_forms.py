"""A form that is older than its reader's sign-in: what was typed is given back, and to nobody else."""

import httpx
import pytest

from gateway.store import accounts
from tests.web.stage import Browserless, Stage, hidden

_OURS = {"sec-fetch-site": "same-origin"}
_TYPED = 'Hold there & wait <script>"boat"</script>'
_SHOWN = "Hold there &amp; wait &lt;script&gt;&#34;boat&#34;&lt;/script&gt;"


async def _send(staff: Browserless, path: str, text: str = _TYPED, **headers: str) -> httpx.Response:
    form = {"csrf": "of-yesterday", "text": text, "chosen": "a-word"}
    said = {name: value for name, value in (_OURS | headers).items() if value}
    return await staff.client.post(path, data=form, headers=said)


async def test_who_signed_in_anew_sends_what_he_typed_by_one_more_press(console: Stage) -> None:
    key, staff = await console.report(), await console.signed_in()
    answer = await _send(staff, f"/r/{key}/reply")
    assert answer.status_code == 403
    assert "You have signed in anew since this page was opened. Nothing was changed" in answer.text
    assert f'name="text" rows="3">{_SHOWN}</textarea>' in answer.text
    assert '<input type="hidden" name="chosen" value="a-word">' in answer.text
    assert f'action="/r/{key}/reply"' in answer.text
    assert _SHOWN not in (await staff.client.get(f"/r/{key}")).text
    again = {"csrf": hidden(answer.text, "csrf"), "text": _TYPED}
    sent = await staff.client.post(f"/r/{key}/reply", data=again, headers=_OURS)
    assert sent.headers["location"] == f"/r/{key}?done=replied"
    assert _SHOWN in (await staff.client.get(f"/r/{key}")).text


async def test_who_is_signed_out_keeps_what_he_typed_and_is_shown_where_to_sign_in(console: Stage) -> None:
    key, staff = await console.report(), await console.signed_in()
    await staff.post("/sign-out")
    answer = await _send(staff, f"/r/{key}/reply")
    assert answer.status_code == 401
    assert "You are signed out. Nothing was changed" in answer.text
    assert _SHOWN in answer.text
    assert 'href="/sign-in" target="_blank"' in answer.text
    assert hidden(answer.text, "csrf") == ""


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_a_form_of_another_site_is_never_given_back(console: Stage, site: str) -> None:
    key, staff = await console.report(), await console.signed_in()
    for out in (False, True):
        if out:
            await staff.post("/sign-out")
        answer = await _send(staff, f"/r/{key}/reply", **{"sec-fetch-site": site})
        assert "boat" not in answer.text
        assert "Send it again" not in answer.text


async def test_without_a_word_of_the_browser_the_origin_decides(console: Stage) -> None:
    key, staff = await console.report(), await console.signed_in()
    host = staff.client.base_url.netloc.decode()
    for origin, given in (
        (f"http://{host}", True),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
    ):
        answer = await _send(staff, f"/r/{key}/reply", **{"sec-fetch-site": "", "origin": origin})
        assert answer.status_code == 403
        assert (_SHOWN in answer.text) is given


async def test_what_may_hold_a_secret_is_never_given_back(console: Stage) -> None:
    staff = await console.signed_in()
    form = {"csrf": "x", "password": "correct horse battery", "next": "/"}
    for out in (False, True):
        if out:
            await staff.post("/sign-out")
        for path in ("/confirm", "/people/password", "/roster/add"):
            answer = await staff.client.post(path, data=form, headers=_OURS)
            assert "correct horse" not in answer.text


async def test_a_refusal_is_said_in_the_language_of_whoever_is_signed_in(console: Stage) -> None:
    await console.store.write(lambda conn: accounts.change(conn, "somchai", language="th"))
    key, staff = await console.report(), await console.signed_in()
    answer = await _send(staff, f"/r/{key}/reply")
    assert '<html lang="th">' in answer.text
    assert "You have signed in anew" not in answer.text


async def test_who_may_not_export_is_told_who_may_and_who_gives_that_right(console: Stage) -> None:
    staff = await console.signed_in()
    answer = await staff.client.get("/export")
    assert answer.status_code == 403
    assert (
        "Your role, duty, may not do this: take reports out of the office as a file. Nothing was changed. "
        "These roles may: supervisor, analyst; an administrator gives roles, under People." in answer.text
    )
