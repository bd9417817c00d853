"""PostgreSQL as the store uses it: COMMIT waits for the disk, readers see one moment and cannot write."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from gateway.store.timed import SILENCE, STATEMENT_S, Timed
from gateway.store.use import READERS, Use

# A worker that hangs inside a transaction must not hold the others for ever; see `patience` for who may.
_SESSION = {
    "TimeZone": "UTC",
    "synchronous_commit": "on",
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
    "statement_timeout": f"{STATEMENT_S}s",
}


def open_postgres(url: URL, use: Use) -> Engine:
    """Return an engine through psycopg; one connection for a writer, a few for readers.

    Whoever makes the schema over, or makes room, takes as long as it takes.
    """
    session = _SESSION | ({"statement_timeout": "0"} if use is Use.MIGRATE else {})
    options = " ".join(f"-c {name}={value}" for name, value in session.items())
    given: dict[str, Any] = {**SILENCE, "options": options, "application_name": "patrolwire"}
    more: dict[str, Any] = {}
    if use is Use.READ:
        more = {"isolation_level": "REPEATABLE READ", "execution_options": {"postgresql_readonly": True}}
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=given,
        poolclass=QueuePool,
        hide_parameters=True,  # an error is logged, and what it was about is not
        pool_size=READERS if use is Use.READ else 1,
        max_overflow=0,
        **more,
    )
    if use is not Use.MIGRATE:
        event.listen(engine, "do_connect", _timed)
    return engine


def _timed(_dialect: object, _record: object, given: list[Any], named: dict[str, Any]) -> Timed:
    return Timed.connect(*given, **named)
