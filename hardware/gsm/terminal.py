"""Drives an AT session over a port: one command at a time, in the order they were asked."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hardware.errors import AnswerLateError, PortLostError
from hardware.gsm.at.effects import Died, Effect, Finished, Unasked, Wait, Write
from hardware.gsm.at.session import Session
from hardware.gsm.at.words import Answer, Command, Result
from hardware.port import Port

LATES: Final = 3  # in a row, after which only a new start may help


@dataclass(frozen=True, slots=True)
class _Asked:
    command: Command
    answer: asyncio.Future[Answer]


class Terminal:
    """A conversation with one modem on one port; made anew for each connection.

    `unasked` is called with each URC, in the event loop, and must not block.
    """

    def __init__(self, port: Port, unasked: Callable[[Unasked], None]) -> None:
        self._port = port
        self._unasked = unasked
        self._loop = asyncio.get_running_loop()
        self._session = Session()
        self._queue: deque[_Asked] = deque()
        self._running: _Asked | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._lates = 0
        self.lost: asyncio.Future[Exception] = self._loop.create_future()
        self._reader = asyncio.create_task(self._read())

    async def ask(self, command: Command) -> Answer:
        """Return how `command` ended; raise what `fail` was given, mostly PortLostError, once that is over.

        A command whose body had gone out by then ends as LATE instead. Whoever is cancelled here leaves the
        command to end by itself; one that had not begun is dropped.
        """
        self.check()
        asked = _Asked(command, self._loop.create_future())
        self._queue.append(asked)
        self._next()
        return await asked.answer

    def doubt(self) -> None:
        """Make sure, before the next command, that no answer to an earlier one is still to come."""
        self._session.doubt()

    def announced(self) -> None:
        """Take note that a message waits: a text that hangs on its way out makes way for it."""
        if not self.lost.done():
            self._loop.call_soon(self._make_way)

    def check(self) -> None:
        """Raise what ended this conversation, if it has ended."""
        if self.lost.done():
            raise self.lost.result()

    def fail(self, error: Exception) -> None:
        """End the conversation; every command asked or to be asked raises `error`."""
        if self.lost.done():
            return
        self.lost.set_result(error)
        self._arm(None)
        waiting, self._running = [self._running, *self._queue], None
        self._queue.clear()
        if waiting[0] is not None and self._session.body_given and not waiting[0].answer.done():
            waiting[0].answer.set_result(Answer(Result.LATE))
        for asked in waiting:
            if asked is not None and not asked.answer.done():
                asked.answer.set_exception(error)

    async def close(self) -> None:
        self.fail(PortLostError("closed"))
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._port.close()

    async def _read(self) -> None:
        try:
            while True:
                self._apply(self._session.receive(await self._port.read()))
        except PortLostError as lost:
            self.fail(lost)

    def _next(self) -> None:
        while self._running is None and self._queue and not self.lost.done():
            asked = self._queue.popleft()
            if not asked.answer.done():
                self._running = asked
                self._apply(self._session.start(asked.command))

    def _apply(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Write(data):
                    self._write(data)
                case Wait(seconds):
                    self._arm(seconds)
                case Unasked():
                    self._unasked(effect)
                case Finished(answer):
                    self._finish(answer)
                case Died():
                    self.fail(AnswerLateError("the modem answers nothing"))

    # What the session asks for.

    def _write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except PortLostError as lost:
            self.fail(lost)

    def _arm(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self._loop.call_later(seconds, self._expire)

    def _make_way(self) -> None:
        if not self.lost.done():
            self._apply(self._session.announced())

    def _expire(self) -> None:
        self._timer = None
        if not self.lost.done():
            self._apply(self._session.expire())

    def _finish(self, answer: Answer) -> None:
        asked, self._running = self._running, None
        if asked is not None and not asked.answer.done():
            asked.answer.set_result(answer)
        self._lates = self._lates + 1 if answer.result is Result.LATE else 0
        if self._lates >= LATES:
            self.fail(AnswerLateError("the modem answers no command"))
        self._loop.call_soon(self._next)
