"""What `export` prints of a report: an allowlist, the same id in every office, the source only on demand."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gateway.store import audit, reports
from gateway.store.keys import ReportKey
from gateway.store.tables import Report, Source

_PAGE = 500


def rows(conn: Connection, since: int, *, with_source: bool) -> Iterator[dict[str, Any]]:
    """Yield every report that changed after feed seq `since`, in the order of its last change."""
    while page := reports.changed(conn, since, _PAGE):
        for report in page:
            yield _row(report) | (_source(conn, report) if with_source else {})
        since = page[-1].feed_seq


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
