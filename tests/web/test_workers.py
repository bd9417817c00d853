"""Several processes on one PostgreSQL: what one files, and what it has to say, is in another's stream."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from gateway.board.elsewhere import Elsewhere
from gateway.store.store import Store
from tests.peers import need
from tests.web.stage import Stage, stage
from tests.web.worker import SAYS
from web.bench import cluster

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def dsn() -> Iterator[str]:
    need(cluster.program("initdb"))
    folder = cluster.create()
    server = cluster.start(folder)
    try:
        server.run("CREATE DATABASE office")
        Store.make(server.dsn("office"), inline=True).close()
        yield server.dsn("office")
    finally:
        server.stop()
        cluster.remove(folder)


@asynccontextmanager
async def _console(folder: Path, dsn: str) -> AsyncIterator[Stage]:
    async with stage(folder, dsn=dsn) as console:
        hears = Elsewhere(console.store, console.board, console.desk.clock, "web-1", listens=True)
        task = asyncio.create_task(hears.run())
        await console.account("somchai")
        yield console
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_notice_an_alarm_and_a_row_of_another_process_are_in_this_ones_stream(
    tmp_path: Path, dsn: str
) -> None:
    async with _console(tmp_path, dsn) as console:
        staff = await console.signed_in()
        seq = (await staff.client.get("/")).text.partition('data-seq="')[2].partition('"')[0]
        other = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.web.worker", dsn)
        said = ""
        try:
            async with asyncio.timeout(60), staff.client.stream("GET", f"/live?since={seq}") as stream:
                async for line in stream.aiter_lines():
                    said += line + "\n"
                    if SAYS in said and "alarm-bar" in said and "event:r" in said:
                        break
        finally:
            other.kill()
            await other.wait()
        assert "MSI-1-1" in said
        assert "gsm7" in (await staff.client.get("/health")).text
