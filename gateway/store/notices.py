"""Notices: what staff must know of the station itself, the latest by name."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from gateway.store.columns import table
from gateway.store.rows import keep_last, many
from gateway.store.tables import Notice

_NOTICE = table(Notice)
_CLEAR = delete(_NOTICE).where(_NOTICE.c.name == bindparam("of_name"))
_STANDING = select(_NOTICE).order_by(_NOTICE.c.at.desc(), _NOTICE.c.name)
_POST = keep_last(_NOTICE, ["name"])


def post(conn: Connection, name: str, at: datetime, level: str, sentence: str) -> None:
    """Put up a notice, or put it up anew with another time and sentence."""
    conn.execute(_POST(conn), {"name": name, "at": at, "level": level, "sentence": sentence})


def clear(conn: Connection, name: str) -> bool:
    """Take a notice down; False when it was not up."""
    return conn.execute(_CLEAR, {"of_name": name}).rowcount > 0


def standing(conn: Connection) -> list[Notice]:
    """Return all notices that are up, newest first."""
    return many(conn, Notice, _STANDING)
