import asyncio
import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.peers import need
from tests.road.stations import Road, road, signed_in, until

pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("road")]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Put Mae Sai on a disk of one megabyte."""
    mount, umount = need("mount"), need("umount")
    if os.geteuid() != 0:
        pytest.skip("NOT ROOT: a small disk cannot be mounted, and this check did not run")
    office = tmp_path / "MSI"
    office.mkdir()
    subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", office], check=True)
    yield tmp_path
    subprocess.run([umount, "-l", office], check=True)


def fill(office: Path) -> Path:
    """Fill what is left of the disk, to the last byte."""
    ballast = office / "ballast"
    with ballast.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while True:
            out.write(b"x" * 512)
    return ballast


async def test_on_a_full_disk_everything_waits_on_the_sim(small: Path) -> None:
    async with road(small) as found, signed_in(found.office("MSI")) as staff:
        ballast = await asyncio.to_thread(fill, small / "MSI")
        for number in range(20):
            await found.text("MSI", f"DRG MSI YAB {1000 + number}T SEIZED")
        await until(lambda: _says_so(staff), 20)
        assert "nothing is deleted" in found.office("MSI").beside("station.log").read_text()
        assert len((await found.modem("MSI", "stored"))["stored"]) >= 20 - len(await found.held("MSI"))
        ballast.unlink()
        await until(lambda: _drained(found), 60, every=1.0)
        quantities = sorted(one["fields"]["items"][0]["quantity"] for one in await found.held("MSI"))
        assert quantities == [str(1000 + number) for number in range(20)]
        assert (await found.modem("MSI", "stored"))["stored"] == []


async def _says_so(staff: httpx.AsyncClient) -> bool:
    return "disk is full" in (await staff.get("/")).text.lower()


async def _drained(found: Road) -> bool:
    return len(await found.held("MSI")) == 20
