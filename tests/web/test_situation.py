"""The situation report: what stands on it, and that chromium prints it, and the map, on one page of A4."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser
from sqlalchemy import Connection

from codes.load import shipped
from gateway.board.board import Level
from hardware.sentence import Sentence
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage, file_report

A4 = (595, 842)  # points


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as made:
        yield made


def _crowded(conn: Connection) -> None:
    """File more than fits: every type, every place, long words."""
    book = shipped()
    for number, place in enumerate(book.places):
        file_report(conn, place=place, type="DRG", precedence=number % 4, ago=number * 60)
    for number, type_ in enumerate([*book.types, *(f"X{n}" for n in range(12))]):
        file_report(conn, place="MSI", type=type_, fields={"text": "long words " * 30}, ago=number)


def _pages(pdf: bytes) -> tuple[int, list[tuple[int, int]]]:
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    sizes = [(round(float(wide)), round(float(high))) for wide, high in boxes]
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)), sizes


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("language", ["en", "my", "km"])
async def test_however_much_there_is_it_is_one_page_of_a4(
    console: Stage, browser: Browser, language: str
) -> None:
    await console.account("reader", role="supervisor", language=language, own_digits=True)
    await console.store.write(_crowded)
    for number in range(4):
        said = Sentence("The modem does not answer; texts wait here. " * 4)
        console.board.post(f"n{number}", Level.FAULT, said)
    context = await browser.new_context()
    page = await sign_in(context, console, "reader")
    await page.goto(f"{console.url}/situation?hours=168")
    assert _pages(await page.pdf(prefer_css_page_size=True)) == (1, [A4])
    await page.goto(f"{console.url}/map")
    assert _pages(await page.pdf(prefer_css_page_size=True)) == (1, [A4])
    await page.goto(f"{console.url}/shift")  # the negative control: a page of no fixed length grows
    await page.evaluate(
        "document.querySelector('main').append(...Array.from({length: 200}, () => "
        "document.createElement('hr')))"
    )
    assert _pages(await page.pdf(prefer_css_page_size=True))[0] > 1
    await context.close()


async def test_it_says_what_came_what_is_urgent_and_what_is_open(console: Stage) -> None:
    await console.report(type="SOS", precedence=0, fields={"place": "MSI"}, place="MSI")
    await console.report(ago=90_000, precedence=3)
    await console.report(state="closed")
    for _ in range(12):
        await console.report(precedence=1)
    staff = await console.signed_in()
    page = (await staff.client.get("/situation?hours=24")).text
    assert "<b>14</b>" in page
    assert page.count('class="p0">FLASH</td>') == 2
    assert "and 5 more" in page  # urgent: 13, of which 8 are listed
    assert "ROUTINE <b>1</b>" in page
    assert "Nothing is wrong." in page
    assert "Sgt Nobody" not in page


async def test_another_agency_s_reports_are_not_on_it(console: Stage) -> None:
    await console.report(agency="RTP", precedence=1)
    await console.account("customs", agency="CUS")
    page = (await (await console.signed_in("customs")).client.get("/situation?hours=x")).text
    assert "No report in this time." in page
    assert "IMMEDIATE <b>0</b>" in page
