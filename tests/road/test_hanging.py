"""While one modem hangs in a text that it sends, the office goes on receiving and answering by the other."""

import time
from pathlib import Path

import pytest

from tests.road.post import OFFICER, SEND_S, post
from tests.road.stations import until

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("road")]


async def test_receiving_goes_on_while_a_text_hangs(tmp_path: Path) -> None:
    async with post(tmp_path, "web") as here:
        slow, other = here.modems
        await slow.ask("fail", command="CMGS", **{"with": "silence"})
        await slow.receive(OFFICER, "DRG MSI YAB 1T SEIZED")

        async def hangs() -> bool:
            return (await slow.ask("stats"))["commands"].get("CMGS", 0) > 0

        await until(hangs, 60, every=0.05)
        begun = time.monotonic()
        for number in range(5):
            await other.receive(OFFICER, f"DRG MSI YAB {10 + number}T SEIZED")

        async def answered() -> bool:
            return len((await other.ask("sent"))["messages"]) >= 5

        await until(answered, 60, every=0.05)
        assert time.monotonic() - begun < SEND_S  # the other's text has not even been given up
        assert (await other.ask("stats"))["counts"]["stored"] == 0
