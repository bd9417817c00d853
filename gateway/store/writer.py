"""The writer: one thread owns the only writing connection and commits whatever has queued up.

There is no timer: while one batch is being forced to the disk, the next gathers.
"""

import queue
import threading
from concurrent.futures import Future
from typing import Protocol

from gateway.errors import StoreLostError
from gateway.store.batch import Batch, Job, T, Work
from hardware.sentence import Sentence

BATCH = 256


class Writes(Protocol):
    """What the store writes through."""

    def put(self, job: Job) -> None:
        """Run the job in a transaction; its future resolves after COMMIT, or fails and nothing is kept."""
        ...

    def close(self) -> None:
        """Finish what is queued, then let go of the connection."""
        ...


def submit(writer: Writes, work: Work[T]) -> Future[T]:
    """Queue `work` for a caller that is a thread."""
    future: Future[T] = Future()
    writer.put(Job(work, future))
    return future


class Writer:
    """The thread."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, job: Job) -> None:
        with self._closing:
            if self._closed:
                raise StoreLostError(Sentence("The store is closed."))
            self._queue.put(job)

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

    def _gather(self, first: Job) -> tuple[list[Job], bool]:
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
    """The same without a thread: each work is a batch of one, done when `put` returns."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._lock = threading.Lock()

    def put(self, job: Job) -> None:
        with self._lock:
            self._batch.run([Job(job.work, job.future)])

    def close(self) -> None:
        return
