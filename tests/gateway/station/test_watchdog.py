"""The watchdog on a pretend modem: what it sends to itself comes back unseen, and its silence is told."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, select

from gateway.board.board import Board, Level
from gateway.office import token
from gateway.office.config import WatchdogPart
from gateway.station.watchdog import ACTION, FIRST_S, LOST, Watchdog
from gateway.store import audit
from gateway.store.columns import table
from gateway.store.tables import Message
from hardware.bearer import Hearing
from hardware.gsm.options import ModemOptions
from hardware.sim.modem.commands import COMMANDS
from hardware.sim.modem.settings import Settings
from tests.gateway.offices import House, found_pair
from tests.hardware.gsm.rig import Rig
from tests.hardware.gsm.virtual import play

CALM = ModemOptions(sweep_s=900, watch_s=900)  # a day goes by quickly
DAILY = WatchdogPart(every_hours=24, wait_minutes=10)


class Post:
    """One office with a modem and its watchdog; `rest` is what would go to the intake."""

    def __init__(self, house: House, options: ModemOptions, part: WatchdogPart) -> None:
        config = house.kit.config.model_copy(update={"watchdog": part})
        self.kit, self.store = replace(house.kit, config=config), house.store
        self.rig = Rig(Settings(), options)
        self.board = Board(house.clock.now)
        self.watchdog = Watchdog(self.kit, self.store, self.board, self.rig.modem)
        self.rest: list[Hearing] = []

    async def deliver(self, heard: Sequence[Hearing]) -> None:
        self.rest += await self.watchdog.take(heard)

    def facts(self) -> dict[str, Any]:
        return self.rig.modem.health().facts

    def sent(self) -> list[str]:
        return [one["text"] for one in self.rig.ask("sent")["messages"]]

    def recorded(self) -> object:
        return self.store.read_now(lambda conn: audit.last(conn, ACTION, "gsm1"))


@asynccontextmanager
async def post(
    house: House, options: ModemOptions | None = None, part: WatchdogPart = DAILY
) -> AsyncIterator[Post]:
    made = Post(house, options or CALM, part)
    jobs = [asyncio.create_task(job) for job in (made.rig.modem.run(made.deliver), made.watchdog.run())]
    try:
        yield made
        assert not any(job.done() for job in jobs)
    finally:
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return found_pair(tmp_path)["MSI"]


def test_it_proves_that_receiving_works_once_a_day_and_leaves_no_trace_among_messages(house: House) -> None:
    async def story() -> None:
        async with post(house) as here:
            assert here.recorded() is None
            await asyncio.sleep(FIRST_S + 60)
            assert here.facts()["proofs"] == 1
            assert here.facts()["proved_ago_s"] < 61
            assert (here.rest, here.rig.stored(), here.board.standing()) == ([], [], [])
            assert here.recorded() == here.watchdog.last == house.clock.now()
            await asyncio.sleep(24 * 3600)
            assert here.facts()["proofs"] == 2
            assert len(here.sent()) == 2

    def messages(conn: Connection) -> int:
        return conn.execute(select(func.count()).select_from(table(Message))).scalar_one()

    play(story(), within_s=1e6)
    assert house.store.read_now(messages) == 0


def test_it_is_off_unless_it_is_turned_on(house: House) -> None:
    async def story() -> None:
        async with post(house, part=WatchdogPart()) as here:
            await asyncio.sleep(1e5)
            assert here.sent() == []

    play(story(), within_s=1e7)


def test_one_that_is_lost_has_the_modem_set_up_anew_and_then_all_is_well(house: House) -> None:
    async def story() -> None:
        async with post(house) as here:
            await asyncio.sleep(FIRST_S - 1)
            here.rig.ask("fail", command="CMGS", with_="silence", count=1)
            await asyncio.sleep(700)
            assert here.rig.commands()["CFUN"] >= 2
            assert here.facts()["connections"] == 2
            assert here.facts()["proofs"] == 1
            assert here.board.standing() == []

    play(story(), within_s=1e6)


def test_when_none_comes_back_staff_are_told_until_one_does(house: House) -> None:
    async def story() -> None:
        async with post(house, replace(CALM, number="+66899999999")) as here:
            await asyncio.sleep(FIRST_S + 1300)
            [notice] = here.board.standing()
            assert (notice.level, notice.sentence) == (Level.FAULT, f"gsm1: {LOST}")
            assert len(here.sent()) == 2
            here.rig.modem._condition.number = Settings().number  # the engineer has put it right
            assert await here.watchdog.prove() == ""
            assert here.board.standing() == []

    play(story(), within_s=1e6)


def test_without_a_number_of_its_own_it_says_what_to_do(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(COMMANDS, "+CNUM")

    async def story() -> None:
        async with post(house) as here:
            await asyncio.sleep(FIRST_S + 10)
            [notice] = here.board.standing()
            assert notice.level is Level.WARNING
            assert "?number=" in notice.sentence

    play(story(), within_s=1e6)


def test_what_others_say_goes_on_to_the_intake(house: House) -> None:
    async def story() -> None:
        async with post(house) as here:
            foreign = token.make(replace(here.kit.keys, sign=Ed25519PrivateKey.generate()))
            await here.rig.ready()
            here.rig.text("SOS")
            here.rig.text(foreign)
            here.rig.text(token.make(here.kit.keys))  # ours from before a restart: kept out of sight too
            await here.rig.until(lambda: not here.rig.stored())
            assert [one.text for one in here.rest] == ["SOS", foreign]
            assert here.facts()["proofs"] == 1

    play(story())
