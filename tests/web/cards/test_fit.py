"""Nothing on a card is cut off: as PDF by its own ruler, as a page by a real browser; too much is refused."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Page

from codes.card.card import Wanted
from codes.load import cards, shipped
from codes.talk.reply import place_name
from gateway.errors import ConfigError
from tests.web.browser import chromium
from web.cards import card, fonts
from web.cards.paper import Paper

BOOK = shipped()
UNITS, WORDS = cards()
LANGUAGES = ("en", "th", "lo", "km", "my", "vi")
OVER = """() => [...document.querySelectorAll('.side')].map(side => [
    side.scrollHeight - side.clientHeight, side.scrollWidth - side.clientWidth,
    Math.min(...[...side.querySelectorAll('*')].map(one => parseFloat(getComputedStyle(one).fontSize)))])"""
SMALLEST_PIXELS = card.SMALLEST * 96 / 72 - 0.01


async def sides_over(page: Page, file: Path) -> list[list[float]]:
    """Return for each side of a page how far it runs over, down and across, and its smallest letters."""
    await page.goto(file.as_uri())
    return await page.evaluate(OVER)


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_card_stands_whole_on_its_two_sides(language: str, tmp_path: Path) -> None:
    wanted = Wanted("MSI", place_name("MSI", BOOK, language), language, "+66 81 234 5678")
    async with chromium() as browser:
        page = await browser.new_page()
        for unit in UNITS.values():
            html, pdf = card.write(unit, BOOK, WORDS, wanted, tmp_path)
            assert pdf.read_bytes().startswith(b"%PDF")
            for down, across, letters in await sides_over(page, html):
                assert (down, across) <= (0, 0), (unit.code, language)
                assert letters >= SMALLEST_PIXELS


@pytest.mark.parametrize("language", ["en", "my"])
def test_the_paper_holds_what_the_ruler_measured(language: str) -> None:
    sides = card.fitted(UNITS["forest"], BOOK, WORDS, Wanted("MSI", "Mae Sai", language))
    for side in sides:
        with closing(card.on_paper((side, side), language, "")) as paper:
            assert paper.overflow <= 0
        assert side.size >= card.SMALLEST


def test_a_card_with_too_much_on_it_is_refused() -> None:
    crowded = UNITS["border"].model_copy(update={"report": UNITS["border"].report * 3})
    with pytest.raises(ConfigError, match="does not fit"):
        card.fitted(crowded, BOOK, WORDS, Wanted("MSI", "Mae Sai", "en"))


@pytest.mark.browser
async def test_the_browser_would_see_a_card_that_runs_over(tmp_path: Path) -> None:
    crowded = tmp_path / "card.html"
    sides = card.fitted(UNITS["border"], BOOK, WORDS, Wanted("MSI", "", "en"))
    twice = card.Side(sides[0].blocks * 2, 7)
    crowded.write_text(card.page("card.html", "en", "", sides=[twice]), encoding="utf-8")
    async with chromium() as browser:
        ((down, _, _),) = await sides_over(await browser.new_page(), crowded)
    assert down > 0


def test_a_missing_font_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", ())
    with pytest.raises(ConfigError, match="apt install fonts-noto-core"):
        Paper("th", "")
