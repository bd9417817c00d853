"""Notices: what staff must know of the station itself, the latest by name."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from gateway.store.columns import table
from gateway.store.rows import many, upsert
from gateway.store.tables import Notice

_NOTICE = table(Notice)


def post(conn: Connection, name: str, at: datetime, level: str, sentence: str) -> None:
    """Put up a notice, or put it up anew with another time and sentence."""
    rest = {"at": at, "level": level, "sentence": sentence}
    new = upsert(conn, _NOTICE).values(name=name, **rest)
    conn.execute(new.on_conflict_do_update(index_elements=["name"], set_=rest))


def clear(conn: Connection, name: str) -> bool:
    """Take a notice down; False when it was not up."""
    return conn.execute(delete(_NOTICE).where(_NOTICE.c.name == name)).rowcount > 0


def standing(conn: Connection) -> list[Notice]:
    """Return all notices that are up, newest first."""
    return many(conn, Notice, select(_NOTICE).order_by(_NOTICE.c.at.desc(), _NOTICE.c.name))
