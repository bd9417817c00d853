"""The budget of a 20 kbit/s link, in compressed bytes of bodies as they cross the wire."""

import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from gateway.clock import SystemClock
from gateway.store import feed
from tests.web import night
from tests.web.stage import Stage, stage
from web.live import HEARTBEAT
from web.shell import shell
from web.texts import LANGUAGES
from web.voiced import voiced

FIRST_VIEW, REVISIT, ROW, BEAT, SCRIPT = 8_192, 2_560, 120, 16, 6_144
OPENING = 320  # a row ahead of the first, so that the first is as small as those after it
_BROWSER = {"accept-encoding": "gzip, deflate, br"}


async def _wire(client: httpx.AsyncClient, path: str) -> tuple[int, httpx.Headers]:
    async with client.stream("GET", path, headers=_BROWSER) as answer:
        assert answer.status_code == 200
        return sum([len(piece) async for piece in answer.aiter_raw()]), answer.headers


@pytest.fixture
async def midnight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Yield a console after a varied night, soon after midnight: its rows are of yesterday."""
    monkeypatch.setattr(SystemClock, "now", lambda _: night.HOUR)
    async with stage(tmp_path) as made:
        await night.fill(made)
        yield made


async def _reader(console: Stage, language: str) -> httpx.AsyncClient:
    await console.account("somchai", language=language)
    staff = await console.signed_in()
    await night.save_views(staff)
    return staff.client


IN_EACH = pytest.mark.parametrize("language", LANGUAGES)


@IN_EACH
async def test_the_first_view_and_the_revisit_fit_the_link(midnight: Stage, language: str) -> None:
    client = await _reader(midnight, language)
    first, headers = await _wire(client, "/")
    assert headers["content-encoding"] == "br"
    for asset in (shell().style, voiced(language)):
        await client.get(asset.path)
    revisit, _ = await _wire(client, "/")
    assert (first <= FIRST_VIEW, revisit <= REVISIT) == (True, True), (first, revisit)


@IN_EACH
async def test_a_live_row_and_a_heartbeat_are_a_few_bytes(midnight: Stage, language: str) -> None:
    client = await _reader(midnight, language)
    rows, beats, opening = list[int](), list[int](), 0
    async with client.stream(
        "GET", f"/live?since={await midnight.store.read(feed.last)}", headers=_BROWSER
    ) as answer:
        unpack, coming = zlib.decompressobj(31), 0
        async for piece in answer.aiter_raw():
            text = unpack.decompress(piece).decode()
            rows += [len(piece)] * text.count("\nevent:r")
            if text.startswith(":"):
                opening += len(piece)
            if text == HEARTBEAT:
                beats.append(len(piece))
                if coming == night.COMING:
                    break
                await night.one_more(midnight, coming)
                coming += 1
    assert len(rows) == night.COMING
    assert max(rows) <= ROW, rows
    assert max(beats[1:]) <= BEAT
    assert opening <= OPENING


async def test_style_and_script_are_small_and_kept_by_the_browser(console: Stage) -> None:
    async with console.client() as client:
        for language in LANGUAGES:
            size, headers = await _wire(client, voiced(language).path)
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
