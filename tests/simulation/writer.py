"""A writer whose commits take virtual time, so that a station can end before, in and after each of them."""

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from gateway.errors import StoreFullError
from gateway.store.batch import Batch, Job
from gateway.store.writer import BATCH
from tests.simulation.life import PowerOff

_FULL = "The disk is full: nothing new is kept until there is room. Free some space."


class Powered(Protocol):
    """The run of a station, as far as its disk is concerned."""

    dead: bool

    def step(self, name: str) -> None: ...


class VirtualWriter:
    """As the writer's thread: a batch is whatever has queued up while the last one was being forced."""

    def __init__(self, batch: Batch, life: Powered, dice: random.Random, full: Callable[[], bool]) -> None:
        self._batch, self._life, self._dice, self._full = batch, life, dice, full
        self._loop = asyncio.get_running_loop()
        self._waiting: list[Job] = []
        self._busy = False

    def put(self, job: Job) -> None:
        if self._life.dead:
            raise PowerOff
        self._waiting.append(job)
        if not self._busy:
            self._busy = True
            self._loop.call_later(self._dice.uniform(0.0, 0.002), self._force)

    def close(self) -> None:
        """Do what is queued at once."""
        while self._waiting and not self._life.dead:
            self._force()

    def _force(self) -> None:
        if self._life.dead:
            return
        jobs, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        done: list[Future[Any]] = [Future() for _ in jobs]
        try:
            self._life.step("writer begins")
            if self._full():
                _refuse(done)
            else:
                self._batch.run([Job(job.work, future) for job, future in zip(jobs, done, strict=True)])
            if not self._life.dead:
                self._life.step("writer has committed")
        except PowerOff:
            return
        self._loop.call_later(self._dice.uniform(0.0, 0.02), self._told, jobs, done)

    def _told(self, jobs: list[Job], done: list[Future[Any]]) -> None:
        if self._life.dead:
            return
        for job, future in zip(jobs, done, strict=True):
            _pass_on(job, future)
        self._busy = bool(self._waiting)
        if self._busy:
            self._force()


def _refuse(done: list[Future[Any]]) -> None:
    for future in done:
        future.set_exception(StoreFullError(_FULL))


def _pass_on(job: Job, done: Future[Any]) -> None:
    if job.future.done():  # whoever waited was cancelled
        return
    if (error := done.exception()) is not None:
        job.future.set_exception(error)
    else:
        job.future.set_result(done.result())
