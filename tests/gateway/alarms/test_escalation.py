"""An alarm of a real office that nobody takes: who is texted and when, what stops it, what the hub hears."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from gateway.alarms.escalation import APART_S, Escalations
from gateway.board.presence import GONE_S, Presence
from gateway.intake.intake import take
from gateway.store import accounts, alarms, duty, feed, history, outbox, reports
from gateway.store.columns import table
from gateway.store.keys import ReportKey, key_of
from gateway.store.rows import many
from gateway.store.states import DeliveryState
from gateway.store.tables import Delivery, Envelope, Report
from tests.gateway.offices import BEARER, START, House, found_pair, rows_of, text

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SOM, NOI = "+66890000001", "+66890000002"
HUB = rows_of("partner", name="TCCC", code="BKK", role="hub", url="https://127.0.0.1:1", card="../TCL.toml")


class Watchers:
    """An office with a duty list of two, and the part that looks after its alarms."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.presence = Presence(house.clock)
        self.again()
        house.store.write_now(self._staff)

    def again(self) -> None:
        """Start as after a kill -9: all that was in memory is gone."""
        self.part = Escalations(self.house.kit, self.house.store, self.presence, BEARER)

    async def after(self, passed: timedelta, *, live: bool = True) -> list[Delivery]:
        """Let time go by, look, and return all texts to the duty list."""
        self.house.clock.go(passed)
        if live:
            self.presence.seen()
        await self.part.look()
        return self.texts()

    def texts(self) -> list[Delivery]:
        return self.house.store.read_now(_texts)

    def say(self, words: str, sender: str, key: str = "") -> None:
        heard = text(words, sender=sender, key=key or words + sender, at=self.house.clock.now())
        self.house.store.write_now(lambda conn: take(conn, self.house.kit, BEARER, [heard]))

    def sos(self, sender: str = "+66800000101") -> ReportKey:
        self.say("SOS", sender)
        return key_of(self.house.store.read_now(_newest))

    def report(self, key: ReportKey) -> Report:
        found = self.house.store.read_now(lambda conn: reports.get(conn, key))
        assert found is not None
        return found

    @staticmethod
    def _staff(conn: Connection) -> None:
        for name, number, language in (("som", SOM, "en"), ("noi", NOI, "th")):
            accounts.create(conn, name=name, role="duty", password="", created_at=START, language=language)
            duty.add(conn, name, number, START)


def _give_back(conn: Connection, key: ReportKey) -> None:
    reports.claim(conn, key, None, was="som")
    feed.add(conn, "report", START, key)


def _texts(conn: Connection) -> list[Delivery]:
    rows = table(Delivery)
    return many(conn, Delivery, select(rows).where(rows.c.tag.startswith("alarm-")).order_by(rows.c.id))


def _newest(conn: Connection) -> Report:
    rows = table(Report)
    return many(conn, Report, select(rows).order_by(rows.c.seq.desc()).limit(1))[0]


def _envelopes(conn: Connection) -> list[tuple[str, str, int]]:
    rows = table(Envelope)
    found = many(conn, Envelope, select(rows).where(rows.c.kind == "alarm"))
    return [(one.partner, one.kind, one.precedence) for one in found]


@pytest.fixture
def office(tmp_path: Path) -> Watchers:
    """Give Mae Sai with a hub."""
    return Watchers(found_pair(tmp_path, HUB)["MSI"])


async def test_the_next_is_texted_when_nobody_takes_it_then_the_next_then_the_hub(office: Watchers) -> None:
    key = office.sos()
    assert await office.after(SECOND) == []
    assert [one.to for one in await office.after(3 * MINUTE)] == [SOM]
    assert [one.to for one in await office.after(4 * MINUTE)] == [SOM]
    assert [one.to for one in await office.after(MINUTE)] == [SOM, NOI]
    assert office.house.store.read_now(_envelopes) == []
    await office.after(5 * MINUTE)
    assert office.house.store.read_now(_envelopes) == [("BKK", "alarm", 0)]
    for _ in range(20):
        assert len(await office.after(5 * MINUTE)) == 2
    assert len(office.house.store.read_now(_envelopes)) == 1
    lines = office.house.store.read_now(lambda conn: history.of(conn, key))
    said = [(one.actor, one.what, one.detail) for one in lines if one.actor == "station"]
    assert said == [
        ("station", "duty texted", {"person": "som"}),
        ("station", "duty texted", {"person": "noi"}),
        ("station", "hub told", {}),
    ]


