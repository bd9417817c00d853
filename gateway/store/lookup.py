"""Looking things up in the record: by who, what and when, the newest first."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Audit

_AUDIT = table(Audit)


class Asked(NamedTuple):
    """What of the record is asked for; `what` is a piece of an action or its subject, `until` is left out."""

    who: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def find(conn: Connection, asked: Asked, most: int) -> list[Audit]:
    """Return the newest rows that fit, those before row `before` when it is given."""
    c, query = _AUDIT.c, select(_AUDIT).order_by(_AUDIT.c.seq.desc()).limit(most)
    if asked.who:
        query = query.where(c.actor == asked.who)
    if asked.what:
        piece = asked.what
        query = query.where(
            c.action.icontains(piece, autoescape=True) | (c.subject.icontains(piece, autoescape=True))
        )
    if asked.since is not None:
        query = query.where(c.at >= asked.since)
    if asked.until is not None:
        query = query.where(c.at < asked.until)
    if asked.before is not None:
        query = query.where(c.seq < asked.before)
    return many(conn, Audit, query)
