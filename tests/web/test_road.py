"""The road on the console: sign in, see a report, open it, claim, release, reply, sign out."""

from tests.web.stage import Stage


async def test_without_signing_in_every_page_leads_to_the_sign_in(console: Stage) -> None:
    async with console.client() as client:
        for path in ("/", "/messages", "/m/1", "/r/MSI-1-1", "/r/MSI-1-1/release/TCL"):
            answer = await client.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/sign-in")
        assert (await client.get("/live")).status_code == 401


async def test_a_report_stands_in_the_queue_and_opens_with_its_text(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    page = (await staff.client.get("/")).text
    assert f'href="/r/{key}"' in page
    opened = (await staff.client.get(f"/r/{key}")).text
    assert "DRG MSI YAB 200000T SEIZED" in opened
    assert "Patrol 3" in opened


async def test_claim_release_and_reply_are_in_the_history(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    claimed = await staff.post(f"/r/{key}/claim")
    assert claimed.headers["location"] == f"/r/{key}?done=claimed"
    preview = (await staff.client.get(f"/r/{key}/release/TCL")).text
    assert "BLO Tachileik will see" in preview
    assert (
        (await staff.post(f"/r/{key}/release", partner="TCL")).headers["location"].endswith("done=released")
    )
    assert (
        (await staff.post(f"/r/{key}/reply", text="Well done")).headers["location"].endswith("done=replied")
    )
    page = (await staff.client.get(f"/r/{key}")).text
    for word in ("claimed", "released", "replied", "Well done", "BLO Tachileik"):
        assert word in page
