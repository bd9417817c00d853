"""An edit at a real desk: the partner gets the new version first, and the officer his own words for it."""

from pathlib import Path

import pytest

from gateway.board.board import Board
from gateway.desk import inputs
from gateway.desk.book_words import BookWords
from gateway.desk.desk import Desk
from gateway.desk.doing import Done
from gateway.desk.editing import Editing
from gateway.desk.values import Person
from gateway.relay.body import ReportBody, decode
from gateway.station.hands import hands
from gateway.store import audit, envelopes, outbox, passages, reports
from tests.gateway.desk.test_inputs import ZONE
from tests.gateway.intake.test_controls import FIRST, SEIZED, take
from tests.gateway.offices import House, found_pair

DUTY = Person("somchai", "duty", "", "en", "token")


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = found_pair(tmp_path)["MSI"]
    take(found, SEIZED)
    return found


def _editing(house: House) -> Editing:
    kit, board = house.kit, Board(house.clock.now)
    names = tuple((one.code, one.name) for one in kit.config.partner)
    desk = Desk(house.store, kit.config.office, kit.clock, BookWords(kit.book), names, hands(kit), board)
    return Editing(desk)


async def _form(house: House, **changed: str) -> dict[str, str]:
    view = await _editing(house).view(DUTY, FIRST)
    assert view is not None
    cells = (cell for line in view.lines for row in line.rows for cell in row)
    form = {cell.name: cell.value for cell in cells}
    return {**form, "version": str(view.version), "why": "counted again", "tell": "1", **changed}


async def test_what_the_form_shows_changes_nothing_when_it_is_sent_back(house: House) -> None:
    assert (await _editing(house).edit(DUTY, FIRST, await _form(house))).done is Done.SAME


async def test_an_edit_reaches_the_partner_first_and_the_officer(house: House) -> None:
    form = await _form(house, **{"items.0.quantity": "5000", "time": "2026-11-23T07:30"})
    assert (await _editing(house).edit(DUTY, FIRST, form)).done is Done.EDITED
    report = house.store.read_now(lambda conn: reports.get(conn, FIRST))
    assert report is not None
    assert report.fields["time"] == "2026-11-23T00:30Z"
    bodies = [decode(one.frame) for one in house.store.read_now(lambda c: envelopes.of_report(c, FIRST))]
    last = bodies[-1]
    assert isinstance(last, ReportBody)
    assert (last.version, last.fields["items"]) == (2, report.fields["items"])
    assert "counted again" not in str(bodies)
    text = house.store.read_now(lambda conn: outbox.of_report(conn, FIRST))[-1].text
    assert report.ref in text
    assert "5,000" in text
    assert house.store.read_now(audit.verify) is None
    assert inputs.typed(house.kit.book.types["DRG"], report.fields, ZONE)["items.0.quantity"] == "5000"


async def test_cancelling_recalls_it_everywhere_and_the_officer_hears_it(house: House) -> None:
    form = {"version": "1", "why": "a drill", "tell": "1"}
    assert await _editing(house).cancel(DUTY, FIRST, form) is Done.CANCELLED
    bodies = [decode(one.frame) for one in house.store.read_now(lambda c: envelopes.of_report(c, FIRST))]
    last = bodies[-1]
    assert isinstance(last, ReportBody)
    assert (last.state, last.fields) == ("cancelled", {})
    passage = house.store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert passage is not None
    assert (passage.version, passage.state) == (2, "queued")
    assert "cancelled" in house.store.read_now(lambda conn: outbox.of_report(conn, FIRST))[-1].text


async def test_a_grade_crosses_with_its_handling(house: House) -> None:
    form = {"version": "1", "source": "1", "information": "A", "handling": "P"}
    assert await _editing(house).grade(DUTY, FIRST, form) is Done.GRADED
    bodies = [decode(one.frame) for one in house.store.read_now(lambda c: envelopes.of_report(c, FIRST))]
    last = bodies[-1]
    assert isinstance(last, ReportBody)
    assert (last.handling, last.fields["grade"]) == ("P", "1AP")


async def test_what_is_previewed_is_what_the_envelope_holds(house: House) -> None:
    out = await _editing(house).desk.outgoing(DUTY, FIRST, "TCL")
    assert out is not None
    (sent,) = house.store.read_now(lambda conn: envelopes.of_report(conn, FIRST))
    assert (sent.partner, decode(sent.frame)) == ("TCL", out.body)
