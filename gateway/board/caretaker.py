"""Looks at the bearers and the disk every few seconds, and keeps the notice board true."""

import asyncio
import shutil
from collections.abc import Callable, Sequence

from gateway.board.board import Board, Level, of
from gateway.kit import Kit
from hardware.bearer import Bearer
from hardware.sentence import Sentence

BEARER = "bearer "
ALARM = "alarm of "  # of a bearer that is ready all the same
LOW_DISK = 50 * 1024 * 1024
_FULL = "disk full"
_SHOWN_S = 24 * 3600.0  # how long it is told that the disk was full: what made room may not do so again


class Caretaker:
    """Posts and clears notices about bearers, rules and the disk."""

    def __init__(
        self, kit: Kit, board: Board, bearers: Sequence[Bearer], relieved: Callable[[], int] = lambda: 0
    ) -> None:
        """`relieved` says how often the store has made room on a full disk."""
        self._kit, self._board, self._bearers, self._relieved = kit, board, bearers, relieved
        self._known, self._until = 0, 0.0

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
        self._made_room()

    def _made_room(self) -> None:
        times, now = self._relieved(), self._kit.clock.monotonic()
        if times != self._known:
            self._known, self._until = times, now + _SHOWN_S
            sentence = Sentence(
                "The disk was full at {at}, and the store made room by emptying its own log: nothing was "
                "lost. Free some space before messages have to wait.",
                at=self._kit.clock.now(),
            )
            self._board.post(_FULL, Level.WARNING, sentence)
        elif now >= self._until:
            self._board.clear(_FULL)
