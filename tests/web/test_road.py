"""The road on the console: sign in, see a report, open it, claim, release, reply, sign out."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from gateway.relay.body import ReportBody
from gateway.store import reports
from tests.web.stage import Stage, now


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
        (await staff.post(f"/r/{key}/release", partner="TCL", version="1"))
        .headers["location"]
        .endswith("done=released")
    )
    assert (
        (await staff.post(f"/r/{key}/reply", text="Well done")).headers["location"].endswith("done=replied")
    )
    page = (await staff.client.get(f"/r/{key}")).text
    for word in ("claimed", "released", "replied", "Well done", "BLO Tachileik"):
        assert word in page


async def test_all_that_crosses_is_in_the_preview(console: Stage) -> None:
    sent = now() - timedelta(minutes=70)
    key = await console.report(sent_at=sent, edition=77, version=31, handling="P", provenance="B")
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{key}/release/TCL")).text
    table = page.partition("<table>")[2].partition("</table>")[0]
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    bangkok = [at.astimezone(ZoneInfo("Asia/Bangkok")) for at in (sent, report.received_at)]
    shown = {
        **dict.fromkeys(("origin", "epoch", "seq"), f"{key}"),
        "version": "version 31",
        "ref": report.ref,
        "type": "drugs",
        "fields": "200,000 tablets yaba",
        "edition": "codebook edition 77",
        "precedence": "PRIORITY",
        "state": "new",
        "provenance": "B:",
        "handling": "P:",
        "sent_at": f"{bangkok[0]:%H:%M}",
        "received_at": f"{bangkok[1]:%H:%M}",
    }
    assert set(shown) == set(ReportBody.model_fields)  # what is added to the envelope is added to the page
    assert {name for name, word in shown.items() if word not in table} == set()
