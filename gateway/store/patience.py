"""Work that takes as long as it takes: the server's limits, made for workers that hang, are lifted for it."""

from sqlalchemy import Connection, text

_LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")


def take_time(conn: Connection) -> None:
    """Let this one transaction run, and pause for a slow disk, for as long as it needs."""
    if conn.dialect.name == "postgresql":
        for limit in _LIMITS:
            conn.execute(text(f"SET LOCAL {limit} = 0"))
