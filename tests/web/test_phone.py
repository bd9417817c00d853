"""The demo's phone page while its modem is gone: it stays, keeps what was typed, and says what is wrong."""

from pathlib import Path

from litestar.testing import AsyncTestClient

from web.demo.phone import FIRST, PHONES, create_phone


async def test_without_its_modem_the_page_stays_and_keeps_the_text(tmp_path: Path) -> None:
    async with AsyncTestClient(create_phone(tmp_path)) as client:
        page = await client.get("/")
        assert page.status_code == 200
        assert "No network" in page.text
        assert '<textarea name="text"' in page.text
        sent = await client.post("/", data={"phone": FIRST, "text": "SOS <now>"}, follow_redirects=False)
        assert sent.status_code == 503
        assert sent.headers["content-type"].startswith("text/html")
        assert ">SOS &lt;now&gt;</textarea>" in sent.text
        assert "No network" in (await client.get("/talk")).text


def test_each_phone_shows_the_clock_of_its_office() -> None:
    assert {one.office: one.zone for one in PHONES.values()} == {
        "MSI": "Asia/Bangkok",
        "TCL": "Asia/Yangon",
        "BKK": "Asia/Bangkok",
    }
