"""Pages in the states that differ: alarms, refusals, empty, full, locked; axe finds no serious fault in any.

The pages are asked for without a browser, each as it stands in its state, and laid before one browser.
"""

import base64
import time
from typing import Any

import httpx
import pytest
from playwright.async_api import Page

from codes.onetime import hotp
from gateway.board.board import Level
from gateway.desk import totp
from gateway.store import history
from hardware.sentence import Sentence
from tests.gateway.desk.test_photos import exif, jpeg
from tests.web.axe import CONTRAST, faults
from tests.web.browser import chromium
from tests.web.stage import PASSWORD, Browserless, Stage, hidden, now, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
States = dict[str, str]
_LONG = "http://" + "w" * 120  # no phone is so wide, and no space in it
_DRG = {"type": "DRG", "place": "MSI", "items.0.code": "YAB", "items.0.quantity": "2", "items.0.unit": "T"}


async def _quiet(console: Stage, staff: Browserless) -> States:
    """Return what an office sees to which nothing has come."""
    get = staff.client.get
    found = {path: (await get(path)).text for path in ("/", "/messages", "/shift", "/situation", "/map")}
    found["no hit"] = (await get("/?q=nothing&type=DRG")).text
    staff.client.cookies.delete("session-MSI")
    found["signed out"] = (await get("/health", follow_redirects=True)).text
    del console
    return found


async def _busy(console: Stage, staff: Browserless) -> States:
    """Return what an office sees that has its hands full."""
    first, again = await console.report(ago=60), await console.report(provenance="A", text=_LONG)
    flash = await console.report(precedence=0, fields={"place": "MSI", "text": _LONG})
    strange = await console.message(_LONG)
    await console.report(type="SOS", precedence=0, fields={"place": "MSI"}, text="SOS")
    await console.store.write(lambda conn: history.note(conn, flash, now(), "station", "duress", {}))
    console.board.post("bearer", Level.FAULT, Sentence("The modem does not answer."))
    console.board.post("disk", Level.WARNING, Sentence("The disk is nearly full."))
    form = {"csrf": await staff.token(), "note": "parcels"}
    photo = {"file": ("parcels.jpg", jpeg(exif(0x8825)), "image/jpeg")}
    await staff.client.post(f"/r/{first}/attach", data=form, files=photo)
    await staff.post(f"/r/{first}/release", partner="TCL", version="1")
    await staff.post(f"/r/{first}/recall", partner="TCL", why="wrong")
    await staff.post(f"/r/{again}/merge", into=str(first), why="the same truck")
    await staff.post("/views", name="Drugs", query="type=DRG")
    await staff.post("/shift/handover", text="Patrol 3 waits at the ferry.")
    await console.account("malee", role="supervisor", agency="")
    next_one = await console.signed_in("malee")
    get = next_one.client.get
    paths = ("/", "/?state=all", "/?type=DRG", "/shift", "/health", "/statistics", "/situation", "/map")
    found = {path: (await get(path)).text for path in (*paths, f"/m/{strange}")}
    found |= {f"report {key}": (await get(f"/r/{key}?done=claimed")).text for key in (first, again, flash)}
    return found


_OLD = {"csrf": "x", "text": "Hold there, boat on its way"}
_OURS = {"sec-fetch-site": "same-origin"}


async def _refused(console: Stage, staff: Browserless) -> States:
    """Return each form with what was wrong in it."""
    key, number = await console.report(), await console.message("hello")
    decode, post = f"/m/{number}/decode", staff.post
    found = {
        "hand refused": await post(decode, **_DRG | {"items.0.quantity": "many"}),
        "hand read back": await post(decode, **_DRG, action="SEIZED"),
        "edit refused": await post(f"/r/{key}/edit", version="1", why="x", place="NOWHERE"),
        "no reason": await post(f"/r/{key}/source", why=" "),
        "not oneself": await post("/confirm", password="wrong", next="/"),
        "403": await staff.client.post(f"/r/{key}/claim", data={"csrf": "x"}),
        "an old form": await staff.client.post(f"/r/{key}/reply", data=_OLD, headers=_OURS),
        "404": await staff.client.get("/nope"),
        "413": await staff.client.post("/me", content=b"a" * 100_000),
    }
    await console.account("chief", role="administrator")
    chief = await console.signed_in("chief")
    found["given"] = await chief.post("/staff/add", name="suda", role="duty", agency="", language="en")
    found["token refused"] = await chief.post("/tokens/add", name="x", account="chief", days="9")
    found["staff refused"] = await chief.client.get("/staff?done=name-taken")
    await console.account("clerk", role="clerk")
    clerk = await console.signed_in("clerk")
    for name, text in (("flawed", "name,number\n,12"), ("good", "name,number\nAnan,0812345671")):
        found[f"file {name}"] = await clerk.post("/roster/check", text=text)
    return {name: answer.text for name, answer in found.items()}


