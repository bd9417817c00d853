import asyncio
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from gateway.store.keys import ReportKey
from tests.peers import need
from tests.road.stations import Road, road, signed_in, until
from web.demo.stage import USER, Set

SOAK = os.environ.get("PATROLWIRE_SOAK") == "1"
TEXTS, KILLS = (200, 10) if SOAK else (40, 4)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("road")]


async def sign_in(page: Page, office: Set) -> None:
    await page.goto(office.console)
    await page.get_by_label("Name").fill(USER)
    await page.get_by_label("Password").fill(office.password)
    await page.get_by_role("button", name="Sign in").click()


@pytest.mark.browser
async def test_a_text_on_the_phone_is_answered_shown_and_across_the_border(tmp_path: Path) -> None:
    chromium = need("chromium")
    async with road(tmp_path) as found, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        here, there, phone = [await (await browser.new_context()).new_page() for _ in range(3)]
        await sign_in(here, found.office("MSI"))
        await sign_in(there, found.office("TCL"))
        await phone.goto(found.play.phone)
        await phone.get_by_label("Text").fill("DRG MSI YAB 200000T SEIZED")
        await phone.get_by_role("button", name="Send").click()
        for page in (here, there):
            await expect(page.get_by_text("200,000").first).to_be_visible(timeout=3000)
        await expect(phone.get_by_text("200,000")).to_be_visible(timeout=3000)
        await expect(here.get_by_text("stored").first).to_be_visible(timeout=3000)
        await browser.close()


async def test_killed_at_random_moments_nothing_is_lost_and_nothing_is_twice(tmp_path: Path) -> None:
    chance = random.Random(os.environ.get("PATROLWIRE_SEED", "9"))
    async with road(tmp_path) as found:
        killer = asyncio.create_task(_kill_at_random(found, chance))
        for number in range(TEXTS):
            await found.text("MSI", f"DRG MSI YAB {1000 + number}T SEIZED")
            await asyncio.sleep(chance.uniform(0, 0.1))
        await killer
        wanted = sorted(str(1000 + number) for number in range(TEXTS))
        for code in ("MSI", "TCL"):
            await until(lambda c=code: _arrived(found, c, TEXTS), 200, every=1.0)
            held = await found.held(code)
            assert sorted(one["fields"]["items"][0]["quantity"] for one in held) == wanted
        assert (await found.modem("MSI", "stored"))["stored"] == []


async def _kill_at_random(found: Road, chance: random.Random) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.2, 2.5))
        found.kill("MSI")


async def _arrived(found: Road, code: str, count: int) -> bool:
    return len(await found.held(code)) >= count


async def test_a_partner_that_was_off_gets_everything_in_order_and_once(tmp_path: Path) -> None:
    async with road(tmp_path) as found:
        partner = found.station("TCL").process
        assert partner is not None
        partner.send_signal(signal.SIGSTOP)
        for number in range(TEXTS):
            await found.text("MSI", f"DRG MSI YAB {1000 + number}T SEIZED")
        await until(lambda: _arrived(found, "MSI", TEXTS), 200, every=1.0)
        found.kill("TCL")
        await until(lambda: _arrived(found, "TCL", TEXTS), 200, every=1.0)
        here, there = await found.held("MSI"), await found.held("TCL")
        assert _quantities(here) == [str(1000 + number) for number in range(TEXTS)]
        assert [one["id"] for one in there] == sorted((one["id"] for one in here), key=_number)


def _quantities(held: list[dict[str, Any]]) -> list[str]:
    return sorted(one["fields"]["items"][0]["quantity"] for one in held)


def _number(key: str) -> int:
    """Return in which place its office filed a report; texts of one second leave a SIM by their slots."""
    found = ReportKey.parse(key)
    assert found is not None
    return found.seq


async def test_ending_the_demo_ends_what_it_started_and_nothing_else(tmp_path: Path) -> None:
    async with road(tmp_path) as found:
        pids = [member.pid for member in found.play.crew.members]
    assert not any(_lives(pid) for pid in pids)


def _lives(pid: int | None) -> bool:
    return pid is None or Path(f"/proc/{pid}").exists()


async def test_a_station_ends_when_it_is_told_to_though_a_console_is_open(tmp_path: Path) -> None:
    async with road(tmp_path) as found, signed_in(found.office("MSI")) as staff:
        process = found.station("MSI").process
        assert process is not None
        async with staff.stream("GET", "/live") as stream:
            assert stream.status_code == 200
            process.terminate()
            async with asyncio.timeout(20):  # five seconds on a quiet machine; only a hang fails
                assert await process.wait() == 0
