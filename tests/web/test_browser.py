"""The console in a real browser: live rows, the siren, triage by keyboard and without script, a slow link."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Connection

from gateway.store import accounts, feed, passages, reports
from gateway.store.keys import ReportKey
from tests.web.browser import chromium, sign_in
from tests.web.stage import PASSWORD, Stage, now

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
_LONG = 30_000.0  # milliseconds; only ever the bound on a hang
SLOW = {"offline": False, "latency": 600, "downloadThroughput": 2500, "uploadThroughput": 2500}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as made:
        yield made


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    made = await browser.new_context()
    made.set_default_timeout(_LONG)
    expect.set_options(timeout=_LONG)
    yield made
    await made.close()


async def _seen(stage: Stage, key: ReportKey, partner: str) -> None:
    def work(conn: object) -> None:
        passages.advance(conn, partner, key, 1, "seen", at=now(), by="duty")  # pyright: ignore[reportArgumentType]  # a Connection
        feed.add(conn, "passage", now(), key)  # pyright: ignore[reportArgumentType]  # the same

    await stage.store.write(work)


async def test_signing_in_asks_for_one_page_and_the_stream_and_nothing_else(
    console: Stage, context: BrowserContext
) -> None:
    await console.report()
    page = await sign_in(context, console)
    again = await context.new_page()
    asked: list[str] = []
    again.on("request", lambda request: asked.append(request.url.removeprefix(console.url)))
    await again.goto(console.url)
    await expect(again.locator("#rows tr")).to_have_count(1)
    assert asked[0] == "/"
    assert all(path.startswith("/live") for path in asked[1:] if not path.startswith("/s/"))
    await page.close()


async def test_a_browser_without_our_files_gets_all_in_one_answer(
    console: Stage, context: BrowserContext
) -> None:
    staff = await console.signed_in()
    cookie = staff.client.cookies["session-MSI"]
    await context.add_cookies([{"name": "session-MSI", "value": cookie, "url": console.url}])
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(console.url)))
    await page.goto(console.url)
    await page.wait_for_load_state()
    assert [path for path in asked if not path.startswith("/live")] == ["/"]


async def test_a_new_report_appears_in_its_place_and_a_claimed_one_changes(
    console: Stage, context: BrowserContext
) -> None:
    first = await console.report(precedence=1)
    page = await sign_in(context, console)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    second = await console.report(precedence=2)
    await expect(page.locator("#rows tr")).to_have_count(2)
    ids = await page.locator("#rows tr").evaluate_all("rows => rows.map(row => row.id)")
    assert ids == [str(first), str(second)]
    staff = await console.signed_in()
    await staff.post(f"/r/{second}/claim")
    await expect(page.locator(f"[id='{second}']")).to_contain_text("in hand somchai")
    assert errors == []


async def test_more_of_the_filter_keeps_what_was_chosen_and_typed(
    console: Stage, context: BrowserContext
) -> None:
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/?state=unseen")
    await expect(page.locator("[name=state]")).to_have_value("unseen")
    await page.locator("[name=q]").fill("yaba")
    await page.get_by_role("button", name="More").click()
    await expect(page.locator("[name=place]")).to_be_visible()
    await expect(page.locator("[name=state]")).to_have_value("unseen")
    await expect(page.locator("[name=q]")).to_have_value("yaba")
    await page.locator("[name=state]").select_option("")
    await page.locator("[name=q]").press("Enter")
    await expect(page.locator("[name=place]")).to_have_count(0)
    await expect(page.locator("[value=unseen]")).to_have_count(0)


async def test_the_head_of_a_report_is_as_urgent_as_it_has_become(
    console: Stage, context: BrowserContext
) -> None:
    key = await console.report(precedence=2)
    page = await sign_in(context, console)
    await page.goto(f"{console.url}/r/{key}")
    await expect(page.locator("h1")).to_contain_text("PRIORITY")

    def raised(conn: Connection) -> None:
        reports.amend(conn, key, precedence=0)
        feed.add(conn, "report", now(), key)

    await console.store.write(raised)
    await expect(page.locator("h1")).to_contain_text("FLASH")
    await expect(page.locator("h1")).to_contain_text("version 2")


async def _triage(page: Page, console: Stage, key: ReportKey) -> None:
    await page.keyboard.press("c")
    await page.wait_for_url("**/r/*")
    await expect(page.locator("#state")).to_contain_text("somchai")
    await page.keyboard.press("r")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/release/TCL")
    await page.keyboard.press("y")
    await page.wait_for_url("**/r/*done=released")
    await _seen(console, key, "TCL")
    await expect(page.locator("#state")).to_contain_text("seen (duty)")


async def test_a_flash_from_siren_to_seen_by_keyboard_alone(console: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, console)
    await page.keyboard.press("Shift")  # the gesture that lets a page make sound
    await expect(page.locator("#sound")).to_be_hidden()
    key = await console.report(type="SOS", precedence=0, fields={"place": "MSI"}, text="SOS MSI")
    await expect(page.locator(".alarm-bar")).to_be_visible()
    await expect(page.locator("body")).to_have_attribute("data-tones", re.compile("[1-9]"))
    assert "⚠ 1" in await page.title()
    await _triage(page, console, key)
    await expect(page.locator(".alarm-bar")).to_have_count(0)
    assert "⚠" not in await page.title()


async def test_the_same_triage_with_script_switched_off(console: Stage, browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=False)
    key = await console.report(type="SOS", precedence=0, fields={"place": "MSI"}, text="SOS MSI")
    page = await sign_in(context, console)
    await page.locator(".alarm-bar button").click()
    await page.wait_for_url("**/r/*")
    await page.get_by_text("Release to BLO Tachileik").click()
    await page.get_by_role("button", name="Release").click()
    await _seen(console, key, "TCL")
    await page.reload()
    await expect(page.locator("#state")).to_contain_text("seen (duty)")
    await context.close()


async def test_a_lost_link_is_said_and_found_again(console: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, console)
    await expect(page.locator("#n0")).to_have_text("0")
    await console.store.write(lambda conn: accounts.revoke_all(conn, "somchai"))
    await expect(page.locator("#down")).to_be_visible()
    assert "✕" in await page.title()
    await sign_in(context, console)
    await expect(page.locator("#down")).to_be_hidden()
    await console.report()
    await expect(page.locator("#rows tr")).to_have_count(1)


async def test_script_in_a_text_stays_text_in_live_rows_too(console: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, console)
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    key = await console.report(unit=evil, place=evil, fields={"place": evil, "plate": evil}, text=evil)
    row = page.locator(f"[id='{key}']")
    await expect(row).to_contain_text("<img src=x")
    assert await row.locator("img, script").count() == 0
    await page.goto(f"{console.url}/r/{key}")
    await expect(page.locator("pre").first).to_have_text(evil)
    assert said == []


async def test_twenty_kilobits_are_enough_from_sign_in_to_a_usable_queue(
    console: Stage, context: BrowserContext
) -> None:
    for number in range(25):
        await console.report(ago=number * 600)
    page = await context.new_page()
    await page.goto(f"{console.url}/sign-in")
    await page.wait_for_load_state("networkidle")
    wire = await context.new_cdp_session(page)
    await wire.send("Network.enable")
    await wire.send("Network.emulateNetworkConditions", SLOW)
    await expect(page.locator("input[name=name]")).to_be_focused()
    await page.keyboard.type("somchai")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    begun = time.monotonic()
    await page.keyboard.press("Enter")
    await expect(page.locator("#rows tr")).to_have_count(25)
    assert time.monotonic() - begun < 5.0
    await asyncio.sleep(0)
