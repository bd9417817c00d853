from datetime import timedelta
from pathlib import Path

import pytest

from gateway.intake import intake
from gateway.relay.release import body_of, release
from gateway.store import history, outbox, passages, reports
from gateway.store.keys import ReportKey
from gateway.store.tables import Report
from tests.gateway.offices import BEARER, House, found_pair, text

SEIZED = "DRG MSI YAB 200000T SEIZED"
FIRST = ReportKey("MSI", 1, 1)


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = found_pair(tmp_path)["MSI"]
    take(found, SEIZED)
    return found


def take(house: House, words: str, sender: str = "+66800000101") -> str:
    """Take a text in and return the answer to it, empty where there is none."""
    before = len(answers(house))
    heard = text(words, sender=sender, at=house.clock.at, key=f"{words}{before}")
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, [heard]))
    new = answers(house)[before:]
    return new[0] if new else ""


def answers(house: House) -> list[str]:
    due = house.store.read_now(lambda conn: outbox.due(conn, BEARER, 100))
    return [one.text for one in sorted(due, key=lambda one: one.id or 0)]


def filed(house: House, key: ReportKey = FIRST) -> Report:
    found = house.store.read_now(lambda conn: reports.get(conn, key))
    assert found is not None
    return found


def happened(house: House) -> list[str]:
    return [one.what for one in house.store.read_now(lambda conn: history.of(conn, FIRST))]


@pytest.mark.parametrize("words", ["CAN", "UNDO"])
def test_the_last_report_is_cancelled_and_the_partner_is_told(house: House, words: str) -> None:
    assert filed(house).ref in take(house, words)
    assert (filed(house).state, filed(house).version) == ("cancelled", 2)
    passage = house.store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert passage is not None
    assert (passage.version, passage.state) == (2, "queued")


def test_a_reference_says_which(house: House) -> None:
    take(house, "DRG MSI ICE 5KG SEIZED")
    take(house, f"CAN {filed(house).ref}")
    assert [filed(house, ReportKey("MSI", 1, n)).state for n in (1, 2)] == ["cancelled", "new"]


def test_only_the_author_may(house: House) -> None:
    assert take(house, f"CAN {filed(house).ref}", sender="+66899999999") == ""
    assert filed(house).state == "new"


def test_undo_has_its_time_and_cancel_has_not(house: House) -> None:
    house.clock.go(timedelta(minutes=16))
    take(house, "UNDO")
    assert filed(house).state == "new"
    take(house, "CAN")
    assert filed(house).state == "cancelled"


def test_an_amendment_changes_what_it_names_and_keeps_what_was(house: House) -> None:
    assert filed(house).ref in take(house, "AMD YAB 5000T")
    report = filed(house)
    assert report.fields["items"] == [{"code": "YAB", "quantity": "5000", "unit": "T"}]
    assert (report.fields["place"], report.version) == ("MSI", 2)
    was = house.store.read_now(lambda conn: history.of(conn, FIRST))[-2:]
    assert any("200000" in str(one.detail) for one in was)


def test_an_amendment_that_cannot_be_read_becomes_a_request(house: House) -> None:
    take(house, "AMD blue elephants")
    assert filed(house).version == 1
    assert any("AMD" in what for what in happened(house))


def test_once_staff_have_it_a_change_is_a_request(house: House) -> None:
    house.store.write_now(lambda conn: reports.set_state(conn, FIRST, "claimed"))
    take(house, "CAN")
    assert filed(house).state == "claimed"
    assert any("CAN" in what for what in happened(house))


def test_a_follow_up_is_added(house: House) -> None:
    take(house, f"FUP {filed(house).ref} // two more men ran")
    assert "followed up" in happened(house)
    assert filed(house).unseen is None  # nobody has looked at it yet at all


@pytest.mark.parametrize("state", ["claimed", "closed"])
def test_a_follow_up_on_what_staff_had_in_hand_is_one_to_look_at(house: House, state: str) -> None:
    house.store.write_now(lambda conn: reports.set_state(conn, FIRST, state))
    take(house, f"FUP {filed(house).ref} // two more men ran")
    assert (filed(house).state, filed(house).unseen) == (state, "added")
    take(house, f"AMD {filed(house).ref} YAB 25000T")
    take(house, f"FUP {filed(house).ref} // and a boat")
    assert filed(house).unseen == "asked"  # a request says more than an addition


def test_a_drill_is_answered_and_nothing_is_filed(house: House) -> None:
    assert take(house, "TST SOS").startswith("DRILL: SOS received. ")
    answer = take(house, "TST DRG MSI ICE 5KG SEIZED")
    assert answer.startswith("DRILL: drugs")
    found = house.store.read_now(lambda conn: reports.changed(conn, 0))
    assert len(found) == 1


def test_a_cancelled_report_carries_no_fields_across(house: House) -> None:
    take(house, "CAN")
    house.store.write_now(lambda conn: release(conn, house.kit, FIRST, "TCL", by="duty", why="x"))
    assert body_of(house.kit, filed(house), "TCL").fields == {}


@pytest.mark.parametrize("words", ["HLP", "HLP WLD", "TST"])
def test_what_only_asks_is_answered_and_not_filed(house: House, words: str) -> None:
    assert take(house, words)
    assert len(house.store.read_now(lambda conn: reports.changed(conn, 0))) == 1


@pytest.mark.parametrize("words", ["help", "HELP we are shot", "help me now"])
def test_a_cry_for_help_raises_the_alarm_and_asks(house: House, words: str) -> None:
    assert "SOS" in take(house, words)
    filed_now = house.store.read_now(lambda conn: reports.changed(conn, 0))
    assert [one.type for one in filed_now] == ["DRG", "SOS"]
