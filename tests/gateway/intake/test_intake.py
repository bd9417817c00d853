from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from gateway.intake import intake, overdue
from gateway.store import messages, outbox, reports
from gateway.store.columns import table
from gateway.store.tables import Delivery, Envelope, Message, Report, Segment
from hardware.bearer import Hearing, Part
from tests.gateway.offices import BEARER, OFFICER, START, House, text

SEIZED = "DRG MSI YAB 200000T SEIZED"


def take(house: House, *heard: Hearing) -> None:
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))


def count(house: House, model: type) -> int:
    query = select(func.count()).select_from(table(model))
    return house.store.read_now(lambda conn: conn.execute(query).scalar_one())


def filed(house: House) -> list[Report]:
    return house.store.read_now(lambda conn: reports.changed(conn, 0))


def replies(house: House) -> list[Delivery]:
    return house.store.read_now(lambda conn: outbox.due(conn, BEARER, 100))


def kept(house: House) -> list[Message]:
    return house.store.read_now(messages.recent)


def test_a_text_becomes_a_report_a_reply_and_an_envelope(house: House) -> None:
    take(house, text(SEIZED))
    (report,) = filed(house)
    assert (report.type, report.place, report.provenance, report.state) == ("DRG", "MSI", "C", "new")
    assert report.fields["items"] == [{"code": "YAB", "quantity": "200000", "unit": "T"}]
    (reply,) = replies(house)
    assert reply.to == OFFICER
    assert report.ref in reply.text
    assert count(house, Envelope) == 1


def test_a_redelivery_makes_nothing_new(house: House) -> None:
    take(house, text(SEIZED))
    before = {model: count(house, model) for model in (Segment, Message, Report, Delivery, Envelope)}
    take(house, text(SEIZED), text(SEIZED))
    assert before == {model: count(house, model) for model in before}


def test_the_same_words_sent_again_are_the_same_report(house: House) -> None:
    take(house, text(SEIZED, key="1"))
    take(house, text(SEIZED, key="2"))
    assert len(filed(house)) == 1
    assert len(kept(house)) == 2
    assert len(replies(house)) == 2


def test_the_same_words_an_hour_later_are_another_report(house: House) -> None:
    take(house, text(SEIZED, key="1"))
    house.clock.go(timedelta(hours=1))
    take(house, text(SEIZED, key="2", at=house.clock.at))
    assert len(filed(house)) == 2


def test_the_same_words_after_the_clock_fell_back_are_another_report(house: House) -> None:
    take(house, text(SEIZED, key="1"))
    house.clock.at = datetime(1970, 1, 1, tzinfo=UTC)
    take(house, text(SEIZED, key="2", at=START + timedelta(days=1)))
    assert len(filed(house)) == 2
    take(house, text(SEIZED, key="3", at=START + timedelta(days=1)))
    assert len(filed(house)) == 2


def test_the_same_words_of_two_days_that_both_began_in_1970_are_two_reports(house: House) -> None:
    for day in (1, 2):
        house.clock.at = datetime(1970, 1, 1, 0, day, tzinfo=UTC)
        take(house, text(SEIZED, key=str(day), at=START + timedelta(days=day)))
    assert len(filed(house)) == 2


def test_migrants_wait_for_a_person(house: House) -> None:
    take(house, text("MIG MSI 12M 5F MM"))
    assert [report.type for report in filed(house)] == ["MIGR"]
    assert count(house, Envelope) == 0


def test_a_strangers_report_is_shown_and_not_answered(house: House) -> None:
    take(house, text(SEIZED, sender="+66899999999"))
    assert [report.provenance for report in filed(house)] == ["D"]
    assert replies(house) == []
    assert count(house, Envelope) == 0


def test_a_strangers_distress_is_answered(house: House) -> None:
    take(house, text("SOS", sender="+66899999999"))
    assert [report.precedence for report in filed(house)] == [0]
    assert len(replies(house)) == 1


def test_distress_is_one_incident_a_sender(house: House) -> None:
    take(house, text("SOS", key="1"), text("sos help", key="2"))
    assert len(filed(house)) == 1


def test_a_name_instead_of_a_number_is_never_answered(house: House) -> None:
    take(house, text("SOS", sender="AIS"))
    assert replies(house) == []
    assert len(filed(house)) == 1


def test_a_question_is_asked_and_its_answer_files_the_report(house: House) -> None:
    take(house, text("DRG MSI YAB 200000T"))
    assert filed(house) == []
    (question,) = replies(house)
    assert "1" in question.text
    take(house, text("1", key="answer"))
    (report,) = filed(house)
    assert "action" in report.fields


def test_a_late_answer_answers_nothing(house: House) -> None:
    take(house, text("DRG MSI YAB 200000T"))
    house.clock.go(timedelta(days=1))
    take(house, text("1", key="answer", at=house.clock.at))
    assert filed(house) == []
    assert len(kept(house)) == 2


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_parts_are_joined_in_any_order(house: House, order: tuple[int, ...]) -> None:
    words = {1: "DRG MSI YAB ", 2: "200000T ", 3: "SEIZED"}
    for index in order:
        assert filed(house) == []
        take(house, replace(text(words[index]), part=Part(7, 3, index)))
    assert [report.type for report in filed(house)] == ["DRG"]
    assert [message.text for message in kept(house)] == [SEIZED]


def test_what_cannot_be_read_is_kept_for_staff(house: House) -> None:
    poison = replace(text("x"), text=None, problem="the PDU ends in its address")
    data = replace(text("y"), text=None, data=b"\x00\xff")
    take(house, poison, data, text("\x00\U0010ffff" * 400))
    assert [message.outcome for message in kept(house)] == ["unreadable"] * 3
    assert "it cannot be read: the PDU ends in its address" in {message.note for message in kept(house)}


def test_a_late_message_is_marked(house: House) -> None:
    take(house, text(SEIZED, at=START - timedelta(hours=2)))
    assert [message.late for message in kept(house)] == [True]


def test_a_part_that_cries_for_help_raises_the_alarm_before_the_rest_comes(house: House) -> None:
    take(house, replace(text("SOS we are under fire"), part=Part(7, 3, 1)))
    assert [report.type for report in filed(house)] == ["SOS"]
    take(house, replace(text("at the north"), part=Part(7, 3, 2)), replace(text("bank"), part=Part(7, 3, 3)))
    assert [report.type for report in filed(house)] == ["SOS"]


def test_a_part_that_never_comes_is_marked_and_asked_for(house: House) -> None:
    take(house, replace(text("DRG MSI YAB"), part=Part(7, 3, 1)), replace(text("SEIZED"), part=Part(7, 3, 3)))
    waiting = overdue.Overdue(house.kit, house.store)
    assert house.store.write_now(waiting.give_up) == 0
    house.clock.go(timedelta(minutes=11))
    assert house.store.write_now(waiting.give_up) == 1
    assert house.store.write_now(waiting.give_up) == 0
    (message,) = kept(house)
    assert message.text == "DRG MSI YAB [part 2 of 3 is missing] SEIZED"
    assert [reply.to for reply in replies(house)] == [OFFICER]
    assert filed(house) == []


def test_a_clock_that_jumps_gives_up_no_part(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    take(house, replace(text("DRG MSI YAB"), part=Part(7, 2, 1)))
    waiting = overdue.Overdue(house.kit, house.store)
    monkeypatch.setattr(house.clock, "monotonic", lambda: 5.0)
    for years in (-50, 12):
        house.clock.go(timedelta(days=365 * years))
        assert house.store.write_now(waiting.give_up) == 0
