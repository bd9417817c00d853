"""The words of a batch of reports, kept for search a little behind it on PostgreSQL.

Their index is a quarter of what the server does for a report, and would be kept while the batch holds the
order of commits. A counter says up to which feed seq every report has its words, so that what a worker
leaves when it dies the next takes up. Whoever changes a report writes its words himself, erasing too, and
nothing here writes over them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, select

from gateway.store import counters, wording
from gateway.store.columns import table
from gateway.store.order import alone
from gateway.store.tables import Report, Wording

AT_ONCE = 500  # reports
_COUNTER = "worded"
_PLACE = 0x50_57_32
_REPORT, _WORDING = table(Report), table(Wording)
_SAME = and_(*(_REPORT.c[name] == _WORDING.c[name] for name in ("origin", "epoch", "seq")))
_NEXT = (
    select(*(_REPORT.c[name] for name in ("origin", "epoch", "seq", "ref", "canonical", "unit", "feed_seq")))
    .add_columns(_WORDING.c.id)
    .outerjoin_from(_REPORT, _WORDING, _SAME)
    .where(_REPORT.c.feed_seq > bindparam("after"))
    .order_by(_REPORT.c.feed_seq)
    .limit(bindparam("most"))
)


class Missing(NamedTuple):
    """Reports without words, as far as the feed seq `upto`."""

    rows: Sequence[Mapping[str, Any]]
    upto: int


def at_once(conn: Connection) -> bool:
    """Say whether a batch's words are kept with it: SQLite's index is cheap, and its writer stands alone."""
    return conn.dialect.name == "sqlite"


def missing(conn: Connection, most: int = AT_ONCE) -> Missing | None:
    """Return the next reports that have no words; None when all have."""
    given = {"after": counters.last(conn, _COUNTER), "most": most}
    found = conn.execute(_NEXT, given).mappings().all()
    rows = [row for row in found if row["id"] is None]
    if not rows and len(found) < most:
        return None
    return Missing([dict(row) for row in rows], found[-1]["feed_seq"])


def keep(conn: Connection, found: Missing) -> bool:
    """Keep the words of what `missing` found; False when another worker is at it, and nothing was done."""
    if not alone(conn, _PLACE):
        return False
    wording.add_missing(conn, found.rows)
    counters.reach_to(conn, _COUNTER, found.upto)
    return True


def catch_up(conn: Connection) -> None:
    """Do all of it in the caller's transaction."""
    while (found := missing(conn)) is not None and keep(conn, found):
        pass
