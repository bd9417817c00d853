"""An office restored from an old backup: what partners had of it comes back."""

from pathlib import Path

import pytest

from gateway.relay.recall import recall
from gateway.relay.release import release
from gateway.station import hands
from gateway.store import asked, audit, history, logs, passages, reports
from gateway.store.keys import ReportKey
from tests.gateway.offices import House, found_pair
from tests.gateway.relay.losing import DAY, FIRST, SECOND, begin, logs_of, lost, meet, report, said, saved
from tests.gateway.relay.test_relay import Wire, carry, take


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path)


async def test_reports_and_versions_come_back_from_the_partner(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    await meet(here, there, 1)
    file = saved(here, tmp_path)
    take(here, "AMD QTY 2000T", "DRG MSI YAB 77T 2M TH SEIZED")
    await meet(here, there, 1)
    here = lost(here, file)
    begin(here)
    assert "TCL has not answered yet" in said(here)
    await meet(here, there)
    first, second = report(here, FIRST), report(here, SECOND)
    assert first is not None
    assert (first.version, first.fields["items"][0]["quantity"]) == (2, "2000")
    assert second is not None
    assert second.fields["items"][0]["quantity"] == "77"
    assert "TCL gave back 1 report and 1 later version;" in said(here)
    assert here.store.read_now(lambda conn: [one.what for one in history.of(conn, SECOND)]) == ["came back"]
    passage = here.store.read_now(lambda conn: passages.get(conn, "TCL", SECOND))
    assert passage is not None
    assert (passage.state, passage.version) == ("stored", 1)
    assert here.store.read_now(audit.verify) is None


async def test_what_never_goes_there_stays_as_the_backup_has_it(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T 2M TH SEIZED")
    await meet(here, there, 1)
    file, was = saved(here, tmp_path), report(here, FIRST)
    assert was is not None
    take(here, "AMD QTY 2000T")
    await meet(here, there, 1)
    here = lost(here, file)
    begin(here)
    await meet(here, there)
    now = report(here, FIRST)
    assert now is not None
    assert {**now.fields, "items": None} == {**was.fields, "items": None}
    assert now.fields["items"][0]["quantity"] == "2000"


async def test_no_number_and_no_reference_is_given_again(pair: dict[str, House], tmp_path: Path) -> None:
    here, there = pair["MSI"], pair["TCL"]
    file = saved(here, tmp_path)
    take(here, *(f"DRG MSI YAB {n}T SEIZED" for n in range(1001, 1006)))
    await meet(here, there, 1)
    refs = {one.ref for one in there.store.read_now(lambda conn: reports.changed(conn, 0))}
    here = lost(here, file)
    take(here, "DRG MSI YAB 9T SEIZED")  # before anybody was asked
    begin(here)
    await meet(here, there)
    take(here, "DRG MSI YAB 10T SEIZED")
    await meet(here, there, 1)
    held = there.store.read_now(lambda conn: reports.changed(conn, 0))
    assert len({one.ref for one in held}) == len(held) == len(refs) + 2
    assert {(one.origin, one.epoch, one.seq) for one in held} == {
        (one.origin, one.epoch, one.seq) for one in here.store.read_now(lambda conn: reports.changed(conn, 0))
    }


async def test_a_cancelled_report_comes_back_cancelled(pair: dict[str, House], tmp_path: Path) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    file = saved(here, tmp_path)  # not sent yet
    await meet(here, there, 1)
    take(here, "CAN")
    await meet(here, there, 1)
    here = lost(here, file)
    begin(here)
    wire = Wire(there)
    await carry(here, wire, until=0.15)
    assert logs_of(here, "held") == [1]  # what waited then does not go before the partner has spoken
    await meet(here, there)
    now = report(here, FIRST)
    assert now is not None
    assert (now.state, now.version) == ("cancelled", 2)
    assert logs_of(here, "held") == []
    assert now.fields["place"] == "MSI"
    (passage,) = here.store.read_now(lambda conn: passages.of(conn, FIRST))
    assert (passages.recalled(passage), passage.version) == (False, 2)  # it was not TCL alone who lost it


async def test_what_waited_goes_on_when_the_partner_has_spoken(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    here = lost(here, saved(here, tmp_path))
    begin(here)
    assert report(there, FIRST) is None
    await meet(here, there)
    assert report(there, FIRST) is not None
    passage = here.store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert passage is not None
    assert passage.state == "stored"


async def test_what_partners_sent_since_comes_again(pair: dict[str, House], tmp_path: Path) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    await meet(here, there, 1)
    file = saved(here, tmp_path)
    plugs, lookout = hands.hands(there.kit), ReportKey("TCL", 1, 1)
    there.store.write_now(lambda conn: plugs.seen(conn, FIRST, "duty", there.clock.now()))
    take(there, "DRG TCL YAB 5T SEIZED")
    there.store.write_now(lambda conn: release(conn, there.kit, lookout, "MSI", by="duty", why="test"))
    await meet(here, there, 1)
    assert report(here, lookout) is not None
    here = lost(here, file)
    assert report(here, lookout) is None
    begin(here)
    await meet(here, there)
    assert report(here, lookout) is not None
    passage = here.store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert passage is not None
    assert (passage.state, passage.by) == ("seen", "duty")


async def test_a_report_that_was_taken_back_there_is_not_sent_there_again(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    file = saved(there, tmp_path)
    take(here, "DRG MSI YAB 1000T SEIZED")
    await meet(here, there, 1)
    here.store.write_now(lambda conn: recall(conn, here.kit, FIRST, "TCL", by="duty", why="wrong"))
    await meet(here, there, 1)
    there = lost(there, file)
    begin(there)
    await meet(there, here)
    now = report(there, FIRST)
    assert now is not None
    assert (now.state, now.fields) == ("cancelled", {})


async def test_what_changed_on_both_sides_is_the_version_after(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    take(here, "DRG MSI YAB 1000T SEIZED")
    await meet(here, there, 1)
    file = saved(here, tmp_path)
    take(here, "AMD QTY 2000T")
    await meet(here, there, 1)
    here = lost(here, file)
    here.clock.go(-DAY)  # the officer may still correct it
    take(here, "AMD QTY 3000T")
    begin(here)
    await meet(here, there)
    ours, theirs = report(here, FIRST), report(there, FIRST)
    assert ours is not None
    assert theirs is not None
    assert (ours.version, theirs.version) == (3, 3)
    assert ours.fields["items"] == theirs.fields["items"]
    assert ours.fields["items"][0]["quantity"] == "3000"


async def test_a_restore_of_the_same_backup_again_finds_what_both_epochs_sent(
    pair: dict[str, House], tmp_path: Path
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    file = saved(here, tmp_path)
    take(here, "DRG MSI YAB 1000T SEIZED")
    await meet(here, there, 1)
    here = lost(here, file)
    begin(here)
    take(here, "DRG MSI YAB 2000T SEIZED")
    await meet(here, there)
    here = lost(here, file)
    begin(here)
    await meet(here, there)
    found = here.store.read_now(lambda conn: reports.changed(conn, 0))
    assert sorted(one.fields["items"][0]["quantity"] for one in found) == ["1000", "2000"]


async def test_a_long_history_comes_back_in_parts(
    pair: dict[str, House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.relay.giving._LARGEST", 600)
    here, there = pair["MSI"], pair["TCL"]
    file = saved(here, tmp_path)
    for n in range(12):
        take(here, f"DRG MSI YAB {1000 + n}T SEIZED")
        await carry(here, Wire(there), until=0.05)
    here = lost(here, file)
    begin(here)
    await meet(here, there)
    row = here.store.read_now(lambda conn: asked.get(conn, "TCL"))
    assert row is not None
    assert row.parts == row.came > 3
    for house, partner in ((here, "TCL"), (there, "MSI")):
        lines = house.store.read_now(lambda conn, whom=partner: logs.lines(conn, "TCL", whom))
        assert [one.size for one in lines if one.precedence == 2] == [
            0
        ] * row.parts  # erasing looks elsewhere
    assert len(here.store.read_now(lambda conn: reports.changed(conn, 0))) == 12
