"""Debian's chromium, driven by Playwright: one browser a test, nothing asked of any network but ours."""

import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.peers import need
from tests.web.stage import PASSWORD, Stage

_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
ARGS = [*_QUIET, "--disable-sync", "--no-first-run"]


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = need("chromium")
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=path, args=ARGS)
        try:
            yield browser
        finally:
            await browser.close()


async def sign_in(context: BrowserContext, stage: Stage, name: str = "somchai") -> Page:
    """Sign in by the form, by keyboard alone, and return the page that follows."""
    page = await context.new_page()
    await page.goto(f"{stage.url}/sign-in")
    # The browser focuses the first field some frames after "load": letters typed before that are lost.
    await expect(page.locator("input[name=name]")).to_be_focused()
    await page.keyboard.type(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{stage.url}/")
    return page
