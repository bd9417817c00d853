"""What goes wrong, in a real browser: it is heard, and nothing that was typed is lost to a dead link."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from gateway.board.board import Level
from hardware.sentence import Sentence
from tests.web.browser import chromium, sign_in
from tests.web.stage import PASSWORD, Stage
from tests.web.wire import wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
_LONG = 60_000.0  # milliseconds; only ever the bound on a hang


@pytest.fixture
async def context() -> AsyncIterator[BrowserContext]:
    async with chromium() as browser:
        made = await browser.new_context()
        made.set_default_timeout(_LONG)
        expect.set_options(timeout=_LONG)
        yield made


async def _moans(page: Page) -> str | None:
    return await page.locator("body").get_attribute("data-moans")


async def _slowly(sent: list[str], route: Route) -> None:
    sent.append(route.request.method)
    await asyncio.sleep(1)
    await route.continue_()


async def _heard(page: Page) -> None:
    await expect(page.locator("body")).to_have_attribute("data-moans", re.compile("[1-9]"))


async def test_a_fault_is_heard_until_somebody_touches_the_page(
    console: Stage, context: BrowserContext
) -> None:
    page = await sign_in(context, console)
    console.board.post("disk", Level.WARNING, Sentence("The disk is nearly full."))
    await expect(page.locator(".warning")).to_be_visible()
    assert await _moans(page) is None
    console.board.post("bearer gsm1", Level.FAULT, Sentence("gsm1: the modem does not answer."))
    await _heard(page)
    await page.locator("h1").click()
    console.board.post("bearer gsm1", Level.FAULT, Sentence("gsm1: the modem is not there."))
    await expect(page.locator(".fault")).to_contain_text("not there")
    assert await _moans(page) == "1"
    assert await page.evaluate("document.body.dataset.tones") is None


async def test_a_dead_link_is_heard_and_takes_no_form_and_no_page(
    console: Stage, context: BrowserContext
) -> None:
    key = await console.report()
    async with wire(console.url) as line:
        page = await sign_in(context, replace(console, url=line.url))
        await page.goto(f"{line.url}/r/{key}")
        await page.fill("#text", "Stay where you are.")
        await line.cut()
        await expect(page.locator("#down")).to_contain_text("LINK DOWN: what you see may be old.")
        await expect(page.locator("#down")).to_be_visible()
        await page.get_by_role("button", name="Send").click()
        await expect(page.locator("#kept")).to_be_visible()
        await expect(page.locator("#kept")).to_contain_text("Nothing was sent")
        await page.get_by_role("link", name="Queue").click()
        await expect(page.locator("#text")).to_have_value("Stay where you are.")
        assert page.url.endswith(f"/r/{key}")
        await line.mend()
        await expect(page.locator("#down")).to_be_hidden()
        await expect(page.locator("#kept")).to_be_hidden()
        await page.get_by_role("button", name="Send").click()
        await page.wait_for_url("**/r/*?done=*")


async def test_a_link_that_stays_dead_is_heard(console: Stage, context: BrowserContext) -> None:
    async with wire(console.url) as line:
        page = await sign_in(context, replace(console, url=line.url))
        await line.cut()
        await _heard(page)


async def test_the_keys_of_a_page_are_shown_on_asking(console: Stage, context: BrowserContext) -> None:
    await console.report(type="SOS", precedence=0)
    page = await sign_in(context, console)
    await page.keyboard.press('"')
    await page.keyboard.press("?")
    shown = page.locator("#shown")
    await expect(shown).to_have_text("j ↓ · k ↑ · c Claim · / Search")
    await page.keyboard.press("?")
    await expect(shown).to_have_count(0)
    await page.get_by_role("button", name="Keys").click()
    await expect(shown).to_be_visible()


@pytest.mark.parametrize("act", ["close", "cancel"])
async def test_pressing_twice_on_a_slow_line_does_it_once_and_tells_what_was_done(
    console: Stage, context: BrowserContext, act: str
) -> None:
    key, sent = await console.report(claimed_by="somchai"), list[str]()
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/r/{key}")
    await page.route(f"**/{act}", partial(_slowly, sent))
    form = page.locator(f"form[action$='/{act}']")
    await form.evaluate("e => { e.why.value = 'a drill' }")
    await form.evaluate("e => { e.requestSubmit(); setTimeout(() => e.requestSubmit(), 300) }")
    await expect(page.locator(".did")).to_be_visible()
    assert sent == ["POST"]
    assert "meanwhile" not in await page.locator(".did").inner_text()


async def test_pressing_twice_on_a_slow_line_proves_once_and_signs_nobody_out(
    console: Stage, context: BrowserContext
) -> None:
    page, sent = await sign_in(context, console), list[str]()
    await page.goto(f"{console.url}/confirm?next=/duty")
    await page.route("**/confirm", partial(_slowly, sent))
    await page.fill("input[name=password]", PASSWORD)
    button = "document.querySelector('main button').click()"
    await page.evaluate(f"() => {{ {button}; setTimeout(() => {button}, 300) }}")
    await page.wait_for_url(f"{console.url}/duty")
    assert sent == ["POST"]
