"""A key presses what stands on the page, whatever alarm has come in above it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from gateway.store import messages, reports
from gateway.store.keys import ReportKey
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
async def page(console: Stage) -> AsyncIterator[Page]:
    async with chromium() as browser:
        yield await sign_in(await browser.new_context(), console)


async def _held_by(console: Stage, key: ReportKey) -> str | None:
    found = await console.store.read(lambda conn: reports.get(conn, key))
    assert found is not None
    return found.claimed_by


async def test_c_claims_the_alarm_on_the_page_and_not_the_one_that_came_in_above_it(
    console: Stage, page: Page
) -> None:
    ours = await console.report(precedence=0, ago=60)
    await page.goto(f"{console.url}/r/{ours}")
    other = await console.report(precedence=0)
    await expect(page.locator(".alarm-bar")).to_have_count(2)
    await page.keyboard.press("c")
    await page.wait_for_url(f"**/r/{ours}?done=claimed")
    assert [await _held_by(console, key) for key in (ours, other)] == ["somchai", None]


async def test_c_on_a_message_claims_the_message(console: Stage, page: Page) -> None:
    alarm, number = await console.report(precedence=0), await console.message("help??")
    await page.goto(f"{console.url}/m/{number}")
    await expect(page.locator(".alarm-bar")).to_have_count(1)
    await page.keyboard.press("c")
    await page.wait_for_url(f"**/m/{number}?*")
    found = await console.store.read(lambda conn: messages.get(conn, number))
    assert found is not None
    assert (found.claimed_by, await _held_by(console, alarm)) == ("somchai", None)


async def test_c_takes_the_first_alarm_where_the_page_has_nothing_to_claim_but_not_by_being_held_down(
    console: Stage, page: Page
) -> None:
    older, newer = await console.report(precedence=0, ago=60), await console.report(precedence=0)
    await expect(page.locator(".alarm-bar")).to_have_count(2)
    await page.keyboard.down("c")
    await page.wait_for_url(f"**/r/{newer}?done=claimed")
    await expect(page.locator(".alarm-bar")).to_have_count(1)
    await page.keyboard.down("c")  # no new press, but the repeating of the same
    await page.keyboard.press("?")
    await expect(page.locator("#shown")).to_contain_text("c Claim")
    assert await _held_by(console, older) is None
