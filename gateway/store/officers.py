"""The roster: officers, how they are reached, and what was taken over from the config."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from gateway.store.columns import table
from gateway.store.rows import keep_first, many, one
from gateway.store.tables import Enrolled, Listed, Reach
from gateway.store.wake import touch

ROSTER: Final = "roster"  # the topic of whoever keeps the roster at hand
_OFFICER, _REACH, _LISTED = table(Enrolled), table(Reach), table(Listed)
_LIST = keep_first(_LISTED, ["mark"], ["mark"])


def add(conn: Connection, **values: Any) -> int:  # noqa: ANN401  # columns of Enrolled
    """Enrol an officer: name and made_at at least; return his number here."""
    touch(conn, ROSTER)
    fixed = {"unit": "", "agency": "", "language": "en", **values}
    return conn.execute(insert(_OFFICER).returning(_OFFICER.c.id), fixed).scalar_one()


def change(conn: Connection, officer: int, **values: Any) -> None:  # noqa: ANN401  # the same
    touch(conn, ROSTER)
    conn.execute(update(_OFFICER).where(_OFFICER.c.id == officer).values(**values))


def get(conn: Connection, officer: int) -> Enrolled | None:
    return one(conn, Enrolled, select(_OFFICER).where(_OFFICER.c.id == officer))


def everyone(conn: Connection) -> list[Enrolled]:
    """Return the officers on the roster by name, without those who have left."""
    query = select(_OFFICER).where(_OFFICER.c.retired_at.is_(None))
    return many(conn, Enrolled, query.order_by(_OFFICER.c.name, _OFFICER.c.id))


def reaches(conn: Connection, officer: int | None = None) -> list[Reach]:
    """Return the numbers and call signs of one officer, or of everyone, in the order they were added."""
    query = select(_REACH).order_by(_REACH.c.id)
    return many(conn, Reach, query if officer is None else query.where(_REACH.c.officer_id == officer))


def reached_by(conn: Connection, kind: str, value: str) -> list[Reach]:
    """Return whose a number or call sign is."""
    query = select(_REACH).where(_REACH.c.kind == kind, _REACH.c.value == value)
    return many(conn, Reach, query.order_by(_REACH.c.id))


def reach(conn: Connection, **values: Any) -> int:  # noqa: ANN401  # columns of Reach
    """Give an officer a number or call sign: officer_id, kind, value at least; return its own number."""
    touch(conn, ROSTER)
    fixed = {"code": "", "confirmed_by": "", **values}
    return conn.execute(insert(_REACH).returning(_REACH.c.id), fixed).scalar_one()


def change_reach(conn: Connection, reach_id: int, **values: Any) -> None:  # noqa: ANN401  # the same
    touch(conn, ROSTER)
    conn.execute(update(_REACH).where(_REACH.c.id == reach_id).values(**values))


def drop(conn: Connection, officer: int, reach_id: int | None = None) -> int:
    """Take a number or call sign from an officer, or all of his; return how many."""
    touch(conn, ROSTER)
    mine = _REACH.c.officer_id == officer
    which = mine if reach_id is None else mine & (_REACH.c.id == reach_id)
    return conn.execute(delete(_REACH).where(which)).rowcount


def listed(conn: Connection) -> set[bytes]:
    """Return the marks of what was taken over from the config."""
    return {bytes(mark) for mark in conn.execute(select(_LISTED.c.mark)).scalars()}


def list_(conn: Connection, mark: bytes, at: datetime) -> bool:
    """Note that an officer of the config was taken over; False when he was already."""
    return conn.execute(_LIST(conn), {"mark": mark, "at": at}).first() is not None


def unlist(conn: Connection, mark: bytes) -> None:
    """Forget a mark that another stands for now."""
    conn.execute(delete(_LISTED).where(_LISTED.c.mark == mark))


def named(conn: Connection, name: str) -> list[Enrolled]:
    """Return the officers on the roster who bear a name."""
    query = select(_OFFICER).where(_OFFICER.c.name == name, _OFFICER.c.retired_at.is_(None))
    return many(conn, Enrolled, query)
