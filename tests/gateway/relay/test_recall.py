"""Taking a report back from one partner: that one is told, the others keep it, and it can go there again."""

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.relay import body, recall
from gateway.relay.body import ReportBody
from gateway.relay.versions import Change
from gateway.station.hands import hands
from gateway.store import envelopes, outbox, passages, reports
from gateway.store.keys import ReportKey
from tests.gateway.intake.test_controls import FIRST, SEIZED, take
from tests.gateway.offices import House, found_pair


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = found_pair(tmp_path)["MSI"]
    take(found, SEIZED)
    return found


def _sent(house: House, key: ReportKey = FIRST) -> list[tuple[str, ReportBody]]:
    found = house.store.read_now(lambda conn: envelopes.of_report(conn, key))
    bodies = [(one.state, body.decode(one.frame)) for one in found]
    return [(state, one) for state, one in bodies if isinstance(one, ReportBody)]


def _recall(house: House) -> bool:
    return house.store.write_now(
        lambda conn: recall.recall(conn, house.kit, FIRST, "TCL", by="duty", why="too early")
    )


def test_what_was_not_sent_is_killed_and_the_partner_gets_a_cancelled_version(house: House) -> None:
    assert _recall(house)
    assert not _recall(house)
    (first, _), (state, told) = _sent(house)
    assert (first, state) == ("cancelled", "queued")
    assert (told.state, told.fields, told.version) == ("cancelled", {}, 2)
    report = house.store.read_now(lambda conn: reports.get(conn, FIRST))
    assert report is not None
    assert (report.state, report.version) == ("new", 2)


def test_later_versions_do_not_go_to_who_had_it_taken_back(house: House) -> None:
    _recall(house)
    take(house, "AMD YAB 5000T")
    assert [one.state for _, one in _sent(house)] == ["new", "cancelled"]
    passage = house.store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert passage is not None
    assert passages.recalled(passage)


def test_released_again_it_is_the_next_version_and_stands(house: House) -> None:
    _recall(house)
    desk = hands(house.kit)
    house.store.write_now(lambda conn: desk.release(conn, FIRST, "TCL", "duty", house.clock.at))
    state, again = _sent(house)[-1]
    assert (state, again.state, again.version) == ("queued", "new", 3)
    assert again.fields["place"] == "MSI"
    passage = house.store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert passage is not None
    assert (passage.version, passage.state, passages.recalled(passage)) == (3, "queued", False)


def test_a_report_that_never_went_there_cannot_be_taken_back(house: House) -> None:
    take(house, "MIGR MSI 12M 5F MM")
    key = ReportKey("MSI", 1, 2)
    assert not house.store.write_now(
        lambda conn: recall.recall(conn, house.kit, key, "TCL", by="duty", why="x")
    )


def test_a_change_by_staff_goes_out_first_and_the_officer_reads_it_back(house: House) -> None:
    desk = hands(house.kit)
    items = [{"code": "YAB", "quantity": "20000", "unit": "T"}]
    values = {"fields": {"items": items, "place": "MSI", "action": "SEIZED"}, "canonical": "DRG"}
    how = Change("duty", house.clock.at, "edited", {"why": "counted again"})
    house.store.write_now(lambda conn: desk.change(conn, FIRST, how, values))
    assert house.store.write_now(lambda conn: desk.tell(conn, FIRST, "duty", house.clock.at))
    (first, _), (state, told) = _sent(house)
    assert (first, state, told.version, told.fields["items"]) == ("cancelled", "queued", 2, items)
    said = house.store.read_now(lambda conn: outbox.of_report(conn, FIRST))[-1].text
    assert "20,000" in said
    assert house.store.read_now(lambda conn: desk.measure(conn, FIRST, "ก" * 71)) == 2


def test_who_wrote_by_a_bearer_that_is_gone_cannot_be_told(house: House) -> None:
    desk = hands(replace(house.kit, voices={}))
    assert not house.store.write_now(lambda conn: desk.tell(conn, FIRST, "duty", house.clock.at))
    assert house.store.read_now(lambda conn: desk.measure(conn, FIRST, "x")) == 0
