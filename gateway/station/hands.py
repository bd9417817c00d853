"""The station's hands for the desk: what staff decide, done inside the transaction that records it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from codes.precedence import Precedence
from codes.report import Decoded, Outcome, Report
from codes.talk.reply import notice, reply
from gateway.desk.plugs import Station
from gateway.intake import byhand
from gateway.kit import Kit, Voice
from gateway.outbox import replies
from gateway.relay import versions
from gateway.relay.body import ReportBody
from gateway.relay.recall import recall, renew
from gateway.relay.release import CANCELLED, body_of, release, tell_origin, tell_taken
from gateway.senders import enrolment
from gateway.store import outbox, reports
from gateway.store.keys import ReportKey
from gateway.store.tables import Message, Source


@dataclass(frozen=True, slots=True)
class _Hands:
    """What `gateway.desk.plugs` promises, for the station that owns `kit`."""

    kit: Kit

    def release(self, conn: Connection, key: ReportKey, partner: str, by: str, at: datetime) -> None:
        del at
        renew(conn, self.kit, key, partner, by=by)
        release(conn, self.kit, key, partner, by=by, why=f"released by {by}")

    def seen(self, conn: Connection, key: ReportKey, by: str, at: datetime) -> None:
        del at
        tell_origin(conn, self.kit, key, "seen", by=by)
        tell_taken(conn, self.kit, key, by=by)

    def ended(self, conn: Connection, key: ReportKey, state: str, by: str) -> None:
        tell_origin(conn, self.kit, key, state, by=by)

    def preview(self, conn: Connection, key: ReportKey, partner: str) -> ReportBody | None:
        report = reports.get(conn, key)
        return None if report is None else body_of(self.kit, report, partner)

    def change(
        self, conn: Connection, key: ReportKey, how: versions.Change, values: Mapping[str, Any]
    ) -> None:
        filed = reports.get(conn, key)
        if filed is not None:
            versions.change(conn, self.kit, filed, how, **values)

    def recall(self, conn: Connection, key: ReportKey, partner: str, by: str, why: str, reason: str) -> bool:
        return recall(conn, self.kit, key, partner, by=by, why=why, reason=reason)

    def reply(self, conn: Connection, key: ReportKey, text: str, by: str, at: datetime) -> None:
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

    def write(self, conn: Connection, message: Message, text: str, at: datetime, most: int) -> int:
        reach = replies.answerable(message.sender_kind, message.sender)
        voice = self.kit.voices.get(message.bearer) if reach else None
        size, number = 0 if voice is None else voice.measure(text), message.id or 0
        if 0 < size <= most:
            outbox.queue(
                conn,
                tag=f"staff-m{number}-{len(outbox.of_message(conn, number)) + 1}",
                bearer=message.bearer,
                to_kind=message.sender_kind,
                to=message.sender,
                text=text,
                precedence=Precedence.PRIORITY.value,
                message_id=number,
                created_at=at,
            )
        return size

    def tell(self, conn: Connection, key: ReportKey, by: str, at: datetime) -> bool:
        source, report = reports.source(conn, key), reports.get(conn, key)
        voice = self._voice(source)
        if source is None or report is None or voice is None:
            return False
        book, language = self.kit.book, source.language
        if report.state == CANCELLED:
            text = notice("cancelled", report.ref, book, language)
        else:
            stands = Report(report.type, report.fields)
            decoded = Decoded(Outcome.ACCEPTED, stands, report.edition, canonical=report.canonical)
            text = reply(decoded, report.ref, book, language, voice.measure, zone=self.kit.zone)
        self.reply(conn, key, text, by, at)
        return True

    def decode(self, conn: Connection, message: Message, reading: byhand.Reading) -> ReportKey:
        return byhand.file(conn, self.kit, message, reading)

    def measure(self, conn: Connection, key: ReportKey, text: str) -> int:
        voice = self._voice(reports.source(conn, key))
        return 0 if voice is None else voice.measure(text)

    def _voice(self, source: Source | None) -> Voice | None:
        """Return the bearer that reaches a sender; none for a machine, or where it was taken away since."""
        if source is None or not replies.answerable(source.sender_kind, source.sender):
            return None
        return self.kit.voices.get(source.bearer)

    def invite(self, conn: Connection, reach_id: int, number: str, language: str, at: datetime) -> bool:
        return enrolment.invite(conn, self.kit, reach_id, number, language, at)


def hands(kit: Kit) -> Station:
    """Return what the desk may ask of the station that owns `kit`."""
    own = _Hands(kit)
    return Station(
        release=own.release,
        seen=own.seen,
        ended=own.ended,
        reply=own.reply,
        preview=own.preview,
        change=own.change,
        recall=own.recall,
        tell=own.tell,
        measure=own.measure,
        invite=own.invite,
        decode=own.decode,
        write=own.write,
    )
