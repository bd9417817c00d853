"""A claim at a real office that nobody acts on: warned about, ended, and begun anew by any act."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from gateway.alarms.claims import Claims
from gateway.intake.intake import take
from gateway.store import accounts, alarms, history, notices, reports
from gateway.store.keys import ReportKey, key_of
from tests.gateway.offices import BEARER, START, House, text

KEY = ReportKey("MSI", 1, 1)
MINUTE = timedelta(minutes=1)


def _taken(house: House, words: str, by: str = "som") -> None:
    def work(conn: Connection) -> None:
        take(conn, house.kit, BEARER, [text(words)])
        accounts.create(conn, name="som", role="duty", password="", created_at=START)
        reports.claim(conn, KEY, by)
        reports.set_state(conn, KEY, "claimed")
        history.note(conn, KEY, START, "duty", "claimed", {"by": by})

    house.store.write_now(work)


async def _after(part: Claims, house: House, minutes: int) -> tuple[str | None, str, int]:
    """Let minutes go by one at a time; return who has it in hand, its state, and the notices that stand."""
    for _ in range(minutes):
        house.clock.go(MINUTE)
        await part.look()
    found = house.store.read_now(lambda conn: reports.get(conn, KEY))
    assert found is not None
    return found.claimed_by, found.state, len(house.store.read_now(notices.standing))


@pytest.mark.parametrize(("words", "limit"), [("SOS", 20), ("NIL MSI", 120)])
async def test_a_claim_is_warned_about_and_then_ends_a_flash_sooner(
    house: House, words: str, limit: int
) -> None:
    _taken(house, words)
    part = Claims(house.kit, house.store)
    await part.look()
    assert await _after(part, house, limit * 3 // 4 - 2) == ("som", "claimed", 0)
    assert await _after(part, house, 4) == ("som", "claimed", 1)
    assert await _after(part, house, limit // 4) == (None, "new", 0)
    lines = house.store.read_now(lambda conn: history.of(conn, KEY))
    assert [one.what for one in lines if one.actor == "station"] == ["claim rests", "claim lapsed"]


async def test_an_act_begins_it_anew_and_takes_the_warning_down(house: House) -> None:
    _taken(house, "SOS")
    part = Claims(house.kit, house.store)
    await part.look()
    assert (await _after(part, house, 17))[2] == 1
    house.store.write_now(lambda conn: history.note(conn, KEY, START, "duty", "replied"))
    assert await _after(part, house, 14) == ("som", "claimed", 0)
    house.store.write_now(lambda conn: history.note(conn, KEY, START, "officer", "sent again"))
    assert await _after(part, house, 8) == (None, "new", 0)


async def test_what_another_does_does_not_keep_a_claim(house: House) -> None:
    _taken(house, "SOS")
    part = Claims(house.kit, house.store)
    await part.look()
    assert (await _after(part, house, 17))[2] == 1
    line = {"by": "noi"}
    house.store.write_now(lambda conn: history.note(conn, KEY, START, "duty", "graded", line))
    assert await _after(part, house, 5) == (None, "new", 0)


async def test_what_was_handed_on_sounds_again_when_its_claim_lapses(house: House) -> None:
    _taken(house, "SOS")
    part = Claims(house.kit, house.store)
    assert (await _after(part, house, 17))[2] == 1
    house.store.write_now(lambda conn: reports.claim(conn, KEY, "noi", was="som"))
    assert await _after(part, house, 14) == ("noi", "claimed", 0)
    assert house.store.read_now(alarms.unclaimed) == []
    assert await _after(part, house, 8) == (None, "new", 0)
    assert [key_of(one) for one in house.store.read_now(alarms.unclaimed)] == [KEY]


async def test_what_becomes_an_alarm_in_a_programs_hands_is_nobodys_at_once(house: House) -> None:
    _taken(house, "NIL MSI", by="token wallboard")
    part = Claims(house.kit, house.store)
    assert await _after(part, house, 2) == ("token wallboard", "claimed", 0)
    house.store.write_now(lambda conn: reports.amend(conn, KEY, precedence=0))
    assert await _after(part, house, 1) == (None, "new", 0)


async def test_neither_a_clock_that_jumps_nor_a_station_that_was_off_ends_a_claim(house: House) -> None:
    _taken(house, "SOS")
    part = Claims(house.kit, house.store)
    await part.look()
    house.clock.go(timedelta(days=400))
    again = Claims(house.kit, house.store)
    assert await _after(again, house, 2) == ("som", "claimed", 0)


async def test_a_report_that_was_closed_is_not_looked_after(house: House) -> None:
    _taken(house, "SOS")
    part = Claims(house.kit, house.store)
    await _after(part, house, 17)
    house.store.write_now(lambda conn: reports.set_state(conn, KEY, "closed"))
    assert await _after(part, house, 60) == ("som", "closed", 0)
