"""Notices between the workers of one office: each tells what stands on its board, consoles show it all.

A worker also tells, now and then, that it is there. One that is silent is missed by the consoles until one
of its role is there again: then it was started anew under another name, and the old one is forgotten.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from sqlalchemy import Connection

from gateway.board.board import Board, Level, Notice
from gateway.board.lasting import KEPT
from gateway.clock import Clock
from gateway.errors import StoreFullError, StoreLostError
from gateway.role import Role
from gateway.store import notices
from gateway.store.notices import Told
from gateway.store.store import Store
from hardware.sentence import Sentence

SILENT_S: Final = 60.0  # monotonic, since a worker's sign last changed
LOOK_EVERY_S: Final = 5.0  # where hints are lost
_MISSED: Final = "worker "
_log = structlog.get_logger()


class Elsewhere:
    """Tells the others what stands here; `listens` puts up here what they tell."""

    def __init__(self, store: Store, board: Board, clock: Clock, me: str, *, listens: bool) -> None:
        self._store, self._board, self._clock = store, board, clock
        self._me, self._listens = me, listens
        self._moved = asyncio.Event()
        self._told: list[Notice] | None = None
        self._at = 0.0
        self._heard: dict[str, tuple[datetime, float]] = {}
        self._put: set[str] = set()

    async def run(self) -> None:
        """Tell and listen until cancelled."""
        self._board.listen(self._moved.set)
        stop = self._store.add_listener(self._moved.set, notices.TOLD)
        try:
            while True:
                self._moved.clear()
                try:
                    await self.look()
                except (StoreFullError, StoreLostError) as error:
                    _log.warning("the other workers' notices were not read", why=str(error))
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_S):
                        await self._moved.wait()
        finally:
            stop()

    async def look(self) -> None:
        """Tell what is new here, and that we are there; hear what the others say."""
        now = self._clock.monotonic()
        mine = [one for one in self._board.standing() if self._own(one.name)]
        if mine != self._told or now - self._at > SILENT_S / 4:
            rows = [(one.name, one.since, one.level.value, one.sentence) for one in mine]
            await self._store.write(self._tell(rows))
            self._told, self._at = mine, now
        if self._listens:
            for worker in self._show(await self._store.read(notices.told), now):
                await self._store.write(partial(notices.forget, worker=worker))

    def _own(self, name: str) -> bool:
        return name not in self._put and not name.startswith(KEPT)

    def _tell(self, rows: list[tuple[str, datetime, str, Sentence]]) -> Callable[[Connection], None]:
        at = self._clock.now()
        return lambda conn: notices.tell(conn, self._me, at, rows)

    def _show(self, told: dict[str, Told], now: float) -> set[str]:
        """Put up what the others tell and who of them is missed; return whom nobody misses any more."""
        others = {worker: one for worker, one in told.items() if worker != self._me}
        for worker, one in others.items():
            if self._heard.get(worker, (None,))[0] != one.at:
                self._heard[worker] = (one.at, now)
        silent = {worker for worker in others if now - self._heard[worker][1] > SILENT_S}
        roles = {role_of(worker) for worker in {self._me, *others} - silent}
        missed = {one for one in silent if Role.ALL not in roles and role_of(one) not in roles}
        wanted = {
            name: (level, said)
            for one in sorted(others.keys() - silent)
            for name, level, said in others[one].notices
        }
        wanted |= {f"{_MISSED}{role_of(one)}": _missed(role_of(one), others[one].at) for one in missed}
        self._put_up(wanted)
        return silent - missed

    def _put_up(self, wanted: Mapping[str, tuple[str, Sentence]]) -> None:
        """Hold the board to it, but for what this worker has put up itself."""
        own = {one.name for one in self._board.standing()} - self._put
        put = {name: said for name, said in wanted.items() if name not in own}
        for name, (level, sentence) in put.items():
            self._board.post(name, Level(level), sentence)
        for name in self._put - put.keys():
            self._board.clear(name)
        self._put = set(put)


def _missed(role: str, at: datetime) -> tuple[str, Sentence]:
    said = Sentence(
        "The worker for {role} has not been heard of since {at}; look whether it runs.", role=role, at=at
    )
    return Level.FAULT.value, said


def role_of(worker: str) -> str:
    """Return the role in a worker's name, `ROLE-SIGN`."""
    return worker.partition("-")[0]
