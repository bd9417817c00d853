"""A part of a transaction that can be taken back by itself, unless it was the store that failed."""

import contextlib
from collections.abc import Generator

from sqlalchemy import Connection

from gateway.store.faults import of_the_store


@contextlib.contextmanager
def savepoint(conn: Connection, name: str) -> Generator[None]:
    """Take back what the block wrote when it raises, and let its error go on.

    When the store itself failed nothing is taken back: the whole transaction goes, and SQLite may have ended
    it already. `name` must differ from that of a savepoint around this one.
    """
    raw = conn.connection.cursor()  # past SQLAlchemy: it would cost more than a small work
    raw.execute(f"SAVEPOINT {name}")
    try:
        yield
    except Exception as error:
        if not of_the_store(error):
            raw.execute(f"ROLLBACK TO {name}")
            raw.execute(f"RELEASE {name}")
        raise
    raw.execute(f"RELEASE {name}")
