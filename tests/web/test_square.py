"""The second factor's picture: a reader that nobody here wrote finds in it what switches the factor on."""

import base64
import re
import subprocess
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.onetime import hotp
from gateway.desk import totp
from tests.peers import need
from tests.web.browser import chromium, sign_in
from tests.web.stage import OFFICE, Stage
from web.square import square


def _read(picture: Path) -> str:
    return subprocess.run(
        [need("zbarimg"), "--raw", "--quiet", str(picture)], capture_output=True, check=True, text=True
    ).stdout.strip()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
async def test_a_phone_reads_the_secret_off_the_screen(console: Stage, tmp_path: Path, width: int) -> None:
    need("zbarimg")
    asked: list[str] = []
    async with chromium() as browser:
        context = await browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark")
        context.on("request", lambda one: asked.append(one.url))
        page = await sign_in(context, console)
        await page.goto(f"{console.url}/people")
        await page.click("form[action='/people/factor'] button")
        await page.wait_for_selector(".square svg")
        await page.screenshot(path=tmp_path / "page.png", full_page=True)
        address = urlsplit(_read(tmp_path / "page.png"))
        secret = parse_qs(address.query)["secret"][0]
        assert (await page.inner_text("main pre")).replace(" ", "").startswith(secret)
        assert unquote(address.path) == f"/{OFFICE.name}:somchai"
        await page.fill("input[name=code]", _code(secret))
        await page.click("form[action='/people/factor-on'] button")
        await page.wait_for_selector("main pre")
        assert len((await page.inner_text("main pre")).split()) == totp.CODES
    assert all(one.startswith((console.url, "data:")) for one in asked)
    assert not any(secret in one for one in asked)


def _code(secret: str) -> str:
    return hotp(base64.b32decode(secret), int(time.time()) // totp.STEP)


async def test_what_shows_the_secret_is_kept_nowhere(console: Stage) -> None:
    staff = await console.signed_in()
    answer = await staff.post("/people/factor")
    assert "<svg" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "location" not in answer.headers


_PATH = r'<path [a-z]+="[\w#]+"[^<>]* d="[Mmhvz0-9 .-]+"/>'
_SQUARE = re.compile(rf'<svg viewBox="[0-9 ]+" class="segno">(<g [^<>]*>)?({_PATH})+(</g>)?</svg>')


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_whatever_the_text_is_its_picture_is_strokes_alone(text: str) -> None:
    assert _SQUARE.fullmatch(str(square(text)))
