"""Reports: filed once, amended in place, found by key, by reference, by author and by queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Update, and_, bindparam, insert, or_, select, tuple_, update

from gateway.store import bulk, worded, wording
from gateway.store.columns import table
from gateway.store.keys import ReportKey, same, this
from gateway.store.rows import many, one
from gateway.store.tables import Message, Report, Source

_REPORT = table(Report)
_SOURCE = table(Source)
_KEY = ("origin", "epoch", "seq")
_NAME = (_REPORT.c.origin, _REPORT.c.epoch, _REPORT.c.seq)
_ADD_SOURCE = insert(_SOURCE)
_SAID = select(table(Message).c.text).where(table(Message).c.id == bindparam("of_id"))
_GET = select(_REPORT).where(this(_REPORT))
_SOURCE_OF = select(_SOURCE).where(this(_SOURCE))
_OWN = and_(*(_REPORT.c[name] == _SOURCE.c[name] for name in _KEY))
_RECENT_OF = (
    select(_REPORT)
    .select_from(_REPORT.join(_SOURCE, _OWN))
    .where(_SOURCE.c.sender == bindparam("of_sender"), _SOURCE.c.sender_kind == bindparam("of_kind"))
    .where(_REPORT.c.received_at >= bindparam("since"))
    .order_by(_REPORT.c.received_at.desc(), _REPORT.c.seq.desc())
)
_OPEN_SOS = and_(_REPORT.c.type == "SOS", _REPORT.c.state == "new")
_SAID_BEFORE = _RECENT_OF.where(or_(_REPORT.c.canonical == bindparam("words"), _OPEN_SOS))
_OF_TYPE = _RECENT_OF.where(_REPORT.c.type == bindparam("of_type")).limit(bindparam("most"))


class Standing(NamedTuple):
    """How a report stands here: its version, whether it is in hand, what it says, what is unseen."""

    version: int
    state: str
    precedence: int
    handling: str
    unseen: str | None
    fields: dict[str, Any]


def file(conn: Connection, values: dict[str, Any], source: dict[str, Any] | None = None) -> bool:
    """File one report; False when there is one of that key already, and then nothing is changed.

    `values` are columns of `Report`; `source` those of `Source` without the key, None for a partner's.
    """
    key = ReportKey(*(values[name] for name in _KEY))
    said = "" if source is None else conn.execute(_SAID, {"of_id": source["message_id"]}).scalar()
    if not _file(conn, [values])[0]:
        return False
    wording.add_all(conn, [values], {key: said or ""})
    if source is not None:
        conn.execute(_ADD_SOURCE, {**key.values(), **source})
    return True


def file_all(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[bool]:
    """File a set of reports that name the same columns; return for each whether it is new.

    Search finds them when their words are kept too, which may be behind this: see `worded`.
    """
    new = _file(conn, rows)
    if worded.at_once(conn):
        wording.add_all(conn, [row for row, first in zip(rows, new, strict=True) if first], {})
    return new


def _file(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[bool]:
    filed = {ReportKey(*row) for row in bulk.keep_new(conn, _REPORT, rows, _KEY)}
    return [_taken(filed, ReportKey(row["origin"], row["epoch"], row["seq"])) for row in rows]


def _taken(filed: set[ReportKey], key: ReportKey) -> bool:
    if key not in filed:
        return False
    filed.remove(key)
    return True


def get(conn: Connection, key: ReportKey) -> Report | None:
    return one(conn, Report, _GET, key.named())


def standing(conn: Connection, keys: Sequence[ReportKey]) -> dict[ReportKey, Standing]:
    """Return how those of a set that are known stand."""
    c = _REPORT.c
    told = (c.version, c.state, c.precedence, c.handling, c.unseen, c.fields)
    query = select(*_NAME, *told).where(tuple_(*_NAME).in_(list(keys)))
    return {ReportKey(*row[:3]): Standing(*row[3:]) for row in conn.execute(query)} if keys else {}


def source(conn: Connection, key: ReportKey) -> Source | None:
    """Return who sent it; the caller writes each reading into the audit log."""
    return one(conn, Source, _SOURCE_OF, key.named())


def amend(conn: Connection, key: ReportKey, **values: Any) -> bool:  # noqa: ANN401  # columns of Report
    """Write other content and count the version up; False when there is no such report."""
    change = update(_REPORT).where(same(_REPORT, key)).values(**values, version=_REPORT.c.version + 1)
    return _changed(conn, change, key)


def replace(conn: Connection, key: ReportKey, version: int, **values: Any) -> bool:  # noqa: ANN401  # the same
    """Take a partner's later version of a report; False when ours is as late or there is none."""
    older = _REPORT.c.version < version
    change = update(_REPORT).where(same(_REPORT, key), older).values(**values, version=version)
    return _changed(conn, change, key)


