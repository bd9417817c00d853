"""The pictures of two cards in the docs; `make pictures` keeps them."""

import os
from pathlib import Path

import pytest

from codes.card.card import Wanted
from codes.load import cards, shipped
from codes.talk.reply import place_name
from tests.web.browser import chromium
from web.cards import card

KEPT = Path(__file__).parents[3] / "docs" / "pictures"
TWO = (("border", "en"), ("forest", "th"))


@pytest.mark.browser
async def test_two_cards_can_be_pictured(tmp_path: Path) -> None:
    album = KEPT if os.environ.get("PATROLWIRE_PICTURES") == "1" else tmp_path
    units, words = cards()
    async with chromium() as browser:
        page = await (
            await browser.new_context(viewport={"width": 872, "height": 596}, device_scale_factor=1.5)
        ).new_page()
        for unit, language in TWO:
            place = place_name("MSI", shipped(), language)
            wanted = Wanted("MSI", place, language, "+66 81 234 5678")
            html, _ = card.write(units[unit], shipped(), words, wanted, tmp_path)
            await page.goto(html.as_uri())
            picture = album / f"card-{unit}-{language}.png"
            await page.screenshot(path=picture)
            assert picture.stat().st_size > 10_000
