"""Patrols of a real office that fall silent: overdue, then an alarm, and none about who spoke or finished."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from gateway.alarms.checkins import CheckIns
from gateway.alarms.silence import Rule, Standing
from gateway.intake.intake import take
from gateway.office.config import PatrolsPart
from gateway.store import alarms, patrols, reports
from gateway.store.keys import ReportKey
from tests.gateway.offices import BEARER, START, House, text

MINUTE = timedelta(minutes=1)


@given(st.floats(0, 10_000), st.floats(1, 5000), st.floats(0, 5000))
def test_silence_is_late_before_it_is_missed(silent: float, every: float, grace: float) -> None:
    made = Rule(every, grace).standing(silent)
    assert (made is Standing.ON_TIME) == (silent < every)
    assert (made is Standing.MISSED) == (silent >= every and silent >= every + grace)
    assert Rule(0, grace).standing(silent) is Standing.ON_TIME


class Ears:
    """An office that wants to hear of its patrols every hour, with half an hour of grace."""

    def __init__(self, house: House) -> None:
        part = PatrolsPart(every_minutes=60, grace_minutes=30)
        kit = replace(house.kit, config=house.kit.config.model_copy(update={"patrols": part}))
        self.house = replace(house, kit=kit)
        self.part = CheckIns(kit, house.store)
        self.count = 0

    def say(self, words: str) -> None:
        self.count += 1
        heard = text(words, key=f"{words} {self.count}", at=self.house.clock.now())
        self.house.store.write_now(lambda conn: take(conn, self.house.kit, BEARER, [heard]))

    async def after(self, minutes: int) -> tuple[int, int]:
        """Let minutes go by; return how many patrols are overdue, and how many alarms stand."""
        for _ in range(minutes):
            self.house.clock.go(MINUTE)
            await self.part.look()
        return self.house.store.read_now(_standing)


def _standing(conn: Connection) -> tuple[int, int]:
    return len(patrols.late(conn)), len(alarms.unclaimed(conn))


@pytest.fixture
def ears(house: House) -> Ears:
    return Ears(house)


async def test_a_silent_patrol_is_overdue_and_then_an_alarm_once(ears: Ears) -> None:
    ears.say("PATR START MSI")
    assert await ears.after(59) == (0, 0)
    assert await ears.after(3) == (1, 0)
    assert await ears.after(31) == (1, 1)
    assert (await ears.after(300))[1] == 1
    found = ears.house.store.read_now(lambda conn: reports.get(conn, ReportKey("MSI", 1, 2)))
    assert found is not None
    assert (found.type, found.place, found.unit, found.precedence) == ("PATR", "MSI", "Mobile 3", 0)
    assert ears.house.store.read_now(lambda conn: reports.source(conn, ReportKey("MSI", 1, 2))) is None


async def test_any_word_of_the_officer_is_a_sign_of_life_and_begins_it_anew(ears: Ears) -> None:
    ears.say("PATR START MSI")
    assert await ears.after(80) == (1, 0)
    ears.say("all is well here")
    assert await ears.after(59) == (0, 0)
    assert await ears.after(34) == (1, 1)
    ears.say("NIL MSI")
    assert await ears.after(2) == (0, 1)
    assert await ears.after(95) == (1, 2)


async def test_who_has_finished_is_not_waited_for(ears: Ears) -> None:
    ears.say("PATR START MSI")
    await ears.after(30)
    ears.say("PATR FINISH MSI")
    assert await ears.after(400) == (0, 0)


async def test_a_station_that_was_off_raises_no_alarm_about_what_it_could_not_hear(ears: Ears) -> None:
    ears.say("PATR START MSI")
    await ears.after(50)
    ears.house.clock.go(timedelta(days=3))
    ears.part = CheckIns(ears.house.kit, ears.house.store)
    assert await ears.after(8) == (0, 0)


async def test_an_office_that_asks_for_nothing_waits_for_nobody(house: House) -> None:
    house.store.write_now(lambda conn: take(conn, house.kit, BEARER, [text("PATR START MSI", at=START)]))
    house.clock.go(timedelta(days=1))
    await CheckIns(house.kit, house.store).look()
    assert house.store.read_now(_standing) == (0, 0)
    assert house.store.read_now(patrols.watched) == []
