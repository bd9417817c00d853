"""From a text that no decoder can read to its report at the partner, by a person, and back to the phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.peers import need
from tests.road.stations import Road, road, until
from tests.road.test_road import CHROMIUM, sign_in

pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("road"), pytest.mark.browser]
WORDS = "zzqx wvbn ppl at th gatt"


async def test_an_unreadable_text_is_decoded_by_hand_without_script_answered_and_across_the_border(
    tmp_path: Path,
) -> None:
    chromium = need("chromium")
    async with road(tmp_path) as found, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        narrow: dict[str, Any] = {"viewport": {"width": 390, "height": 800}, "java_script_enabled": False}
        here, there = [await (await browser.new_context(**narrow)).new_page() for _ in range(2)]
        await sign_in(here, found.office("MSI"))
        await sign_in(there, found.office("TCL"))
        await found.text("MSI", WORDS)
        await until(lambda: _answered(found, "Not understood"), 20)
        await _decode(here, found.office("MSI").console)
        await expect(here.get_by_text("decoded by hand").first).to_be_visible()
        await until(lambda: _answered(found, "200,000"), 20)
        await until(lambda: _arrived(there, found.office("TCL").console), 20)
        await browser.close()
        (held,) = await found.held("MSI")
        assert (held["type"], held["fields"]["place"], held["provenance"]) == ("DRG", "MSI", "C")


async def _decode(page: Page, console: str) -> None:
    await page.goto(f"{console}/messages")
    await page.locator("table.list a").first.click()
    await page.get_by_role("button", name="Decode by hand").click()
    await page.locator("select[name=type]").select_option("DRG")
    await page.get_by_role("button", name="Show its fields").click()
    await page.locator("[name=place]").fill("msi")
    await page.locator("[name='items.0.code']").select_option("YAB")
    await page.locator("[name='items.0.quantity']").fill("200,000")
    await page.locator("[name='items.0.unit']").select_option("T")
    await page.get_by_role("button", name="Check what it says").click()
    await expect(page.locator("#wrong-action")).to_be_visible()
    await page.locator("select[name=action]").select_option("SEIZED")
    await page.locator("[name=place]").press("Enter")
    await expect(page.get_by_text("200 thousand")).to_be_visible()
    await page.get_by_role("button", name="File it").click()


async def _answered(found: Road, words: str) -> bool:
    sent = (await found.modem("MSI", "sent"))["messages"]
    return any(words in one["text"] for one in sent)


async def _arrived(page: Page, console: str) -> bool:
    await page.goto(console)
    return await page.get_by_text("200,000").count() > 0
