"""Two reports that differ in one thing: both stand at once, and a digit says what the second is."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.intake import intake
from gateway.store import history, outbox, passages, reports
from gateway.store.keys import ReportKey
from gateway.store.tables import Report
from tests.gateway.offices import BEARER, OFFICER, House, found_pair, text

ONE = "DRG MSI YAB 200000T SEIZED"
EDITED = "DRG MSI YAB 20000T SEIZED"
FIRST, SECOND, THIRD = (ReportKey("MSI", 1, number) for number in (1, 2, 3))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return found_pair(tmp_path)["MSI"]


def take(house: House, words: str, sender: str = OFFICER) -> list[str]:
    """Take a text in and return the answers to it, the first one first."""
    before = answers(house)
    heard = text(words, sender=sender, at=house.clock.at, key=f"{words}{len(before)}")
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, [heard]))
    return answers(house)[len(before) :]


def answers(house: House) -> list[str]:
    due = house.store.read_now(lambda conn: outbox.due(conn, BEARER, 100))
    return [one.text for one in sorted(due, key=lambda one: one.id or 0)]


def filed(house: House, key: ReportKey) -> Report:
    found = house.store.read_now(lambda conn: reports.get(conn, key))
    assert found is not None
    return found


def happened(house: House, key: ReportKey) -> list[str]:
    return [one.what for one in house.store.read_now(lambda conn: history.of(conn, key))]


def states(house: House) -> list[str]:
    return [one.state for one in house.store.read_now(lambda conn: reports.changed(conn, 0))]


def _passages(house: House, key: ReportKey) -> list[Any]:
    return house.store.read_now(lambda conn: passages.of(conn, key))


def test_the_second_report_is_filed_at_once_relayed_and_asked_about(house: House) -> None:
    take(house, ONE)
    read_back, question = take(house, EDITED)
    assert filed(house, SECOND).ref in read_back
    assert all(part in question for part in (filed(house, FIRST).ref, filed(house, SECOND).ref, "1=", "2="))
    assert states(house) == ["new", "new"]
    assert [passage.partner for passage in _passages(house, SECOND)] == ["TCL"]
    assert "looks like an earlier report" in happened(house, SECOND)


def test_a_correction_amends_the_first_and_cancels_the_second(house: House) -> None:
    take(house, ONE)
    take(house, EDITED)
    (said,) = take(house, "2")
    assert filed(house, FIRST).ref in said
    assert filed(house, FIRST).fields["items"] == [{"code": "YAB", "quantity": "20000", "unit": "T"}]
    assert (filed(house, FIRST).state, filed(house, SECOND).state) == ("new", "cancelled")
    was = house.store.read_now(lambda conn: history.of(conn, FIRST))
    assert any("200000" in str(one.detail) for one in was)
    assert "cancelled" in happened(house, SECOND)
    assert happened(house, SECOND)[-1] == "corrects an earlier report"
    assert [passage.version for key in (FIRST, SECOND) for passage in _passages(house, key)] == [2, 2]


def test_another_case_leaves_two(house: House) -> None:
    take(house, ONE)
    take(house, EDITED)
    (said,) = take(house, "1")
    assert "two reports" in said
    assert states(house) == ["new", "new"]
    assert happened(house, SECOND)[-1] == "another case"


def test_no_answer_leaves_two_and_a_late_one_changes_nothing(house: House) -> None:
    take(house, ONE)
    take(house, EDITED)
    house.clock.go(timedelta(minutes=31))
    (said,) = take(house, "2")
    assert "two reports" in said
    assert states(house) == ["new", "new"]


def test_a_burst_is_filed_whole_and_each_question_has_its_own_digits(house: House) -> None:
    take(house, ONE)
    first, second = take(house, EDITED)[1], take(house, "DRG MSI YAB 2000T SEIZED")[1]
    assert len(states(house)) == 3
    assert ("1=" in first, "3=" in second, "1=" in second) == (True, True, False)
    take(house, "4")
    assert filed(house, SECOND).fields["items"] == [{"code": "YAB", "quantity": "2000", "unit": "T"}]
    assert filed(house, THIRD).state == "cancelled"
    take(house, "1")
    assert [filed(house, key).state for key in (FIRST, SECOND)] == ["new", "new"]


def test_another_report_and_its_question_may_come_between(house: House) -> None:
    take(house, ONE)
    take(house, EDITED)
    (asked,) = take(house, "DRG POI ICE 5KG")
    assert "1=" not in asked
    assert "2=" not in asked
    take(house, "2")
    assert filed(house, SECOND).state == "cancelled"
    take(house, asked.partition("=")[0][-1])
    assert filed(house, THIRD).fields["place"] == "POI"


def test_once_staff_have_the_first_a_correction_is_a_request_and_both_stay(house: House) -> None:
    take(house, ONE)
    take(house, EDITED)
    house.store.write_now(lambda conn: reports.set_state(conn, FIRST, "claimed"))
    (said,) = take(house, "2")
    assert "staff" in said
    assert (filed(house, FIRST).state, filed(house, SECOND).state) == ("claimed", "new")
    assert happened(house, FIRST)[-1] == "corrected by a later report"


@pytest.mark.parametrize(
    "other",
    [
        "DRG MSI ICE 5KG SEIZED",
        "DRG POI YAB 20000T SEIZED",
        "WLD MSI PANG 2 LIVE",
        "DRG MSI YAB 200000T ICE 1KG SEIZED",
    ],
)
def test_another_kind_place_or_drug_is_not_asked_about(house: House, other: str) -> None:
    take(house, ONE)
    assert len(take(house, other)) == 1


def test_nobody_else_is_asked_about_it(house: House) -> None:
    take(house, ONE)
    assert take(house, EDITED, sender="+66899999999") == []
    assert states(house) == ["new", "new"]
