"""A restored office with two partners that hold different parts, one of them away for days."""

from datetime import timedelta
from pathlib import Path

from gateway.intake import intake
from gateway.store import history
from tests.gateway.offices import BEARER, _house, text
from tests.gateway.relay.losing import FIRST, begin, lost, meet, report, said, saved
from tests.simulation.network import found_network, numbers

WORDS = "DRG MSI YAB 200000T 2M TH SEIZED"


async def test_what_two_partners_had_is_put_together(tmp_path: Path) -> None:
    here, pair, hub = (_house(tmp_path / code) for code in found_network(tmp_path, 3))
    file = saved(here, tmp_path)
    here.store.write_now(
        lambda conn: intake.take(conn, here.kit, BEARER, [text(WORDS, sender=numbers(0)[0])])
    )
    was = report(here, FIRST)
    assert was is not None
    await meet(here, pair, 1)
    await meet(here, hub, 1)
    here = lost(here, file)
    begin(here)
    await meet(here, pair)
    first = report(here, FIRST)
    assert first is not None
    assert "nationality" not in first.fields
    assert "BKK has not answered yet; TCL gave back 1 report" in said(here)
    here.clock.go(timedelta(days=3))
    await meet(here, hub)
    now = report(here, FIRST)
    assert now is not None
    assert now.fields == was.fields
    assert "BKK gave back 0 reports and 0 later versions; TCL gave back 1 report" in said(here)
    told = here.store.read_now(lambda conn: history.of(conn, FIRST))
    assert [one.what for one in told] == ["came back"] * 2
