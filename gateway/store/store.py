"""The store: one way in for everything that keeps or reads, whatever engine is behind it.

A *work* is a function of one Core connection, made of the verbs beside this file. It runs inside a
transaction, in another thread, and must hand back plain values, never a cursor.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy import Engine

from gateway.store.batch import Batch, Job, T, Work
from gateway.store.database import Database
from gateway.store.faults import store_error
from gateway.store.migrate import upgrade
from gateway.store.use import READERS, Use
from gateway.store.wake import Heard, Topics, Wake
from gateway.store.writer import InlineWriter, Writer, Writes, submit
from hardware.failpoint import reach

_log = structlog.get_logger()


class Store:
    """Writes through one writer, reads through a few connections that cannot write."""

    def __init__(
        self,
        database: Database,
        *,
        inline: bool = False,
        writer: Callable[[Batch], Writes] | None = None,
    ) -> None:
        """Open it as it is; `inline` does all in the caller's thread, and another `writer` may be given."""
        self._database = database
        self.alone = database.path is not None
        """Whether no other process can be at work on the same store: a file belongs to one station."""
        self.relieved = 0
        """How often the disk was full and room was made by emptying the log."""
        self._wake = Wake()
        self._writing: Engine = database.engine(Use.WRITE)
        self._reading: Engine = database.engine(Use.READ)
        self._teller = database.teller() if not inline else None
        batch = Batch(
            self._writing, self._fault, self._committed, within=self._teller is None, relieve=self._relieve
        )
        make = writer or (InlineWriter if inline else Writer)
        self._writer = make(batch)
        self._listener = database.listener(self._wake) if not inline else None
        self._threads = None if inline else ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    @classmethod
    def open(cls, dsn: str, key: bytes | None = None, *, inline: bool = False) -> "Store":
        """Open a store that is there, and bring it to the newest schema.

        `inline` runs all in the caller's thread. Raises ConfigError for an address that is none,
        StoreLostError or StoreFullError with a sentence; a missing or empty one is never begun anew.
        """
        database = Database(dsn, key)
        database.check()
        _upgrade(database, new=False)
        return cls(database, inline=inline)

    @classmethod
    def make(cls, dsn: str, key: bytes | None = None, *, inline: bool = False) -> "Store":
        """Open as `open` does, and begin the store first where there is none: for a new office."""
        database = Database(dsn, key)
        with database.made():
            _upgrade(database, new=True)
        return cls(database, inline=inline)

    async def write(self, work: Work[T]) -> T:
        """Run `work` and return its answer after COMMIT; if this raises, nothing of it was kept."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._writer.put(Job(work, future, loop))
        return await future

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a connection that sees one committed moment and cannot write."""
        if self._threads is None:
            return self.read_now(work)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, work)

    def write_now(self, work: Work[T]) -> T:
        """Do as `write` for callers without a loop."""
        return submit(self._writer, work).result()

    def read_now(self, work: Work[T]) -> T:
        """Do as `read` for callers without a loop."""
        try:
            with self._reading.connect() as conn, conn.begin():
                return work(conn)
        except Exception as error:
            told = self._fault(error)
            if told is None:
                raise
            self._reading.dispose()
            raise told from error

    def add_listener(self, heard: Heard, *about: str) -> Callable[[], None]:
        """Call `heard` after each commit, in the loop this was called in; the answer stops it.

        With topics (see `gateway.store.wake`) it is called only when the commit touched one of them.
        Only a hint: other processes write too, so whoever waits for it also looks by himself now and then.
        """
        return self._wake.add(heard, about or None)

    def scrub(self) -> None:
        """Leave nothing on the disk of what rows held before they were overwritten."""
        try:
            self._database.scrub()
        except Exception as error:
            told = self._fault(error)
            if told is None:
                raise
            raise told from error

    def close(self) -> None:
        """Finish what is queued, then let go of the database."""
        self._writer.close()
        for hints in (self._listener, self._teller):
            if hints is not None:
                hints.close()
        if self._threads is not None:
            self._threads.shutdown()
        self._reading.dispose()
        reach("checkpoint")
        self._writing.dispose()

    def _committed(self, topics: Topics) -> None:
        self._wake.tell(topics)
        if self._teller is not None:
            self._teller.tell(topics)

    def _relieve(self) -> bool:
        made = self._database.relieve()
        self.relieved += made
        _log.warning("the disk is full", room="made by emptying the log" if made else "none could be made")
        return made

    def _fault(self, error: BaseException) -> Exception | None:
        return store_error(error, self._database.path)


def _upgrade(database: Database, *, new: bool) -> None:
    engine = database.engine(Use.MIGRATE)
    try:
        upgrade(engine, new=new)
    except Exception as error:
        told = store_error(error, database.path)
        if told is None:
            raise
        raise told from error
    finally:
        engine.dispose()
