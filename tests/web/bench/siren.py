"""From SOS to the tone in a real browser, fifty replies queued before it; run it as a module."""

import asyncio
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, expect

from tests.web.browser import chromium
from tests.web.test_siren import EAR
from web.bench.answer import BUSY, CRIES, PATIENCE_S, STRANGER, WAITING, Line
from web.bench.answer_station import USER, Running, running
from web.bench.figure import middle, percentile

QUIET_S = 1.6  # a tone less than this after another is left out, as part of one burst
LIMIT_MS = 500


async def _signed_in(page: Page, at: Running) -> None:
    await page.goto(f"{at.url}/sign-in")
    await expect(page.locator("input[name=name]")).to_be_focused()
    await page.fill("input[name=name]", USER)
    await page.fill("input[name=password]", at.password)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{at.url}/")
    await page.keyboard.press("Shift")  # the gesture that lets a page make sound
    await expect(page.locator("#sound")).to_be_hidden()


async def _tone(page: Page, before: int) -> datetime:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            tones: list[int] = await page.evaluate("window.tones")
            if len(tones) > before:
                return datetime.fromtimestamp(tones[before] / 1000, UTC)
            await asyncio.sleep(0.05)


async def measured(at: Running, page: Page, cries: int) -> list[float]:
    """Cry for help so often; return for each the milliseconds from the SIM to the tone."""
    found: list[float] = []
    line = Line(at)
    await _signed_in(page, at)
    for number in range(cries):
        await line.fill()
        before = await page.evaluate("window.tones.length")
        entry = await at.modem.receive(STRANGER.format(number), "SOS")
        tone = await _tone(page, before)
        found.append((tone - await at.stored_at(entry)).total_seconds() * 1000)
        await page.locator(".alarm-bar button").first.click()
        await page.wait_for_url("**/r/*")
        await expect(page.locator(".alarm-bar")).to_have_count(0)
        await page.goto(at.url)
        await page.keyboard.press("j")  # Shift alone is a gesture only on a page that a gesture led to
        await expect(page.locator("#sound")).to_be_hidden()
        await asyncio.sleep(QUIET_S)
    return found


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder:
        async with running(Path(folder), *BUSY) as at, chromium() as browser:
            context = await browser.new_context()
            await context.add_init_script(EAR)
            found = await measured(at, await context.new_page(), CRIES)
    value = {"figure": "siren.tone_p99_ms", "value": round(percentile(found, 99), 1), "unit": "ms"}
    spread = {"median": round(middle(found), 1), "waiting": WAITING, "load": round(os.getloadavg()[0], 1)}
    sys.stdout.write(json.dumps({**value, "n": len(found), "limit": LIMIT_MS, **spread}) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
