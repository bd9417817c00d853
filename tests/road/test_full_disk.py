import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.road.disk import Disk, may_mount, small_disk
from tests.road.stations import Road, road, signed_in, until

pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("road")]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Disk]:
    """Put Mae Sai on a disk of three megabytes."""
    if not may_mount():
        pytest.skip("NOT ROOT: a small disk cannot be mounted, and this check did not run")
    with small_disk(tmp_path / "MSI", 3) as disk:
        yield disk


async def test_on_a_full_disk_everything_waits_on_the_sim(small: Disk) -> None:
    async with road(small.folder.parent) as found, signed_in(found.office("MSI")) as staff:
        await asyncio.to_thread(small.fill)
        for number in range(20):
            await found.text("MSI", f"DRG MSI YAB {1000 + number}T SEIZED")
        await until(lambda: _says_so(staff), 20)
        assert "nothing is deleted" in found.office("MSI").beside("station.log").read_text()
        assert len((await found.modem("MSI", "stored"))["stored"]) >= 20 - len(await found.held("MSI"))
        small.free()
        await until(lambda: _drained(found), 60, every=1.0)
        quantities = sorted(one["fields"]["items"][0]["quantity"] for one in await found.held("MSI"))
        assert quantities == [str(1000 + number) for number in range(20)]
        assert (await found.modem("MSI", "stored"))["stored"] == []


async def _says_so(staff: httpx.AsyncClient) -> bool:
    return "disk is full" in (await staff.get("/")).text.lower()


async def _drained(found: Road) -> bool:
    return len(await found.held("MSI")) == 20
