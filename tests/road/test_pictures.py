"""The pictures of the docs, taken of the real demo; `make pictures` keeps them."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.peers import need
from tests.road.stations import Road, road
from tests.road.test_road import CHROMIUM, sign_in

KEPT = Path(__file__).parents[2] / "docs" / "pictures"
TEXTS = (
    "DRG MSI YAB 200000T SEIZED",
    "WLD MSI 2 PANG LIVE 1M MC SEIZED",
    "MIG MSI 12M 5F MM",
    "VEH MSI PU WHITE IN BK4471 TH SEEN",
    "DRG MSI ICE 5KG TYRE ARRESTED",
    "hello who is this",
    "SOS",
)
pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("road"), pytest.mark.browser]


async def test_every_page_of_the_docs_can_be_pictured(tmp_path: Path) -> None:
    chromium = need("chromium")
    album = KEPT if os.environ.get("PATROLWIRE_PICTURES") == "1" else tmp_path / "album"
    album.mkdir(parents=True, exist_ok=True)
    async with road(tmp_path / "demo") as found, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        desk = await (await browser.new_context(viewport={"width": 1180, "height": 560})).new_page()
        small = await (await browser.new_context(viewport={"width": 390, "height": 760})).new_page()
        phone = await (await browser.new_context(viewport={"width": 420, "height": 720})).new_page()
        await _text_all(found, phone)
        await sign_in(desk, found.office("MSI"))
        await sign_in(small, found.office("TCL"))
        await expect(desk.get_by_text("200,000").first).to_be_visible()
        await expect(small.get_by_text("200,000").first).to_be_visible()
        await desk.screenshot(path=album / "queue.png")
        await small.screenshot(path=album / "queue-phone.png")
        await phone.screenshot(path=album / "phone.png")
        await desk.goto(f"{found.office('MSI').console}/r/MSI-1-1")
        await desk.screenshot(path=album / "report.png", full_page=True)
        await browser.close()
    assert all((album / f"{name}.png").stat().st_size > 10_000 for name in ("queue", "report", "phone"))


async def _text_all(found: Road, phone: Page) -> None:
    await phone.goto(found.play.phone)
    for words in TEXTS:
        before = await phone.locator(".them").count()
        await phone.get_by_label("Text").fill(words)
        await phone.get_by_role("button", name="Send").click()
        await expect(phone.locator(".them")).to_have_count(before + 1, timeout=10_000)
