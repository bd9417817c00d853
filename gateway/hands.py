"""The station's hands for the desk: what staff decide, done inside the transaction that records it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gateway.desk.plugs import Station
from gateway.kit import Kit
from gateway.relay.release import body_of, release, tell_origin
from gateway.store import outbox, reports
from gateway.store.keys import ReportKey


def hands(kit: Kit) -> Station:
    """Return what the desk may ask of the station that owns `kit`."""

    def released(conn: Connection, key: ReportKey, partner: str, by: str, at: datetime) -> None:
        del at
        release(conn, kit, key, partner, by=by, why=f"released by {by}")

    def seen(conn: Connection, key: ReportKey, by: str, at: datetime) -> None:
        del at
        tell_origin(conn, kit, key, "seen", by=by)

    def preview(conn: Connection, key: ReportKey, partner: str) -> Mapping[str, Any]:
        report = reports.get(conn, key)
        return {} if report is None else body_of(kit, report, partner).fields

    return Station(release=released, seen=seen, reply=_reply, preview=preview)


def _reply(conn: Connection, key: ReportKey, text: str, by: str, at: datetime) -> None:
    del by
    source, report = reports.source(conn, key), reports.get(conn, key)
    if source is None or report is None:
        return
    number = len(outbox.of_report(conn, key)) + 1
    outbox.queue(
        conn,
        tag=f"staff-{key}-{number}",
        bearer=source.bearer,
        to_kind=source.sender_kind,
        to=source.sender,
        text=text,
        precedence=report.precedence,
        created_at=at,
        **key.values(),
    )
