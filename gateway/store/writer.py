"""The writer: one thread owns the only writing connection and commits whatever has queued up.

There is no timer: while one batch is being forced to the disk, the next gathers. Each work runs in a
savepoint of its own, so that one that fails takes only itself back; a disk that fails takes the batch.
Nobody hears of success before COMMIT has returned (promise 1).
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from gateway.errors import StoreLostError

T = TypeVar("T")
Work = Callable[[Connection], T]
Fault = Callable[[BaseException], Exception | None]

BATCH = 256


class Writes(Protocol):
    """What the store writes through."""

    def submit(self, work: Work[T]) -> Future[T]:
        """Run `work` in a transaction; the future resolves after COMMIT, or fails and nothing is kept."""
        ...

    def close(self) -> None:
        """Finish what is queued, then let go of the connection."""
        ...


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work[Any]
    future: Future[Any]


class _Spoiled(Exception):  # noqa: N818  # not an error of its own: carries the one that took the batch
    def __init__(self, fault: Exception) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Batch:
    """One transaction over several works, on an engine with one connection."""

    def __init__(self, engine: Engine, fault: Fault, committed: Callable[[], None]) -> None:
        self._engine = engine
        self._fault = fault
        self._committed = committed

    def run(self, jobs: list[_Job]) -> None:
        """Run, commit, then tell each future; never raises."""
        jobs = [job for job in jobs if job.future.set_running_or_notify_cancel()]
        if not jobs:
            return
        try:
            results = self._commit(jobs)
        except BaseException as error:  # noqa: BLE001  # whatever it was, the callers must hear of it
            self._fail(jobs, error)
            return
        for job, (result, error) in zip(jobs, results, strict=True):
            job.future.set_result(result) if error is None else job.future.set_exception(error)
        self._committed()

    def _commit(self, jobs: list[_Job]) -> list[tuple[Any, BaseException | None]]:
        with self._engine.connect() as conn, conn.begin():
            return [self._one(conn, job.work) for job in jobs]

    def _one(self, conn: Connection, work: Work[Any]) -> tuple[Any, BaseException | None]:
        conn.exec_driver_sql("SAVEPOINT work")
        try:
            result = work(conn)
        except Exception as error:  # the work's own trouble is its caller's to hear
            fault = self._fault(error)
            if fault is not None:
                raise _Spoiled(fault) from error
            conn.exec_driver_sql("ROLLBACK TO work")
            conn.exec_driver_sql("RELEASE work")
            return None, error
        conn.exec_driver_sql("RELEASE work")
        return result, None

    def _fail(self, jobs: list[_Job], error: BaseException) -> None:
        """Tell every caller of the batch, and let go of a connection that may be in any state."""
        fault = error.fault if isinstance(error, _Spoiled) else self._fault(error)
        told = fault or StoreLostError(f"The store failed and kept nothing: {error}")
        self._engine.dispose()
        for job in jobs:
            job.future.set_exception(told)


class Writer:
    """The thread."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise StoreLostError("The store is closed.")
            self._queue.put(_Job(work, future))
        return future

    def close(self) -> None:
        with self._closing:
            if not self._closed:
                self._queue.put(None)
            self._closed = True
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            jobs, more = self._gather(first)
            self._batch.run(jobs)
            if not more:
                return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        jobs = [first]
        while len(jobs) < BATCH:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return jobs, False
            jobs.append(job)
        return jobs, True


class InlineWriter:
    """The same without a thread: each work is a batch of one, done when `submit` returns."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._lock = threading.Lock()

    def submit(self, work: Work[T]) -> Future[T]:
        future: Future[T] = Future()
        with self._lock:
            self._batch.run([_Job(work, future)])
        return future

    def close(self) -> None:
        return
