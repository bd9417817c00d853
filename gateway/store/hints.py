"""Hints between processes: on PostgreSQL a commit of one worker wakes the others.

NOTIFY is only a hint: it may be lost whenever a connection is, so whoever waits also looks by himself.
"""

import threading
from typing import Final

import psycopg
from sqlalchemy import Connection, text

from gateway.store.wake import Topics, Wake

_CHANNEL = "patrolwire"
_NOTIFY = text(f"SELECT pg_notify('{_CHANNEL}', :topics)")
_WAIT_S = 0.5
_MOST: Final = 7999  # bytes of a payload, https://www.postgresql.org/docs/15/sql-notify.html
_ANYTHING: Final = "*"


def notify(conn: Connection, topics: Topics) -> None:
    """Tell the other processes once this transaction commits."""
    if conn.dialect.name == "postgresql":
        said = "\n".join(sorted(topics))
        conn.execute(_NOTIFY, {"topics": said if len(said.encode()) <= _MOST else _ANYTHING})


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
        with psycopg.connect(self._conninfo, autocommit=True) as conn:
            conn.execute(f"LISTEN {_CHANNEL}")
            self._wake.tell(None)  # whatever was said before we listened
            while not self._stop.is_set():
                for one in conn.notifies(timeout=_WAIT_S, stop_after=1):
                    self._wake.tell(heard(one.payload))
