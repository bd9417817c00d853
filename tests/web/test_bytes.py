"""The budget of a 20 kbit/s link, in compressed bytes of bodies as they cross the wire."""

import zlib

import httpx

from tests.web.stage import Stage
from web.live import HEARTBEAT
from web.shell import shell

FIRST_VIEW, REVISIT, ROW, BEAT, SCRIPT = 8_192, 2_560, 120, 16, 6_144
_BROWSER = {"accept-encoding": "gzip, deflate, br"}


async def _wire(client: httpx.AsyncClient, path: str) -> tuple[int, httpx.Headers]:
    async with client.stream("GET", path, headers=_BROWSER) as answer:
        assert answer.status_code == 200
        return sum([len(piece) async for piece in answer.aiter_raw()]), answer.headers


async def _filled(console: Stage) -> None:
    for number in range(25):
        await console.report(unit=f"Patrol {number % 5}", ago=number * 613, precedence=1 + number % 3)


async def test_the_first_view_and_the_revisit_fit_the_link(console: Stage) -> None:
    await _filled(console)
    staff = await console.signed_in()
    for name, query in (("Drugs", "type=DRG"), ("Mae Sai", "place=MSI"), ("Mine", "state=mine")):
        await staff.post("/views", name=name, query=query)
    first, headers = await _wire(staff.client, "/")
    assert headers["content-encoding"] == "br"
    assert first <= FIRST_VIEW, first
    for asset in (shell().style, shell().script):
        await staff.client.get(asset.path)
    revisit, _ = await _wire(staff.client, "/")
    assert revisit <= REVISIT


async def test_style_and_script_are_small_and_kept_by_the_browser(console: Stage) -> None:
    async with console.client() as client:
        size, headers = await _wire(client, shell().script.path)
    assert size <= SCRIPT
    assert "immutable" in headers["cache-control"]


async def test_only_pages_other_than_the_queue_ask_for_the_rest_of_the_style(console: Stage) -> None:
    key, more = await console.report(), shell().more.path
    staff = await console.signed_in()
    assert more not in (await staff.client.get("/")).text
    for path in (f"/r/{key}", "/messages", "/health"):
        assert f'<link rel="stylesheet" href="{more}">' in (await staff.client.get(path)).text
    answer = await staff.client.get(more)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


async def test_a_live_row_and_a_heartbeat_are_a_few_bytes(console: Stage) -> None:
    await _filled(console)
    staff = await console.signed_in()
    sizes: list[tuple[int, str]] = []
    async with staff.client.stream("GET", "/live?since=0", headers=_BROWSER) as answer:
        unpack = zlib.decompressobj(31)
        pieces, extra = answer.aiter_raw(), 0
        async for piece in pieces:
            text = unpack.decompress(piece).decode()
            sizes.append((len(piece), text))
            if text == HEARTBEAT and extra < 3:
                extra += 1
                await console.report(unit="Patrol 4", place="MSI")
            elif extra == 3 and text == HEARTBEAT:
                break
    rows = [size for size, text in sizes if text.count("event:r") == 1]
    beats = [size for size, text in sizes if text == HEARTBEAT]
    assert rows
    assert max(rows[1:]) <= ROW
    assert max(beats[1:]) <= BEAT
