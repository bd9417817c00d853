"""The report page by keyboard alone, and its forms with script switched off."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from gateway.store import attachments, outbox, reports
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage
from tests.web.test_attached import JPEG

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as made:
        yield made


async def test_a_report_is_claimed_edited_answered_and_given_back_by_keyboard(
    console: Stage, browser: Browser
) -> None:
    key = await console.report()
    context = await browser.new_context()
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/r/{key}")
    await page.keyboard.press("c")
    await page.wait_for_url("**done=claimed")
    await page.keyboard.press("e")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/edit")
    await page.locator("input[name='items.0.quantity']").fill("5,000")
    await page.locator("input[name=why]").fill("counted again")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**done=edited")
    await expect(page.locator("#read")).to_contain_text("5,000 tablets yaba")
    await page.keyboard.press("a")
    await page.keyboard.type("Well done")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**done=replied")
    await page.keyboard.press("g")
    await page.wait_for_url("**done=given-back")
    texts = await console.store.read(lambda conn: outbox.of_report(conn, key))
    assert [one.text for one in texts] == ["as it stands now", "Well done"]
    await context.close()


async def test_a_file_is_brought_and_a_report_cancelled_with_script_switched_off(
    console: Stage, browser: Browser, tmp_path: Path
) -> None:
    key = await console.report()
    photo = tmp_path / "ของกลาง 1.jpg"
    photo.write_bytes(JPEG)
    context = await browser.new_context(java_script_enabled=False)
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/r/{key}")
    await page.get_by_text("Add a file").click()
    await page.locator("input[type=file]").set_input_files(photo)
    await page.get_by_role("button", name="Keep it").click()
    await page.wait_for_url("**done=attached")
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="ของกลาง 1.jpg").click()
    download, kept = await waiting.value, tmp_path / "kept"
    await download.save_as(kept)
    assert download.suggested_filename == "ของกลาง 1.jpg"
    assert kept.read_bytes() == JPEG
    assert len(await console.store.read(lambda conn: attachments.of(conn, key))) == 1
    await page.locator("summary", has_text="Cancel the report").click()
    await page.locator("details[open] input[name=why]").fill("a drill")
    await page.get_by_role("button", name="Cancel the report").click()
    await page.wait_for_url("**done=cancelled")
    found = await console.store.read(lambda conn: reports.get(conn, key))
    assert found is not None
    assert found.state == "cancelled"
    await context.close()
