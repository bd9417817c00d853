"""A message that a person decoded: the same way as an officer's own report, and nothing done twice."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from codes.encode import encode
from codes.report import Report, Value
from gateway.intake import byhand, intake
from gateway.station.hands import hands
from gateway.store import dialogues, feed, history, messages, outbox, passages, reports, sheets
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.tables import Delivery, Envelope, Message
from tests.gateway.offices import BEARER, OFFICER, House, text

ITEMS: dict[str, Value] = {
    "items": [{"code": "YAB", "quantity": "200000", "unit": "T"}],
    "place": "MSI",
    "action": "SEIZED",
}
UNREADABLE = "saw big bag of stuff at the gate, took it"


def take(house: House, words: str, *, key: str = "", sender: str = OFFICER) -> int:
    heard = text(words, key=key, sender=sender)
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, [heard]))
    return house.store.read_now(messages.recent)[0].id


def decode(
    house: House,
    number: int,
    kind: str = "DRG",
    fields: Mapping[str, Value] = ITEMS,
    machine: Mapping[str, Value] | None = None,
) -> ReportKey:
    report = Report(kind, fields)
    reading = byhand.Reading(
        report, encode(report, house.kit.book), machine or {}, "duty", "malee", house.clock.at
    )

    def work(conn: Connection) -> ReportKey:
        found = messages.hold(conn, number)
        assert found is not None
        return hands(house.kit).decode(conn, found, reading)

    return house.store.write_now(work)


def sent(house: House) -> list[Delivery]:
    return house.store.read_now(lambda conn: outbox.due(conn, BEARER, 100))


def questions(house: House) -> list[str]:
    """Return about which messages a question to the officer is open."""
    row = house.store.read_now(lambda conn: dialogues.get(conn, "number", OFFICER))
    waiting: Any = row.open["waiting"] if row else []
    return [one["about"] for one in waiting]


def test_it_becomes_the_officers_report_and_is_answered_and_relayed_by_rule(house: House) -> None:
    number = take(house, UNREADABLE)
    (question,) = sent(house)
    came = house.clock.at
    house.clock.go(timedelta(hours=2))
    key = decode(house, number, machine={"place": "TCL"})
    report = house.store.read_now(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.type, report.agency, report.unit, report.provenance) == ("DRG", "Police", "Mobile 3", "C")
    assert (report.received_at, report.state) == (came, "new")
    assert {one["field"]: (one["from"], one["to"], one["rule"]) for one in report.corrections} == {
        "items": ("", "YAB 200000 T", "by hand"),
        "place": ("TCL", "MSI", "by hand"),
        "action": ("", "SEIZED", "by hand"),
    }
    (answer,) = sent(house)  # the question that was not sent yet is not sent any more
    assert answer.id != question.id
    assert answer.tag == f"hand-{number}"
    assert answer.created_at == house.clock.at
    assert report.ref in answer.text
    assert "200" in answer.text
    message = house.store.read_now(lambda conn: messages.get(conn, number))
    assert message is not None
    assert (message.outcome, message.seq) == ("flagged", key.seq)
    lines = house.store.read_now(lambda conn: history.of(conn, key))
    by = next(one for one in lines if one.what == byhand.DECODED)
    assert (by.actor, by.detail) == ("duty", {"by": "malee", "message": number})
    assert house.store.read_now(lambda conn: len(passages.of(conn, key))) == 1
    count = select(func.count()).select_from(table(Envelope))
    assert house.store.read_now(lambda conn: conn.execute(count).scalar_one()) == 1


def test_an_ungraded_type_waits_for_a_persons_release(house: House) -> None:
    number = take(house, UNREADABLE)
    key = decode(
        house,
        number,
        "MIGR",
        {"persons": [{"count": "3", "sex": "M"}], "place": "MSI", "nationality": ["MM"]},
    )
    assert house.store.read_now(lambda conn: passages.of(conn, key)) == []


def test_the_open_question_closes_and_a_late_answer_finds_none(house: House) -> None:
    number = take(house, "DRG MSI YAB 200000T", key="1")
    assert questions(house) == [str(number)]
    decode(house, number)
    assert questions(house) == []
    late = take(house, "1", key="2")
    found = house.store.read_now(lambda conn: messages.get(conn, late))
    assert found is not None
    assert found.note == "an answer, and no question is open"
    assert house.store.read_now(lambda conn: len(reports.changed(conn, 0))) == 1


def test_a_question_about_another_message_stays_open(house: House) -> None:
    other = take(house, "DRG MSI YAB 200000T", key="1")
    number = take(house, UNREADABLE, key="2")
    decode(house, number)
    assert questions(house) == [str(other)]


def test_an_answer_that_led_to_a_further_question_closes_that_one(house: House) -> None:
    take(house, "DRG MSI YAB 200000", key="1")
    number = take(house, "1", key="2")
    found = house.store.read_now(lambda conn: messages.get(conn, number))
    assert found is not None
    assert found.outcome == "asked"
    decode(house, number)
    assert questions(house) == []


def test_a_stranger_is_filed_as_one_and_not_answered(house: House) -> None:
    number = take(house, UNREADABLE, sender="+66899999999")
    before = len(sent(house))
    key = decode(house, number)
    report = house.store.read_now(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.provenance, report.agency) == ("D", "")
    assert len(sent(house)) == before
    assert house.store.read_now(lambda conn: passages.of(conn, key)) == []


def test_what_the_officer_reported_again_meanwhile_is_one_report(house: House) -> None:
    number = take(house, UNREADABLE, key="1")
    take(house, "DRG MSI YAB 200000T SEIZED", key="2")
    (known,) = house.store.read_now(lambda conn: reports.changed(conn, 0))
    key = decode(house, number)
    assert key.seq == known.seq
    assert house.store.read_now(lambda conn: len(reports.changed(conn, 0))) == 1


def test_a_distress_read_by_a_person_is_an_alarm(house: House) -> None:
    number = take(house, UNREADABLE)
    key = decode(house, number, "SOS", {"place": "MSI"})
    report = house.store.read_now(lambda conn: reports.get(conn, key))
    assert report is not None
    assert (report.type, report.precedence) == ("SOS", 0)


def test_a_bearer_that_is_gone_leaves_the_officer_unanswered_and_the_report_filed(house: House) -> None:
    number = take(house, UNREADABLE)
    house.store.write_now(lambda conn: messages.change(conn, number, bearer="gone"))
    key = decode(house, number)
    assert house.store.read_now(lambda conn: reports.get(conn, key))
    assert all(one.tag != f"hand-{number}" for one in sent(house))


def test_the_feed_tells_consoles_of_the_report_and_of_the_lane(house: House) -> None:
    number = take(house, UNREADABLE)
    since = house.store.read_now(feed.last)
    key = decode(house, number)
    entries = house.store.read_now(lambda conn: feed.since(conn, since))
    assert {one.report_seq for one in entries} >= {key.seq}
    assert number in {one.message_id for one in entries}


@pytest.mark.parametrize("duress", [False, True])
def test_a_code_is_kept_as_provenance_and_duress_is_said_on_the_report(house: House, duress: bool) -> None:
    number = take(house, f"{UNREADABLE} 4821 9377")
    incident = ReportKey("MSI", 1, 77)

    def use(conn: Connection) -> None:
        sheet = sheets.make(conn, "Sgt Anan", bytes(20), 10, house.clock.at)
        values = {"message_id": number, "sheet_id": sheet, "row": 1, "standing": "open"}
        where = incident.values() if duress else {}
        sheets.note(conn, **values, officer="Sgt Anan", duress=duress, at=house.clock.at, **where)
        messages.change(conn, number, provenance="A")

    house.store.write_now(use)
    row: Message | None = house.store.read_now(lambda conn: messages.get(conn, number))
    assert row is not None
    assert house.store.read_now(lambda conn: byhand.bare(conn, row)) == UNREADABLE
    key = decode(house, number)
    report = house.store.read_now(lambda conn: reports.get(conn, key))
    assert report is not None
    assert report.provenance == "A"
    said = [
        one.detail for one in house.store.read_now(lambda conn: history.of(conn, key)) if one.what == "duress"
    ]
    assert said == ([{"incident": str(incident)}] if duress else [])


def test_all_texts_about_a_report_are_found_from_the_question_before_it_was_one(house: House) -> None:
    number = take(house, "DRG MSI YAB 200000T", key="1")
    (question,) = sent(house)
    key = decode(house, number)
    told = house.store.read_now(lambda conn: outbox.about(conn, key))
    assert told[0].id == question.id
    assert len(told) == 2
    assert len(house.store.read_now(lambda conn: outbox.of_report(conn, key))) == 1


def test_staff_answer_the_sender_of_a_message_on_the_way_it_came(house: House) -> None:
    number = take(house, UNREADABLE, key="1")

    def work(conn: Connection, words: str) -> int:
        found = messages.get(conn, number)
        assert found is not None
        return hands(house.kit).write(conn, found, words, house.clock.at, 4)

    assert house.store.write_now(lambda conn: work(conn, "Which gate?")) == 1
    assert house.store.write_now(lambda conn: work(conn, "And when?")) == 1
    assert house.store.write_now(lambda conn: work(conn, "x" * 900)) > 4
    told = house.store.read_now(lambda conn: outbox.of_message(conn, number))
    assert [one.text for one in told][1:] == ["Which gate?", "And when?"]
    assert {one.to for one in told} == {OFFICER}


def test_his_n_opens_to_staff_what_a_person_read_in_his_message(house: House) -> None:
    key = decode(house, take(house, UNREADABLE, key="1"))
    assert sent(house)[-1].text.endswith("Wrong? Answer N.")
    house.clock.go(timedelta(hours=3))
    number = take(house, "n.", key="2")
    asked = [one for one in house.store.read_now(lambda conn: history.of(conn, key)) if "asks" in one.what]
    assert [(one.what, one.detail["text"]) for one in asked] == [("asks staff to look at it again", "n.")]
    found = house.store.read_now(lambda conn: messages.get(conn, number))
    assert found is not None
    assert found.seq == key.seq
    assert "your request was passed on" in sent(house)[-1].text
    again = take(house, "N", key="3")  # once: a second N answers nothing
    found = house.store.read_now(lambda conn: messages.get(conn, again))
    assert found is not None
    assert found.note == "an answer, and no question is open"


def test_after_a_day_an_n_objects_to_nothing(house: House) -> None:
    decode(house, take(house, UNREADABLE, key="1"))
    house.clock.go(timedelta(hours=25))
    number = take(house, "N", key="2")
    found = house.store.read_now(lambda conn: messages.get(conn, number))
    assert found is not None
    assert found.note == "an answer, and no question is open"
