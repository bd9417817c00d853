"""The pictures of the console's pages in the docs; `make pictures` keeps them."""

import os
import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Page
from sqlalchemy import Connection

from codes.load import shipped
from gateway.board.board import Level
from hardware.sentence import Sentence
from tests.web.api.program import token
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage, file_report

KEPT = Path(__file__).parents[2] / "docs" / "pictures" / "console"
MOST = 900_000  # bytes of all pictures together
COLOURS = 80
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 780}
PAGES = {
    "queue": "/",
    "report": "/r/MSI-1-1",
    "edit": "/r/MSI-1-1/edit",
    "release": "/r/MSI-1-1/release/TCL",
    "messages": "/messages",
    "message": "/m/{message}",
    "decode": "/m/{message}/decode?type=DRG",
    "duty": "/duty",
    "health": "/health",
    "people": "/people",
    "roster": "/roster",
    "shift": "/shift",
    "situation": "/situation",
    "map": "/map",
    "crossing": "/map?at=MSI&zoom=3",
    "statistics": "/statistics",
    "export": "/export",
    "settings": "/me",
}
OF_A_CLERK = {"officer": "/roster/1", "confirm": "/confirm"}
OF_AN_ADMINISTRATOR = {"staff": "/staff", "member": "/staff/malee", "tokens": "/tokens", "record": "/audit"}
SMALL = ("queue", "shift", "map", "statistics", "situation")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _year(conn: Connection) -> None:
    """File some weeks of reports, the same each time but for the clock."""
    rng, places = random.Random(4), list(shipped().places)[:24]
    text = "DRG MSI YABA 200000T SEIZED"
    file_report(conn, place="MSI", provenance="A", text=text, corrections=[_FIX], ago=400)
    for _ in range(150):
        place = rng.choice(places) if rng.random() < 0.6 else "MSI"
        file_report(
            conn,
            type=rng.choice(["DRG", "DRG", "WLD", "VEH", "SOS"][: 4 + (rng.random() < 0.02)]),
            place=place,
            fields={"place": place},
            ago=600 + rng.random() ** 2 * 70 * 86_400,
            precedence=rng.choice([1, 2, 2, 3]),
            state=rng.choice(["new", "closed", "closed", "closed"]),
        )
    file_report(conn, type="SOS", precedence=0, place="MSI", fields={"place": "MSI"}, text="SOS", ago=200)


_FIX = {"field": "items", "from": "YABA", "to": "YAB", "rule": "fuzzy"}


async def _keep(page: Page, album: Path, name: str) -> int:
    """Take a picture of what is seen, in few colours; return its size in bytes."""
    raw = Image.open(BytesIO(await page.screenshot())).convert("RGB")
    raw.quantize(COLOURS, dither=Image.Dither.NONE).save(album / f"{name}.png", optimize=True)
    return (album / f"{name}.png").stat().st_size


async def _walk(
    browser: Browser, console: Stage, album: Path, who: str, view: dict[str, int], pages: dict[str, str]
) -> list[int]:
    context = await browser.new_context(viewport=view)  # pyright: ignore[reportArgumentType]  # Playwright's own dict
    page = await sign_in(context, console, who)
    sizes: list[int] = []
    for name, path in pages.items():
        await page.goto(console.url + path)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= view["width"], f"{name} is wider than {view['width']}"
        sizes.append(await _keep(page, album, name if view is WIDE else f"{name}-phone"))
    await context.close()
    return sizes


async def _doors(browser: Browser, console: Stage, album: Path) -> list[int]:
    """Take what no address opens by itself: the door from outside, and a second factor once begun."""
    context = await browser.new_context(viewport=WIDE)  # pyright: ignore[reportArgumentType]  # the same
    page = await context.new_page()
    await page.goto(f"{console.url}/sign-in")
    sizes = [await _keep(page, album, "sign-in")]
    await page.goto(f"{console.url}/")
    page = await sign_in(context, console, "malee")
    await page.goto(f"{console.url}/people")
    await page.click("form[action='/people/factor'] button")
    await page.wait_for_selector(".square")
    sizes.append(await _keep(page, album, "factor"))
    await context.close()
    return sizes


async def test_every_page_can_be_pictured_and_none_is_wider_than_its_screen(
    console: Stage, tmp_path: Path
) -> None:
    album = KEPT if os.environ.get("PATROLWIRE_PICTURES") == "1" else tmp_path / "album"
    album.mkdir(parents=True, exist_ok=True)
    await console.account("malee", role="supervisor")
    await console.store.write(_year)
    number = await console.message("hello who is this")
    pages = {name: path.format(message=number) for name, path in PAGES.items()}
    await console.account("clerk", role="clerk")
    await console.account("chief", role="administrator")
    clerk = await console.signed_in("clerk")
    await clerk.post("/roster/add", name="Sgt Anan", unit="Mobile 3", language="th", number="0812345671")
    await token(console)
    som = await console.signed_in()
    await som.post("/shift/line", text="Boat 2 borrowed from the navy until Friday.")
    await som.post("/shift/handover", text="Patrol 3 waits at the ferry; call them at 06:00.")
    console.board.post("bearer gsm2", Level.WARNING, Sentence("gsm2: the signal is weak; texts may be late."))
    async with chromium() as browser:
        sizes = await _walk(browser, console, album, "malee", WIDE, pages)
        sizes += await _walk(browser, console, album, "malee", NARROW, {name: pages[name] for name in SMALL})
        sizes += await _walk(browser, console, album, "clerk", WIDE, OF_A_CLERK)
        sizes += await _walk(browser, console, album, "chief", WIDE, OF_AN_ADMINISTRATOR)
        sizes += await _doors(browser, console, album)
    assert min(sizes) > 5_000
    assert sum(sizes) < MOST