async def test_the_text_is_short_urgent_in_the_persons_language_and_names_no_officer(
    office: Watchers,
) -> None:
    office.sos()
    await office.after(SECOND)
    await office.after(3 * MINUTE)
    first, second = await office.after(5 * MINUTE)
    assert first.text.startswith("ALARM SOS ")
    assert "เตือนภัย" in second.text
    for one in (first, second):
        assert office.house.kit.voices[BEARER].measure(one.text) == 1
        assert one.precedence == 0
        assert one.bearer == BEARER
        assert "Anan" not in one.text
        assert "0101" not in one.text


async def test_where_no_console_is_live_the_first_is_texted_at_once(office: Watchers) -> None:
    office.house.clock.go(timedelta(seconds=GONE_S + 1))
    office.sos()
    assert [one.to for one in await office.after(SECOND, live=False)] == [SOM]
    assert [one.to for one in await office.after(MINUTE, live=False)] == [SOM]


async def test_a_claim_stops_it_and_what_was_not_sent_yet_is_not_sent(office: Watchers) -> None:
    key = office.sos()
    await office.after(SECOND)
    (sent,) = await office.after(3 * MINUTE)
    assert sent.state == DeliveryState.QUEUED
    office.house.store.write_now(lambda conn: reports.claim(conn, key, "som"))
    (sent,) = await office.after(SECOND)
    assert sent.state == DeliveryState.CANCELLED
    assert len(await office.after(60 * MINUTE)) == 1
    office.house.store.write_now(lambda conn: _give_back(conn, key))
    assert len(await office.after(SECOND)) == 1
    again = await office.after(3 * MINUTE)
    assert [one.to for one in again] == [SOM, SOM]
    assert len({one.tag for one in again}) == 2


async def test_an_alarm_that_was_merged_is_parted_and_stands_in_the_queue_again(office: Watchers) -> None:
    first, key = office.sos("+66899999001"), office.sos("+66899999002")
    await office.after(SECOND)
    office.house.store.write_now(lambda conn: reports.merge(conn, key, str(first)))
    await office.after(SECOND)
    assert office.report(key).merged_into is None
    for one, what in ((key, "unmerged"), (first, "another was parted from it")):
        lines = office.house.store.read_now(lambda conn, one=one: history.of(conn, one))
        assert [line.what for line in lines if line.actor == "station"] == [what]


async def test_a_station_that_dies_at_any_moment_texts_nobody_twice(office: Watchers) -> None:
    office.sos()
    for _ in range(200):
        await office.after(timedelta(seconds=31))
        office.again()
    assert [one.to for one in office.texts()] == []  # each life forgot what it had waited: dying 200 times
    for count in range(200):
        await office.after(timedelta(seconds=31))
        if count % 3 == 0:
            office.again()
    assert [one.to for one in office.texts()] == [SOM, NOI]
    assert len(office.house.store.read_now(_envelopes)) == 1


async def test_a_text_that_cannot_arrive_is_not_waited_for(office: Watchers) -> None:
    office.sos()
    await office.after(SECOND)
    (sent,) = await office.after(3 * MINUTE)
    assert len(await office.after(SECOND)) == 1
    office.house.store.write_now(lambda conn: outbox.mark(conn, sent.id, DeliveryState.FAILED, START))
    assert [one.to for one in await office.after(SECOND)] == [SOM, NOI]
    assert len(await office.after(SECOND)) == 2