async def _at_the_door(console: Stage, staff: Browserless) -> States:
    """Return the door: a wrong password, a page too old, and one tried too often."""
    del staff
    async with console.client() as client:
        found = {"wrong": await sign_in(client, "somchai", "wrong")}
        found["too old"] = await client.post("/sign-in", data={"name": "x", "pre": "x"})
        for _ in range(6):
            found["locked"] = await sign_in(client, "nobody", "wrong")
    assert found["locked"].status_code == httpx.codes.TOO_MANY_REQUESTS
    return {name: answer.text for name, answer in found.items()}


async def _with_a_code(console: Stage, staff: Browserless) -> States:
    """Return a second factor being set up, its recovery codes, and a code that is wrong."""
    begun = (await staff.post("/people/factor")).text
    secret = base64.b32decode(begun.partition("<pre>")[2].partition("</pre>")[0].replace(" ", ""))
    code = hotp(secret, int(time.time()) // totp.STEP)
    found = {"begun": begun, "codes": (await staff.post("/people/factor-on", code=code)).text}
    async with console.client() as client:
        await sign_in(client, "somchai", PASSWORD)
        form = {"pre": hidden((await client.get("/sign-in-code")).text, "pre"), "code": "x"}
        found["code wrong"] = (await client.post("/sign-in-code", data=form)).text
    return found


_MARKS = {  # what shows that a page is in the state it is named after
    "no hit": "No report fits this filter",
    "signed out": 'name="password"',
    "403": "403",
    "an old form": "Send it again",
    "413": "413",
    "hand refused": "aria-invalid",
    "hand read back": 'name="seen"',
    "edit refused": 'role="alert"',
    "not oneself": 'role="alert"',
    "wrong": 'role="alert"',
    "code wrong": 'role="alert"',
    "report MSI-1-1": "parcels.jpg",
    "report MSI-1-2": "Merged into",
    "report MSI-1-3": "alarm-bar",
    "/shift": "h1",
    "/health": "h1",
    "file flawed": "Nothing was kept",
    "file good": "/roster/keep",
}


async def test_axe_would_find_a_fault(console: Stage) -> None:
    async with chromium() as browser:
        page = await (await browser.new_context(bypass_csp=True)).new_page()
        await page.goto(f"{console.url}/sign-in")
        bad = '<html lang="en"><main><p style="color: #bbb; background: #fff">pale</p></main></html>'
        assert any("color-contrast" in one for one in await _looked_at(page, "pale", bad))


@pytest.mark.parametrize("states", [_quiet, _busy, _refused, _at_the_door, _with_a_code])
async def test_axe_finds_no_serious_fault_in_any_state(console: Stage, states: Any) -> None:  # noqa: ANN401  # one of those above
    shown: States = await states(console, await console.signed_in())
    found: list[str] = []
    async with chromium() as browser:
        context = await browser.new_context(bypass_csp=True, viewport={"width": 390, "height": 800})
        page = await context.new_page()
        await page.goto(f"{console.url}/sign-in")
        for name, text in shown.items():
            found += await _looked_at(page, name, text)
        await context.close()
    assert found == []


async def _looked_at(page: Page, name: str, text: str) -> list[str]:
    """Lay a page before the browser by day and by night; its stream is left out, it is nobody's."""
    assert "<main" in text, name
    assert _MARKS.get(name, "") in text, name
    await page.set_content(text.replace(" data-live=", " data-was="))
    await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    await page.emulate_media(color_scheme="light")
    found = await faults(page, name)
    if await page.evaluate("document.documentElement.scrollWidth") > 390:
        found.append(f"{name} is wider than a phone")
    await page.emulate_media(color_scheme="dark")
    return found + await faults(page, f"{name} by night", CONTRAST)
