"""What somebody may not see or do: by agency, by role, by office."""

import pytest

from gateway.store import reports
from tests.web.attacks.addresses import filled, guarded
from tests.web.stage import Stage

FORMS = (
    *("claim", "give-back", "see", "reopen", "close", "reply", "release", "assign", "grade", "cancel"),
    *("recall", "edit"),
)
FIELDS = {"partner": "TCL", "text": "x", "why": "x", "to": "somchai", "handling": "P", "version": "1"}


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
        assert (await staff.post(f"/r/{key}/{form}", **FIELDS)).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "clerk", "emperor"])
async def test_a_role_without_the_right_changes_nothing(console: Stage, role: str) -> None:
    key = await console.report()
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    for form in FORMS:
        answer = await staff.post(f"/r/{key}/{form}", **FIELDS)
        assert answer.headers["location"].endswith("done=forbidden")
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert report.claimed_by is None


async def test_nobody_opens_anything_without_signing_in(console: Stage) -> None:
    key = await console.report()
    patterns = [*guarded(console, "GET"), *guarded(console, "POST")]
    assert len(patterns) > 10
    async with console.client() as client:
        for method in ("GET", "POST"):
            for pattern in guarded(console, method):
                answer = await client.request(method, filled(pattern, key))
                signed_out = answer.status_code == 401 or answer.headers.get("location", "").startswith(
                    "/sign-in"
                )
                assert signed_out, pattern
                assert str(key) not in answer.text
