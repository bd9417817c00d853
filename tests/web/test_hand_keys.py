"""Decoding by hand in the browser with the keyboard alone, from the lane to the report."""

import pytest
from playwright.async_api import expect

from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def test_a_message_is_decoded_and_filed_by_keyboard_alone(console: Stage) -> None:
    number = await console.message("DRG MSI YAB 20000T", outcome="asked")
    async with chromium() as browser:
        page = await sign_in(await browser.new_context(viewport={"width": 390, "height": 800}), console)
        await page.goto(f"{console.url}/m/{number}")
        await page.keyboard.press("e")
        await page.wait_for_url(f"{console.url}/m/{number}/decode")
        quantity = page.locator("[name='items.0.quantity']")
        while not await quantity.evaluate("one => one === document.activeElement"):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Control+a")
        await page.keyboard.type("200,000")
        action = page.locator("select[name=action]")
        while not await action.evaluate("one => one === document.activeElement"):
            await page.keyboard.press("Tab")
        await page.keyboard.type("seized")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("200 thousand")).to_be_visible()
        await page.keyboard.press("y")
        await page.wait_for_url(f"{console.url}/r/*")
        await expect(page.get_by_text("It is filed as the officer's report.")).to_be_visible()
        await expect(page.locator("ins", has_text="YAB 200000 T")).to_be_visible()
