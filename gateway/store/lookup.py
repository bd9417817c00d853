"""Looking things up in the record: by who, what and when, the newest first."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Audit

_AUDIT = table(Audit)


class Asked(NamedTuple):
    """What of the record is asked for; `until` is left out.

    `what` is a piece of an action or its subject, `deeds` are actions that mean the same.
    """

    who: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    deeds: tuple[str, ...] = ()


def find(conn: Connection, asked: Asked, most: int) -> list[Audit]:
    """Return the newest rows that fit, those before row `before` when it is given."""
    c, query = _AUDIT.c, select(_AUDIT).order_by(_AUDIT.c.seq.desc()).limit(most)
    if asked.who:
        query = query.where(c.actor == asked.who)
    if asked.what:
        pieces = [one.icontains(asked.what, autoescape=True) for one in (c.action, c.subject)]
        begun = [c.action.startswith(one, autoescape=True) for one in asked.deeds]
        query = query.where(or_(*pieces, *begun))
    if asked.since is not None:
        query = query.where(c.at >= asked.since)
    if asked.until is not None:
        query = query.where(c.at < asked.until)
    if asked.before is not None:
        query = query.where(c.seq < asked.before)
    return many(conn, Audit, query)
