"""Work that takes as long as it takes: the server's limits, made for workers that hang, are lifted for it."""

from sqlalchemy import Connection, text

from gateway.store.timed import Timed

_LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")


def take_time(conn: Connection) -> None:
    """Let this one transaction run, and pause for a slow disk, for as long as it needs."""
    if conn.dialect.name == "postgresql":
        for limit in _LIMITS:
            conn.execute(text(f"SET LOCAL {limit} = 0"))
        driver = conn.connection.driver_connection
        if isinstance(driver, Timed):
            driver.patient = True
