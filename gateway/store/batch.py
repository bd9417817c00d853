"""One transaction over several works, and the telling of those who wait, after COMMIT and not before.

All run in one go; when one fails by itself they run again, each in a savepoint, so that it takes only itself
back. A disk that fails takes the whole batch, and every caller hears of it.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from gateway.errors import StoreFullError, StoreLostError
from gateway.store.faults import may_try_again
from gateway.store.hints import notify
from gateway.store.order import hold
from gateway.store.savepoint import savepoint
from gateway.store.wake import Topics, touched
from hardware.failpoint import reach
from hardware.sentence import Sentence

T = TypeVar("T")
Work = Callable[[Connection], T]
Fault = Callable[[BaseException], Exception | None]

_TRIES = 5


class Job(NamedTuple):
    """A work and who waits for it: a thread, or a task in `loop`.

    A work may be run again from the start, so it does nothing but use its connection and return.
    """

    work: Work[Any]
    future: "Future[Any] | asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> bool:
        """Return whether anybody still waits."""
        if isinstance(self.future, Future):
            return self.future.set_running_or_notify_cancel()
        return not self.future.cancelled()


class Answer(NamedTuple):
    """What became of one job."""

    job: Job
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        future = self.job.future
        if future.done():  # a task that was cancelled meanwhile
            return
        if self.error is None:
            future.set_result(self.result)
        else:
            future.set_exception(self.error)


def tell(answers: Iterable[Answer]) -> None:
    """Tell everybody, each event loop in one go: waking it once a job costs more than the job."""
    loops: dict[asyncio.AbstractEventLoop, list[Answer]] = {}
    for answer in answers:
        if answer.job.loop is None:
            answer.tell()
        else:
            loops.setdefault(answer.job.loop, []).append(answer)
    for loop, theirs in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it whoever waited
            loop.call_soon_threadsafe(_tell, theirs)


def _tell(answers: list[Answer]) -> None:
    for answer in answers:
        answer.tell()


class _SpoiledError(Exception):
    """The store failed below one work: carries what every caller of the batch is to hear."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(str(fault))
        self.fault = fault


class _WorkFailedError(Exception):
    """One work failed by itself: the batch is run again, each in a savepoint, so that only this one goes."""


class Batch:
    """Runs jobs on an engine with one connection; `committed` hears after each COMMIT what it touched.

    The other processes are told `within` the transaction where nobody tells them afterwards. On a full disk
    `relieve` may make room, and says whether it did; then the batch is tried once more.
    """

    def __init__(
        self,
        engine: Engine,
        fault: Fault,
        committed: Callable[[Topics], None],
        *,
        within: bool = True,
        relieve: Callable[[], bool] = lambda: False,
    ) -> None:
        self._engine = engine
        self._fault = fault
        self._committed = committed
        self._within = within
        self._relieve = relieve
        self._topics: Topics = ()

    def run(self, jobs: list[Job]) -> None:
        """Run, commit, then tell; never raises."""
        jobs = [job for job in jobs if job.begin()]
        if not jobs:
            return
        try:
            answers = self._relieved(jobs)
        except BaseException as error:  # noqa: BLE001  # whatever it was, the callers must hear of it
            tell(self._failed(jobs, error))
        else:
            tell(answers)
            self._committed(self._topics)

    def _relieved(self, jobs: list[Job]) -> list[Answer]:
        try:
            return self._tries(jobs)
        except (_SpoiledError, DBAPIError) as error:
            if not isinstance(self._told(error), StoreFullError):
                raise
            self._engine.dispose()  # its connection holds the log open
            if not self._relieve():
                raise
        return self._tries(jobs)

    def _tries(self, jobs: list[Job]) -> list[Answer]:
        """Commit; on PostgreSQL two batches may stand in each other's way, and one of them comes again."""
        apart = False
        for count in range(_TRIES):
            try:
                return self._commit(jobs, first=count == 0, apart=apart)
            except _WorkFailedError as error:
                if len(jobs) == 1:
                    return [Answer(jobs[0], error=error.__cause__)]
                apart = True
            except DBAPIError as error:
                if not may_try_again(error):
                    raise
        return self._commit(jobs, first=False, apart=True)

    def _commit(self, jobs: list[Job], *, first: bool, apart: bool) -> list[Answer]:
        """Run all in one transaction; `apart` gives each a savepoint, which costs more than a small work."""
        with self._engine.connect() as conn, conn.begin():
            touched(conn)  # of a transaction that was taken back
            if not first:
                hold(conn)  # whoever comes again stands in line before he takes anything else
            answers = [self._one(conn, job, apart=apart) for job in jobs]
            self._topics = touched(conn)
            if self._within:
                notify(conn, self._topics)
            reach("batch-written")
        reach("batch-committed")
        return answers

    def _one(self, conn: Connection, job: Job, *, apart: bool) -> Answer:
        try:
            if not apart:
                return Answer(job, job.work(conn))
            with savepoint(conn, "work"):
                return Answer(job, job.work(conn))
        except Exception as error:  # the work's own trouble is its caller's to hear
            if may_try_again(error):
                raise
            fault = self._fault(error)
            if fault is not None:
                raise _SpoiledError(fault) from error
            if not apart:
                raise _WorkFailedError from error
            return Answer(job, error=error)

    def _failed(self, jobs: list[Job], error: BaseException) -> list[Answer]:
        """Let go of a connection that may be in any state."""
        fault = self._told(error)
        kind = type(error).__name__  # its words may quote what was to be kept
        told = fault or StoreLostError(
            Sentence("The store failed ({kind}) and kept nothing; tell the engineer.", kind=kind)
        )
        self._engine.dispose()
        return [Answer(job, error=told) for job in jobs]

    def _told(self, error: BaseException) -> Exception | None:
        return error.fault if isinstance(error, _SpoiledError) else self._fault(error)
