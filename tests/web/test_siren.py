"""The siren in a real browser: a burst is one tone, no page loses it unsaid, and it can be tried."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import select

from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Audit
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
EAR = """
window.tones = []
const make = AudioContext.prototype.createOscillator
AudioContext.prototype.createOscillator = function () { tones.push(Date.now()); return make.call(this) }
"""


@pytest.fixture
async def context() -> AsyncIterator[BrowserContext]:
    async with chromium() as browser:
        made = await browser.new_context()
        await made.add_init_script(EAR)
        yield made


async def _tones(page: Page, count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        await asyncio.sleep(0.05)
        found = await page.evaluate("window.tones")
    return found


async def test_several_alarms_in_a_moment_sound_once(console: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, console)
    await page.keyboard.press("Shift")  # the gesture that lets a page make sound
    await expect(page.locator("#sound")).to_be_hidden()
    assert await page.evaluate("window.tones") == []
    for number in range(6):
        await console.report(type="SOS", precedence=0, text="SOS MSI")
        await expect(page.locator(".alarm-bar")).to_have_count(number + 1)
    found = await _tones(page, 3)  # and it goes on until somebody takes them
    assert min(later - sooner for sooner, later in pairwise(found)) >= 1490


async def test_it_sounds_on_a_page_that_nobody_has_touched(console: Stage, context: BrowserContext) -> None:
    await console.report()
    page = await sign_in(context, console)
    await page.locator("a.what").click()
    await page.wait_for_url("**/r/*")
    await page.get_by_role("link", name="Queue").click()
    await page.wait_for_url(f"{console.url}/")
    await console.report(type="SOS", precedence=0, text="SOS MSI")
    await _tones(page, 1)
    await expect(page.locator("#sound")).to_be_hidden()
    assert "⚠ 1" in await page.title()
    assert "Sound is off" not in await page.title()


async def test_a_page_that_may_not_sound_cries_it_out(console: Stage, context: BrowserContext) -> None:
    await sign_in(context, console)
    page = await context.new_page()  # no click has led here
    await page.goto(console.url)
    off = page.locator("#sound")
    await expect(off).to_be_visible()
    await expect(page).to_have_title(re.compile("^Sound is off: switch on · Queue"))
    box, around = await off.bounding_box(), page.viewport_size
    assert box is not None
    assert around is not None
    assert box["width"] > around["width"] * 0.9
    assert await off.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > 20
    await off.click()
    await expect(off).to_be_hidden()
    await expect(page).to_have_title(re.compile("^Queue"))
    await console.report(type="SOS", precedence=0, text="SOS MSI")
    await _tones(page, 1)


async def test_the_tone_can_be_tried_and_said_to_be_heard(console: Stage, context: BrowserContext) -> None:
    await sign_in(context, console)
    page = context.pages[0]
    await page.goto(f"{console.url}/duty")
    await page.get_by_role("button", name="Play the tone").click()
    assert len(await _tones(page, 1)) == 1
    await page.get_by_role("button", name="I hear it").click()
    await page.wait_for_url("**/duty?said=heard")
    await expect(page.get_by_role("status")).to_contain_text("heard the siren")
    rows = await console.store.read(lambda conn: many(conn, Audit, select(table(Audit))))
    assert [row.actor for row in rows if row.action == "heard the test tone"] == ["somchai"]
