"""Events that wait for each other: what one work puts on record is written in one go, at its end.

Growing the record costs a read and two writes, however many events it grows by.
"""

import contextlib
from collections.abc import Generator

from sqlalchemy import Connection

from gateway.store import audit
from gateway.store.audit import Event

_WAITING = "events that wait"


@contextlib.contextmanager
def gathered(conn: Connection) -> Generator[None]:
    """Put what is noted inside the block on record when it ends; when it raises, nothing is."""
    waiting: list[Event] = []
    conn.info[_WAITING] = waiting
    try:
        yield
    finally:
        del conn.info[_WAITING]
    if waiting:
        audit.append_all(conn, waiting)


def note(conn: Connection, event: Event) -> None:
    """Put an event on record: with the others of its block, or at once where there is none."""
    waiting: list[Event] | None = conn.info.get(_WAITING)
    if waiting is None:
        audit.append_all(conn, [event])
    else:
        waiting.append(event)
