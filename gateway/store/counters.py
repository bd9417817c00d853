"""Counters: numbers given out inside a transaction, so that none is given twice and none is skipped."""

from sqlalchemy import Connection, select

from gateway.store.columns import table
from gateway.store.rows import upsert
from gateway.store.tables import Counter

_COUNTER = table(Counter)


def take(conn: Connection, name: str, n: int = 1) -> int:
    """Take `n` numbers from the counter and return the first of them; counting starts at 1."""
    new = upsert(conn, _COUNTER).values(name=name, value=n)
    new = new.on_conflict_do_update(index_elements=["name"], set_={"value": _COUNTER.c.value + n})
    last: int = conn.execute(new.returning(_COUNTER.c.value)).scalar_one()
    return last - n + 1


def epoch(conn: Connection) -> int:
    """Return the epoch this office numbers its reports in: 1, until a restore begins another."""
    found = conn.execute(select(_COUNTER.c.value).where(_COUNTER.c.name == "epoch")).scalar_one_or_none()
    return 1 if found is None else found


def begin_epoch(conn: Connection, number: int) -> None:
    """Begin the epoch `number`, which must be higher than any this office ever used."""
    if number <= epoch(conn):
        raise ValueError(f"epoch {number} has been used")
    new = upsert(conn, _COUNTER).values(name="epoch", value=number)
    conn.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": number}))
