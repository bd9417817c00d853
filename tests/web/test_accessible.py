"""No page has a serious fault of accessibility, by axe, by day and by night, wide and narrow."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser

from gateway.board.board import Level
from hardware.sentence import Sentence
from tests.web.api.program import token
from tests.web.axe import faults
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
_LOOKS: dict[str, dict[str, Any]] = {
    "day": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "night": {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as made:
        yield made


@pytest.mark.parametrize("looks", _LOOKS)
async def test_axe_finds_no_serious_fault_on_any_page(console: Stage, browser: Browser, looks: str) -> None:
    fix = [{"field": "items", "from": "YABA", "to": "YAB", "rule": "fuzzy"}]
    key = await console.report(corrections=fix)
    await console.report(type="SOS", precedence=0, fields={"place": "MSI"}, text="SOS")
    number = await console.message("hello")
    console.board.post("bearer", Level.FAULT, Sentence("The modem does not answer."))
    console.board.post("disk", Level.WARNING, Sentence("The disk is nearly full."))
    context = await browser.new_context(bypass_csp=True, **_LOOKS[looks])
    page = await context.new_page()
    await page.goto(f"{console.url}/sign-in")
    found = await faults(page, "/sign-in")
    page = await sign_in(context, console)
    paths = [
        "/",
        f"/r/{key}",
        f"/r/{key}/edit",
        f"/r/{key}/release/TCL",
        f"/r/{key}/source",
        "/messages",
        f"/m/{number}",
        f"/m/{number}/decode?type=DRG",
        "/duty",
        "/health",
        "/nope",
    ]
    for path in paths:
        await page.goto(console.url + path)
        await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found += await faults(page, path)
    await context.close()
    context = await browser.new_context(bypass_csp=True, **_LOOKS[looks])
    await console.account("chief", role="supervisor")
    page = await sign_in(context, console, "chief")
    await page.goto(f"{console.url}/export")
    found += await faults(page, "/export")
    await context.close()
    assert found == []


@pytest.mark.parametrize("looks", _LOOKS)
async def test_axe_finds_no_serious_fault_on_the_page_of_tokens(
    console: Stage, browser: Browser, looks: str
) -> None:
    await console.account("chief", role="administrator")
    await token(console)
    context = await browser.new_context(bypass_csp=True, **_LOOKS[looks])
    page = await sign_in(context, console, "chief")
    await page.goto(f"{console.url}/tokens")
    found = await faults(page, "/tokens")
    await page.fill("input[name=name]", "second")
    await page.click("main form.stack button")
    await page.wait_for_selector("#secret")
    assert found + await faults(page, "/tokens/add") == []
    await context.close()
