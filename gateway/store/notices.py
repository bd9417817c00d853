"""Notices: what staff must know of the station itself, the latest by name; and what each worker tells."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from gateway.store.columns import table
from gateway.store.rows import keep_last, many
from gateway.store.tables import Notice
from gateway.store.wake import touch
from hardware.sentence import NOTHING, Sentence

TOLD: Final = "notices of workers"  # the topic of whoever shows them
_OF, _SIGN = "of ", "sign"  # `of WORKER/NAME`; with no name, the worker's sign that it is there
_NOTICE = table(Notice)
_THEIRS = _NOTICE.c.name.startswith(_OF)
_CLEAR = delete(_NOTICE).where(_NOTICE.c.name == bindparam("of_name"))
_STANDING = select(_NOTICE).where(~_THEIRS).order_by(_NOTICE.c.at.desc(), _NOTICE.c.name)
_ALL_TOLD = select(_NOTICE).where(_THEIRS).order_by(_NOTICE.c.name)
_POST = keep_last(_NOTICE, ["name"])


class Told(NamedTuple):
    """When a worker last said that it is there, and (name, level, sentence) of each of its notices."""

    at: datetime
    notices: tuple[tuple[str, str, Sentence], ...]


def post(conn: Connection, name: str, at: datetime, level: str, sentence: Sentence) -> None:
    """Put up a notice, or put it up anew with another time and sentence."""
    conn.execute(_POST(conn), {"name": name, "at": at, "level": level, "sentence": sentence})


def clear(conn: Connection, name: str) -> bool:
    """Take a notice down; False when it was not up."""
    return conn.execute(_CLEAR, {"of_name": name}).rowcount > 0


def standing(conn: Connection) -> list[Notice]:
    """Return all notices that are up, newest first, but for those that workers tell each other."""
    return many(conn, Notice, _STANDING)


def tell(
    conn: Connection, worker: str, at: datetime, rows: Sequence[tuple[str, datetime, str, Sentence]]
) -> None:
    """Say that a worker is there, and that these (name, since, level, sentence) are all its notices."""
    forget(conn, worker)
    own = [("", at, _SIGN, NOTHING), *rows]
    names = ("name", "at", "level", "sentence")
    begin = f"{_OF}{worker}/"
    conn.execute(insert(_NOTICE), [dict(zip(names, (begin + row[0], *row[1:]), strict=True)) for row in own])


def forget(conn: Connection, worker: str) -> int:
    """Take down all that a worker told; return how many rows."""
    touch(conn, TOLD)
    mine = _NOTICE.c.name.startswith(f"{_OF}{worker}/", autoescape=True)
    return conn.execute(delete(_NOTICE).where(mine)).rowcount


def told(conn: Connection) -> dict[str, Told]:
    """Return what each worker tells."""
    found: dict[str, Told] = {}
    for row in many(conn, Notice, _ALL_TOLD):  # the sign of each sorts before its notices
        worker, _, name = row.name.removeprefix(_OF).partition("/")
        old = found.get(worker, Told(row.at, ()))
        one = (name, row.level, Sentence.of(row.sentence))
        found[worker] = old._replace(notices=(*old.notices, one)) if name else old
    return found
