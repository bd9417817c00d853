"""What leaves the office of a report: an allowlist, the same id in every office, the source only on demand.

The command prints these rows as JSON lines; the console writes the same ones as CSV or GeoJSON.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, tuple_

from gateway.store import audit, reports
from gateway.store.columns import table
from gateway.store.keys import ReportKey, key_of
from gateway.store.rows import many
from gateway.store.tables import Report, Source

_PAGE = 500
_REPORT = table(Report)
_ORDER = (_REPORT.c.origin, _REPORT.c.epoch, _REPORT.c.seq)


def rows(conn: Connection, since: int, *, with_source: bool) -> Iterator[dict[str, Any]]:
    """Yield every report that changed after feed seq `since`, in the order of its last change."""
    while page := reports.changed(conn, since, _PAGE):
        for report in page:
            yield _row(report) | (_source(conn, report) if with_source else {})
        since = page[-1].feed_seq


def found(
    conn: Connection, which: Sequence[ColumnElement[bool]], after: ReportKey | None = None
) -> list[tuple[ReportKey, dict[str, Any]]]:
    """Return a page of the reports that meet all conditions, after the report `after`, each with its name.

    The order is that of their names, so that a report that changes meanwhile is neither lost nor doubled.
    """
    later = () if after is None else (tuple_(*_ORDER) > tuple_(*after),)
    query = select(_REPORT).where(*which, *later).order_by(*_ORDER).limit(_PAGE)
    return [(key_of(report), _row(report)) for report in many(conn, Report, query)]


def record_sources(conn: Connection, at: datetime, user: str) -> None:
    """Write into the audit log that somebody reads who sent what, before he does."""
    audit.append(conn, at, user, "exported sources", "all reports")


def _row(report: Report) -> dict[str, Any]:
    return {
        "id": str(ReportKey(report.origin, report.epoch, report.seq)),
        "ref": report.ref,
        "type": report.type,
        "fields": report.fields,
        "state": report.state,
        "provenance": report.provenance,
        "received_at": report.received_at.isoformat(),
        "feed_seq": report.feed_seq,
    }


def _source(conn: Connection, report: Report) -> dict[str, Any]:
    found: Source | None = reports.source(conn, ReportKey(report.origin, report.epoch, report.seq))
    return {"source": None if found is None else {"officer": found.officer, "sender": found.sender}}
