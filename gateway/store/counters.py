"""Counters: numbers given out inside a transaction, so that none is given twice and none is skipped."""

from typing import Any

from sqlalchemy import Connection, Insert, bindparam, select

from gateway.store.columns import table
from gateway.store.rows import built, keep_last
from gateway.store.tables import Counter

_COUNTER = table(Counter)
_SET = keep_last(_COUNTER, ["name"])
_VALUE = select(_COUNTER.c.value).where(_COUNTER.c.name == bindparam("name"))


def _adding(insert: Any) -> Insert:  # noqa: ANN401  # either engine's own
    new = insert(_COUNTER)
    more = {"value": _COUNTER.c.value + new.excluded.value}
    return new.on_conflict_do_update(index_elements=["name"], set_=more).returning(_COUNTER.c.value)


def _stepping(insert: Any) -> Insert:  # noqa: ANN401  # the same
    new = insert(_COUNTER)
    change = {"index_elements": ["name"], "set_": {"value": new.excluded.value}}
    return new.on_conflict_do_update(**change, where=_COUNTER.c.value == new.excluded.value - 1).returning(
        _COUNTER.c.value
    )


_TAKE, _STEP = built(_adding), built(_stepping)


def take(conn: Connection, name: str, n: int = 1) -> int:
    """Take `n` numbers from the counter and return the first of them; counting starts at 1."""
    last: int = conn.execute(_TAKE(conn), {"name": name, "value": n}).scalar_one()
    return last - n + 1


def step(conn: Connection, name: str, was: int) -> bool:
    """Count on from `was`; False when somebody else has counted meanwhile."""
    return conn.execute(_STEP(conn), {"name": name, "value": was + 1}).first() is not None


def last(conn: Connection, name: str) -> int:
    """Return the last number that was given out; 0 when none was."""
    found = conn.execute(_VALUE, {"name": name}).scalar_one_or_none()
    return 0 if found is None else found


def reach_to(conn: Connection, name: str, number: int) -> None:
    """See to it that the counter gives out no number up to this one any more."""
    if last(conn, name) < number:
        conn.execute(_SET(conn), {"name": name, "value": number})


def beginning(conn: Connection, words: str) -> dict[str, int]:
    """Return the counters whose names begin so."""
    c = _COUNTER.c
    rows = conn.execute(select(c.name, c.value).where(c.name.startswith(words, autoescape=True)))
    return {row.name: row.value for row in rows}


def epoch(conn: Connection) -> int:
    """Return the epoch this office numbers its reports in: 1, until a restore begins another."""
    found = conn.execute(_VALUE, {"name": "epoch"}).scalar_one_or_none()
    return 1 if found is None else found


def begin_epoch(conn: Connection, number: int) -> None:
    """Begin the epoch `number`, which must be higher than any this office ever used."""
    if number <= epoch(conn):
        raise ValueError(f"epoch {number} has been used")
    conn.execute(_SET(conn), {"name": "epoch", "value": number})
