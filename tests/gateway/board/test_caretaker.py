"""The caretaker keeps the board true: a bearer that is away is a fault, an alarm of a ready one a warning."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from gateway.board.board import Board, Level
from gateway.board.caretaker import ALARM, BEARER, Caretaker
from hardware.bearer import Health
from hardware.gsm.modem import GsmModem
from hardware.sentence import NOTHING, Sentence
from tests.gateway.offices import found_pair
from tests.hardware.gsm.virtual import play


class Said(GsmModem):
    """A modem that says of itself what a test tells it to say."""

    said = Health(ready=True, sentence=Sentence("The modem is ready."), facts={})

    def health(self) -> Health:
        return self.said


def test_alarms_and_faults_come_and_go(tmp_path: Path) -> None:
    house = found_pair(tmp_path)["MSI"]
    pace = SimpleNamespace(bearers=1.0)
    modem, board = Said("modem1", "nowhere"), Board(house.clock.now)

    def standing() -> list[tuple[str, Level, str]]:
        return [(one.name, one.level, one.sentence) for one in board.standing() if one.name != "disk low"]

    async def story() -> None:
        kit = replace(house.kit, pace=pace, void_rules=())
        caring = asyncio.create_task(Caretaker(kit, board, [modem]).run())
        await asyncio.sleep(2)
        assert standing() == []
        full = Sentence("The SIM is 70% full.")
        modem.said = Health(ready=True, sentence=NOTHING, facts={}, alarm=full)
        await asyncio.sleep(2)
        assert standing() == [(f"{ALARM}modem1", Level.WARNING, "modem1: The SIM is 70% full.")]
        modem.said = Health(ready=False, sentence=Sentence("The modem is unplugged."), facts={})
        await asyncio.sleep(2)
        assert standing() == [(f"{BEARER}modem1", Level.FAULT, "modem1: The modem is unplugged.")]
        modem.said = Said.said
        await asyncio.sleep(2)
        assert standing() == []
        caring.cancel()
        await asyncio.gather(caring, return_exceptions=True)

    play(story())


def test_room_that_was_made_on_a_full_disk_is_told_for_a_day(tmp_path: Path) -> None:
    house, made = found_pair(tmp_path)["MSI"], [0]
    board = Board(house.clock.now)
    caretaker = Caretaker(house.kit, board, [], lambda: made[0])

    def said() -> str:
        caretaker._look()
        return next((one.sentence for one in board.standing() if one.name == "disk full"), "")

    assert said() == ""
    made[0] = 1
    assert said().startswith("The disk was full at 2026-11-23 02:00 UTC, and the store made room")
    house.clock.go(timedelta(hours=20))
    made[0] = 2
    assert "2026-11-23 22:00 UTC" in said()
    house.clock.go(timedelta(hours=20))
    assert "2026-11-23 22:00 UTC" in said()
    house.clock.go(timedelta(hours=4))
    assert said() == ""
