"""Hints between processes: on PostgreSQL a commit of one worker wakes the others.

NOTIFY is only a hint: it may be lost whenever a connection is, so whoever waits also looks by himself. It
is given after COMMIT on a connection of its own: within a transaction it would make all commits of the
server stand in one line, each with its wait for the disk.
"""

import threading
from typing import Final

import psycopg
from sqlalchemy import Connection, text

from gateway.store.timed import SILENCE, Timed
from gateway.store.wake import Topics, Wake

_CHANNEL = "patrolwire"
_NOTIFY = text(f"SELECT pg_notify('{_CHANNEL}', :topics)")
_WAIT_S = 0.5
_MOST: Final = 7999  # bytes of a payload, https://www.postgresql.org/docs/15/sql-notify.html
_ANYTHING: Final = "*"
_REST_S: Final = 0.01  # between two hints: of many commits one tells


def notify(conn: Connection, topics: Topics) -> None:
    """Tell the other processes once this transaction commits."""
    if conn.dialect.name == "postgresql":
        conn.execute(_NOTIFY, {"topics": _payload(topics)})


def _payload(topics: Topics) -> str:
    said = "\n".join(sorted(topics))
    return said if len(said.encode()) <= _MOST else _ANYTHING


def heard(payload: str) -> Topics | None:
    """Return the topics of a hint, or None for one that could not name them all."""
    return None if payload == _ANYTHING else payload.split("\n")


class Listener:
    """A thread that listens on a connection of its own, and comes back when the server does."""

    def __init__(self, conninfo: str, wake: Wake) -> None:
        self._conninfo = conninfo
        self._wake = wake
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error:
                self._stop.wait(_WAIT_S)

    def _listen(self) -> None:
        with Timed.connect(self._conninfo, autocommit=True, **SILENCE) as conn:
            conn.execute(f"LISTEN {_CHANNEL}")
            self._wake.tell(None)  # whatever was said before we listened
            while not self._stop.is_set():
                for one in conn.notifies(timeout=_WAIT_S, stop_after=1):
                    self._wake.tell(heard(one.payload))


class Teller:
    """A thread that tells the other processes what was committed here."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._lock = threading.Lock()
        self._topics: set[str] | None = None
        self._more, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-teller", daemon=True)
        self._thread.start()

    def tell(self, topics: Topics) -> None:
        """Have it said soon."""
        with self._lock:
            self._topics = {*(self._topics or ()), *topics}
        self._more.set()

    def close(self) -> None:
        """Say what is still to be said, and end."""
        self._stop.set()
        self._more.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._say()
            except psycopg.Error:  # what was to be said is lost, as a hint may be
                self._stop.wait(_WAIT_S)

    def _say(self) -> None:
        # A transaction that only tells has nothing to keep, so it waits for no disk.
        options = "-c synchronous_commit=off"
        with Timed.connect(self._conninfo, autocommit=True, options=options, **SILENCE) as conn:
            stopped = False
            while not stopped:
                self._more.wait()
                self._more.clear()
                stopped = self._stop.is_set()
                with self._lock:
                    topics, self._topics = self._topics, None
                if topics is not None:
                    conn.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, _payload(topics)))
                self._stop.wait(_REST_S)
