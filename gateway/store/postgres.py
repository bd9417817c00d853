"""PostgreSQL as the store uses it: COMMIT waits for the disk, readers see one moment and cannot write."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.pool import QueuePool

from gateway.store.use import READERS, Use

# A worker that hangs inside a transaction must not hold the others for ever.
_SESSION = {
    "TimeZone": "UTC",
    "synchronous_commit": "on",
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
}
_CONNECT_S = 10


def open_postgres(url: URL, use: Use) -> Engine:
    """Return an engine through psycopg; one connection for a writer, a few for readers."""
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    given: dict[str, Any] = {
        "options": options,
        "connect_timeout": _CONNECT_S,
        "application_name": "patrolwire",
    }
    more: dict[str, Any] = {}
    if use is Use.READ:
        more = {"isolation_level": "REPEATABLE READ", "execution_options": {"postgresql_readonly": True}}
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=given,
        poolclass=QueuePool,
        hide_parameters=True,  # an error is logged, and what it was about is not
        pool_size=READERS if use is Use.READ else 1,
        max_overflow=0,
        **more,
    )
