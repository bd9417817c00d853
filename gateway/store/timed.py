"""A connection to PostgreSQL that waits no longer for an answer than the server would take to refuse one.

TCP notices a host that is gone, but not a server that stands still: its kernel goes on saying that all came.
"""

import time
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen

STATEMENT_S: Final = 60  # what the server allows one statement
ANSWER_S: Final = STATEMENT_S + 15.0
# Who waits for a host that fell silent without a word asks after 10 s, and gives it up 15 s later.
SILENCE: Final[dict[str, Any]] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # ms, for what was sent and nobody says that it came
}
_LOOK_S = 0.1
T = TypeVar("T")


class Timed(psycopg.Connection[Any]):
    """Closes itself when an answer did not come in time, so that the next try goes to whoever answers."""

    limit_s = ANSWER_S
    patient = False
    """Whether the work of this transaction may take as long as it takes."""

    def wait(self, gen: PQGen[T], interval: float = _LOOK_S, timeout: float | None = None) -> T:
        """Do as psycopg's own, which waits for ever where nobody says how long."""
        if self.patient or timeout is not None:
            return super().wait(gen, interval, timeout)
        begun = time.monotonic()
        try:
            return super().wait(gen, interval, self.limit_s)
        except psycopg.OperationalError:
            if time.monotonic() - begun >= self.limit_s:
                self.pgconn.finish()  # it may be anywhere in what was asked
            raise

    def commit(self) -> None:
        super().commit()
        self.patient = False

    def rollback(self) -> None:
        super().rollback()
        self.patient = False
