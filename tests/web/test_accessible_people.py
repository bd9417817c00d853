"""The pages about people have no serious fault by axe, and none is wider than a phone."""

import pytest

from tests.web.axe import faults
from tests.web.browser import chromium, sign_in
from tests.web.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
_PAGES = {
    "clerk": ["/people", "/roster", "/roster/1", "/confirm"],
    "administrator": ["/people", "/staff", "/staff/somchai", "/audit", "/ca"],
}


@pytest.mark.parametrize("role", _PAGES)
async def test_the_pages_about_people_are_usable_and_fit_a_phone(console: Stage, role: str) -> None:
    await console.account("clerk", role="clerk")
    clerk = await console.signed_in("clerk")
    await clerk.post("/roster/add", name="Sgt Anan", unit="Mobile 3", language="th", number="0812345671")
    await console.account("reader", role=role, language="my")
    found: list[str] = []
    async with chromium() as browser:
        night = {"width": 390, "height": 800}
        context = await browser.new_context(bypass_csp=True, viewport=night, color_scheme="dark")  # pyright: ignore[reportArgumentType]  # a size
        page = await sign_in(context, console, "reader")
        for path in _PAGES[role]:
            await page.goto(console.url + path)
            found += await faults(page, path)
            if await page.evaluate("document.documentElement.scrollWidth") > night["width"]:
                found.append(f"{path} is wider than a phone")
        await context.close()
    assert found == []
