"""Which messages an agency sees, asked of each engine; and a message that is held for one hand alone."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from gateway.desk import reading
from gateway.desk.values import Person
from gateway.store import messages, officers, sheets
from gateway.store.store import Store

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WHO = Person("malee", "duty", "", "en", "")
POLICE, CUSTOMS = replace(WHO, agency="RTP"), replace(WHO, agency="CUS")
SENDERS = (("number", "+66811111111"), ("callsign", "E21ABC-7"), ("number", "+66899999999"))


def _filled(conn: Connection) -> None:
    officer = officers.add(conn, name="Anan", agency="RTP", made_at=AT)
    for kind, value in (("number", "+66811111111"), ("callsign", "E21ABC")):
        officers.reach(conn, officer_id=officer, kind=kind, value=value)
    sheet = sheets.make(conn, "Anan", bytes(20), 10, AT)
    same = {"bearer": "gsm1", "text": "x", "received_at": AT, "outcome": "unreadable", "provenance": "C"}
    for kind, sender in SENDERS:
        messages.add(conn, sender_kind=kind, sender=sender, **same)
    coded = messages.add(conn, sender_kind="number", sender="+66899999999", **same)
    values = {"message_id": coded, "sheet_id": sheet, "row": 1, "standing": "open"}
    sheets.note(conn, **values, officer="Anan", duress=False, at=AT)


def test_each_engine_shows_an_agency_its_own_and_nobodys(store: Store) -> None:
    store.write_now(_filled)
    for who, seen in ((WHO, {1, 2, 3, 4}), (POLICE, {1, 2, 3, 4}), (CUSTOMS, {3})):
        lane = store.read_now(lambda conn, who=who: reading.lane(conn, who, None))
        assert {one.id for one in lane} == seen
        assert store.read_now(lambda conn, who=who: reading.lane_size(conn, who)) == len(seen)
        for number in range(1, 5):
            found = store.read_now(lambda conn, who=who, n=number: reading.message_for(conn, who, n))
            assert (found is not None) == (number in seen)


def test_a_message_can_be_held_on_each_engine(store: Store) -> None:
    store.write_now(_filled)
    held = store.write_now(lambda conn: messages.hold(conn, 1))
    assert held is not None
    assert held.sender == "+66811111111"
    assert store.write_now(lambda conn: messages.hold(conn, 99)) is None
