"""A station behind the desk: it remembers what it was asked, and writes what the real one would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from gateway.desk.plugs import Station
from gateway.intake import byhand
from gateway.relay import versions
from gateway.relay.body import ReportBody
from gateway.store import counters, history, messages, officers, outbox, passages, reports
from gateway.store.keys import ReportKey
from gateway.store.tables import Message
from hardware.gsm.submit import measure


@dataclass
class PretendStation:
    """Remembers what the desk asked of the station, and writes what the real one would."""

    seen: list[tuple[str, str]] = field(default_factory=list)
    invited: list[tuple[str, str]] = field(default_factory=list)

    def release(self, conn: Connection, key: ReportKey, partner: str, by: str, at: datetime) -> None:
        report = reports.get(conn, key)
        assert report is not None
        passages.begin(conn, partner, key, report.version, at=at, why=f"released by {by}")
        history.note(conn, key, at, by, "released", {"partner": partner})

    def tell_seen(self, conn: Connection, key: ReportKey, by: str, at: datetime) -> None:
        del conn, at
        self.seen.append((str(key), by))

    def ended(self, conn: Connection, key: ReportKey, state: str, by: str) -> None:
        del conn
        self.seen.append((str(key), f"{state} by {by}"))

    def reply(self, conn: Connection, key: ReportKey, text: str, by: str, at: datetime) -> None:
        del by
        source = reports.source(conn, key)
        assert source is not None
        outbox.queue(
            conn,
            tag=f"staff-{key}-{at.timestamp()}",
            bearer=source.bearer,
            to_kind=source.sender_kind,
            to=source.sender,
            text=text,
            precedence=2,
            created_at=at,
            **key.values(),
        )

    def preview(self, conn: Connection, key: ReportKey, partner: str) -> ReportBody | None:
        del partner
        report = reports.get(conn, key)
        assert report is not None
        goes = {name: value for name, value in report.fields.items() if name in ("items", "place", "action")}
        values: dict[str, Any] = {name: getattr(report, name) for name in ReportBody.model_fields}
        times = {"sent_at": _seconds(report.sent_at), "received_at": _seconds(report.received_at)}
        return ReportBody.model_construct(**{**values, **times, "fields": goes})

    def change(
        self, conn: Connection, key: ReportKey, how: versions.Change, values: Mapping[str, Any]
    ) -> None:
        filed = reports.get(conn, key)
        assert filed is not None
        was = {name: getattr(filed, name) for name in ("state", "canonical", "fields", "handling")}
        reports.amend(conn, key, **values)
        history.note(conn, key, how.at, how.actor, how.what, {"was": was, **how.detail})

    def recall(self, conn: Connection, key: ReportKey, partner: str, by: str, why: str, reason: str) -> bool:
        del reason
        passage = passages.get(conn, partner, key)
        if passage is None:
            return False
        reports.amend(conn, key)
        passages.begin(conn, partner, key, passage.version + 1, at=now(), why=f"recalled: {why}")
        history.note(conn, key, now(), by, "recalled", {"partner": partner, "why": why})
        return True

    def tell(self, conn: Connection, key: ReportKey, by: str, at: datetime) -> bool:
        self.reply(conn, key, "as it stands now", by, at)
        return True

    def measure(self, conn: Connection, key: ReportKey, text: str) -> int:
        return 0 if reports.source(conn, key) is None else measure(text)

    def decode(self, conn: Connection, message: Message, reading: byhand.Reading) -> ReportKey:
        key = ReportKey("MSI", 1, counters.take(conn, "report"))
        fixes = [one.to_json() for one in byhand.corrections(reading.machine, reading.report)]
        told = {"type": reading.report.type, "fields": dict(reading.report.fields), "edition": 1}
        fixed = {"ref": f"K{key.seq:03d}-P", "precedence": 2, "state": "new", "version": 1, "handling": "C"}
        when = {"sent_at": message.sent_at, "received_at": message.received_at, "corrections": fixes}
        where = {"provenance": message.provenance, "agency": "", "unit": "", "canonical": reading.canonical}
        reports.file(conn, {**key.values(), **told, **fixed, **when, **where, "feed_seq": 1})
        messages.change(conn, message.id or 0, outcome="flagged", **key.values())
        detail = {"by": reading.by, "message": message.id}
        history.note(conn, key, reading.at, reading.role, byhand.DECODED, detail)
        return key

    def write(self, conn: Connection, message: Message, text: str, at: datetime, most: int) -> int:
        size = measure(text) if message.sender.startswith("+") else 0
        if 0 < size <= most:
            outbox.queue(
                conn,
                tag=f"staff-m{message.id}-{at.timestamp()}",
                bearer=message.bearer,
                to_kind=message.sender_kind,
                to=message.sender,
                text=text,
                precedence=2,
                message_id=message.id,
                created_at=at,
            )
        return size

    def invite(self, conn: Connection, reach_id: int, number: str, language: str, at: datetime) -> bool:
        officers.change_reach(conn, reach_id, code="4821", asked_at=at)
        self.invited.append((number, language))
        return True

    def plugs(self) -> Station:
        return Station(
            self.release,
            self.tell_seen,
            self.ended,
            self.reply,
            self.preview,
            self.change,
            self.recall,
            self.tell,
            self.measure,
            self.invite,
            self.decode,
            self.write,
        )


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def now() -> datetime:
    return datetime.now(UTC)
