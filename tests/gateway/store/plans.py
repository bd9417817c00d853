"""What SQLite says of how it will find the rows of each statement that a work runs."""

from typing import Any

from sqlalchemy import Connection, event

from gateway.store.batch import Work
from gateway.store.store import Store


def plans(store: Store, work: Work[Any]) -> list[str]:
    """Run `work` and return a line for each table that its statements look into."""
    found: list[str] = []

    def explain(conn: Connection, _: object, statement: str, given: Any, *__: object) -> None:  # noqa: ANN401  # the driver's
        rows = conn.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
        found.extend(row[3] for row in rows)

    def watched(conn: Connection) -> None:
        event.listen(conn, "before_cursor_execute", explain)
        work(conn)

    store.read_now(watched)
    return found