def fill(conn: Connection, key: ReportKey, **values: Any) -> bool:  # noqa: ANN401  # the same
    """Put in what this version held all along and was not known here; False when there is no such report."""
    return _changed(conn, update(_REPORT).where(same(_REPORT, key)).values(**values), key)


def _changed(conn: Connection, change: Update, key: ReportKey) -> bool:
    """Run a change of what a report says, and write its words anew."""
    if conn.execute(change).rowcount == 0:
        return False
    wording.renew(conn, [key])
    return True


def set_state(conn: Connection, key: ReportKey, state: str, *, was: Sequence[str] = ()) -> bool:
    """Move a report to `state`; with `was`, only out of these, so that the first of two wins."""
    change = update(_REPORT).where(same(_REPORT, key)).values(state=state)
    change = change.where(_REPORT.c.state.in_(was)) if was else change
    return conn.execute(change).rowcount > 0


def claim(conn: Connection, key: ReportKey, who: str | None, *, was: str | None = None) -> bool:
    """Name who has it in hand (None gives it back); only if it was in the hands of `was`."""
    change = update(_REPORT).where(same(_REPORT, key), _REPORT.c.claimed_by.is_not_distinct_from(was))
    return conn.execute(change.values(claimed_by=who)).rowcount > 0


def notice(conn: Connection, key: ReportKey, unseen: str | None) -> bool:
    """Say what of a report waits to be looked at; None when somebody has, False when nothing waited."""
    change = update(_REPORT).where(same(_REPORT, key), _REPORT.c.unseen.is_distinct_from(unseen))
    return conn.execute(change.values(unseen=unseen)).rowcount > 0


def take(conn: Connection, key: ReportKey, by: str | None) -> bool:
    """Keep which role has a partner's report in hand at its own office; None when nobody has any more."""
    change = update(_REPORT).where(same(_REPORT, key)).values(taken_by=by)
    return conn.execute(change).rowcount > 0


def recent_of(conn: Connection, sender_kind: str, sender: str, since: datetime) -> list[Report]:
    """Return what a sender reported since then, newest first."""
    return many(conn, Report, _RECENT_OF, {"of_sender": sender, "of_kind": sender_kind, "since": since})


def said_before(conn: Connection, sender_kind: str, sender: str, since: datetime, words: str) -> list[Report]:
    """Return what a sender reported since then in the same canonical words, and his open distress."""
    who = {"of_sender": sender, "of_kind": sender_kind, "since": since}
    return many(conn, Report, _SAID_BEFORE, {**who, "words": words})


def recent_of_type(
    conn: Connection, sender_kind: str, sender: str, since: datetime, kind: str, most: int
) -> list[Report]:
    """Return the newest reports of one type that a sender made since then, at most so many."""
    who = {"of_sender": sender, "of_kind": sender_kind, "since": since}
    return many(conn, Report, _OF_TYPE, {**who, "of_type": kind, "most": most})


def changed(conn: Connection, since: int, limit: int = 1000) -> list[Report]:
    """Return reports in the order they last changed, after the feed seq `since`: for exports."""
    query = select(_REPORT).where(_REPORT.c.feed_seq > since).order_by(_REPORT.c.feed_seq)
    return many(conn, Report, query.limit(limit))


def merge(conn: Connection, key: ReportKey, into: str | None) -> None:
    """Say which report this one tells of again, by its key; None parts them."""
    conn.execute(update(_REPORT).where(same(_REPORT, key)).values(merged_into=into))