async def test_several_alarms_at_once_are_one_text(office: Watchers) -> None:
    for number in range(5):
        office.sos(f"+6689999900{number}")
    await office.after(SECOND)
    (sent,) = await office.after(3 * MINUTE)
    assert "+4" in sent.text
    office.sos("+66899999009")
    office.house.clock.go(timedelta(seconds=GONE_S + 1))
    assert len(await office.after(SECOND, live=False)) == 1  # som was texted half a minute ago
    assert len(await office.after(timedelta(seconds=APART_S), live=False)) == 2


async def test_of_very_many_alarms_the_newest_is_passed_on_too_and_can_be_answered(office: Watchers) -> None:
    first = office.sos()
    row = office.report(first).model_dump()
    rows = [{**row, "seq": number} for number in range(2, 1103)]
    office.house.store.write_now(lambda conn: reports.file_all(conn, rows))
    await office.after(SECOND)
    (sent,) = await office.after(3 * MINUTE)
    assert "+1101" in sent.text
    newest = office.house.store.read_now(_newest)
    lines = office.house.store.read_now(lambda conn: history.of(conn, key_of(newest)))
    assert [one.what for one in lines] == ["duty texted"]
    office.say(sent.text.rpartition("answer ")[2].split()[0], SOM, "right")
    assert {office.report(key).claimed_by for key in (first, key_of(newest))} == {"som"}


async def test_the_answer_of_the_phone_that_was_texted_takes_the_alarm(office: Watchers) -> None:
    key = office.sos()
    await office.after(SECOND)
    (sent,) = await office.after(3 * MINUTE)
    code = sent.text.rpartition("answer ")[2].split()[0]
    office.say(code, "+66899999999", "a stranger")
    office.say(code, NOI, "another of the list, who was not told")
    office.say("0000", SOM, "the wrong figures")
    assert office.report(key).claimed_by is None
    office.say(f" {code}\n", SOM, "right")
    assert (office.report(key).claimed_by, office.report(key).state) == ("som", "claimed")
    office.say(code, SOM, "once more")
    said = [one.text for one in office.house.store.read_now(_replies)]
    ref = office.report(key).ref
    assert said[-2:] == [f"{ref}: you have it in hand.", f"{ref}: it is in hand or closed already."]


async def test_the_answer_of_who_may_take_none_any_more_is_only_a_message(office: Watchers) -> None:
    key = office.sos()
    await office.after(SECOND)
    (sent,) = await office.after(3 * MINUTE)
    office.house.store.write_now(lambda conn: accounts.change(conn, "som", role="auditor"))
    office.say(sent.text.rpartition("answer ")[2].split()[0], SOM, "right")
    assert (office.report(key).claimed_by, office.report(key).state) == (None, "new")


async def test_an_officers_own_phone_is_offered_no_answer(office: Watchers) -> None:
    def share(conn: Connection) -> None:
        for one in duty.phones(conn):
            duty.remove(conn, one.id)
        duty.add(conn, "som", "+66800000101", START)

    office.house.store.write_now(share)
    office.sos("+66899999999")
    await office.after(SECOND)
    (sent,) = await office.after(3 * MINUTE)
    assert "answer" not in sent.text


async def test_who_may_take_none_is_passed_over(office: Watchers) -> None:
    office.house.store.write_now(lambda conn: accounts.change(conn, "som", role="auditor"))
    office.sos()
    await office.after(SECOND)
    assert [one.to for one in await office.after(3 * MINUTE)] == [NOI]


def _replies(conn: Connection) -> list[Delivery]:
    rows = table(Delivery)
    mine = rows.c.to == SOM, rows.c.tag.startswith("reply-")
    return many(conn, Delivery, select(rows).where(*mine).order_by(rows.c.id))


async def test_an_office_without_alarms_is_asked_for_them_only_when_something_changed(
    office: Watchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = alarms.unclaimed
    monkeypatch.setattr(alarms, "unclaimed", lambda conn: asked.append(1) or real(conn))
    for _ in range(5):
        await office.after(SECOND)
    assert len(asked) == 1
    office.say("NIL MSI", "+66800000101")
    for _ in range(5):
        await office.after(SECOND)
    assert len(asked) == 2
    office.sos()
    await office.after(SECOND)
    assert len(asked) > 2
