"""The figures of answer and siren: a round on a whole station, so that the bench itself is known to work."""

from pathlib import Path

import pytest

from tests.web.bench.siren import measured
from tests.web.browser import chromium
from tests.web.test_siren import EAR
from web.bench.answer import PATIENCE_S, WAITING, Line
from web.bench.answer_station import NUMBER, running

pytestmark = [pytest.mark.timeout(300)]


async def test_an_officer_is_answered_and_an_sos_sounds_while_fifty_replies_wait(tmp_path: Path) -> None:
    async with running(tmp_path, "--latency", "CMGS=0.1", "--capacity", "200") as at, chromium() as browser:
        officer = NUMBER.format(399)
        entry = await at.modem.receive(officer, "DRG MSI YAB 100T SEIZED")
        assert await at.replied_at(officer) > await at.stored_at(entry)
        line = Line(at)
        await line.fill()
        assert await line.waiting() > WAITING // 2
        context = await browser.new_context()
        await context.add_init_script(EAR)
        found = await measured(at, await context.new_page(), 1)
        assert 0 < found[0] < PATIENCE_S * 1000
