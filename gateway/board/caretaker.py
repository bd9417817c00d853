"""Looks at the bearers and the disk every few seconds, and keeps the notice board true."""

import asyncio
import shutil
from collections.abc import Sequence

from gateway.board.board import Board, Level, of
from gateway.kit import Kit
from hardware.bearer import Bearer
from hardware.sentence import Sentence

BEARER = "bearer "
ALARM = "alarm of "  # of a bearer that is ready all the same
LOW_DISK = 50 * 1024 * 1024


class Caretaker:
    """Posts and clears notices about bearers, rules and the disk."""

    def __init__(self, kit: Kit, board: Board, bearers: Sequence[Bearer]) -> None:
        self._kit, self._board, self._bearers = kit, board, bearers

    async def run(self) -> None:
        """Look until cancelled."""
        for rule in self._kit.void_rules:
            sentence = Sentence(
                "The rule '{rule}' is not signed by the authority and counts for nothing.", rule=rule
            )
            self._board.post(f"rule {rule}", Level.WARNING, sentence)
        while True:
            self._look()
            await asyncio.sleep(self._kit.pace.bearers)

    def _look(self) -> None:
        for bearer in self._bearers:
            health = bearer.health()
            if health.alarm:
                self._board.post(f"{ALARM}{bearer.name}", Level.WARNING, of(bearer.name, health.alarm))
            else:
                self._board.clear(f"{ALARM}{bearer.name}")
            if health.ready:
                self._board.clear(f"{BEARER}{bearer.name}")
            else:
                self._board.post(f"{BEARER}{bearer.name}", Level.FAULT, of(bearer.name, health.sentence))
        free = shutil.disk_usage(self._kit.config.folder).free
        if free < LOW_DISK:
            sentence = Sentence(
                "The disk has {free} MB left; make room before messages have to wait.", free=free // 1024**2
            )
            self._board.post("disk low", Level.WARNING, sentence)
        else:
            self._board.clear("disk low")
