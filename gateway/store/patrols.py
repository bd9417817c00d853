"""Patrols under way: the newest PATR report of each sender, his newest message, and how long he is silent."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, func, select

from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import keep_last, many
from gateway.store.tables import Message, Patrol, Report, Source

_REPORT, _SOURCE = table(Report), table(Source)
_MESSAGE, _PATROL = table(Message), table(Patrol)
_WATCH = keep_last(_PATROL, ["origin", "epoch", "seq"])
_LATEST = 2000
Sender = tuple[str, str]


class Said(NamedTuple):
    """A sender's newest word on his patrol."""

    report: Report
    sender: Sender


def newest(conn: Connection, office: str) -> list[Said]:
    """Return each sender's newest PATR report among the office's last 2,000; cancelled ones do not count."""
    r, s = _REPORT.c, _SOURCE.c
    recent = select(r.epoch, r.seq, r.type, r.state).where(r.origin == office)
    recent = recent.order_by(r.epoch.desc(), r.seq.desc()).limit(_LATEST).subquery()
    c = recent.c
    mine = and_(s.origin == office, s.epoch == c.epoch, s.seq == c.seq)
    query = select(c.epoch, c.seq, s.sender_kind, s.sender).join_from(recent, _SOURCE, mine)
    query = query.where(c.type == "PATR", c.state != "cancelled").order_by(c.epoch.desc(), c.seq.desc())
    found: dict[Sender, ReportKey] = {}
    for row in conn.execute(query):
        found.setdefault((row.sender_kind, row.sender), ReportKey(office, row.epoch, row.seq))
    return [Said(report, sender) for sender, key in found.items() for report in _of(conn, key)]


def last_message(conn: Connection, sender: Sender) -> int:
    """Return the number of the newest message of a sender, 0 when there is none."""
    c = _MESSAGE.c
    query = select(func.coalesce(func.max(c.id), 0)).where(c.sender == sender[1], c.sender_kind == sender[0])
    return conn.execute(query).scalar_one()


def watched(conn: Connection) -> list[Patrol]:
    return many(conn, Patrol, select(_PATROL))


def late(conn: Connection) -> Sequence[Report]:
    """Return the reports of the patrols that should have been heard of."""
    mine = and_(*(_REPORT.c[name] == _PATROL.c[name] for name in ReportKey._fields))
    query = select(_REPORT).join_from(_REPORT, _PATROL, mine).where(_PATROL.c.late.is_(True))
    return many(conn, Report, query.order_by(_REPORT.c.received_at))


def watch(conn: Connection, values: dict[str, Any]) -> None:
    """Write how long a patrol has been silent: the key, and columns of `Patrol`."""
    fixed: dict[str, Any] = {"silent_s": 0, "late": False, "missed": False}
    conn.execute(_WATCH(conn), {**fixed, **values})


def forget(conn: Connection, key: ReportKey) -> None:
    """Stop watching a patrol that is over, or goes by a newer report."""
    conn.execute(delete(_PATROL).where(same(_PATROL, key)))


def _of(conn: Connection, key: ReportKey) -> list[Report]:
    return many(conn, Report, select(_REPORT).where(same(_REPORT, key)))
