"""An office's alarm, as its hub keeps it: our siren, a notice while nobody there takes it, and who has.

The report itself may be waiting there for a person's release. Until it comes, its type and its place stand
for it here, as version 0, which any version of its own replaces.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.kit import Kit
from gateway.relay.body import AlarmBody, ReceiptBody
from gateway.store import feed, history, notices, reports
from gateway.store.keys import ReportKey
from hardware.sentence import Sentence


def take(conn: Connection, kit: Kit, body: AlarmBody, now: datetime) -> None:
    """Keep the word and raise the alarm here."""
    partner = kit.partner(body.origin)
    since = datetime.fromtimestamp(body.received_at, UTC)
    reports.file(conn, _values(kit, body, now))
    reports.take(conn, body.key, None)
    history.note(conn, body.key, now, body.origin, "nobody takes it", {})
    feed.add(conn, "report", now, body.key)
    sentence = Sentence(
        "{office}: nobody has taken {report} since {at}. Call that office.",
        office=partner.name if partner else body.origin,
        report=f"{body.type} {body.ref}",
        at=since,
    )
    notices.post(conn, _notice(body.key), now, "fault", sentence)


def taken(conn: Connection, receipt: ReceiptBody, now: datetime) -> None:
    """Silence the siren here: its own people have it in hand."""
    key = receipt.key
    if reports.take(conn, key, receipt.by):
        notices.clear(conn, _notice(key))
        history.note(conn, key, now, receipt.origin, "claimed", {"by": receipt.by})
        feed.add(conn, "report", now, key)


def _notice(key: ReportKey) -> str:
    return f"alarm {key}"


def _values(kit: Kit, body: AlarmBody, now: datetime) -> dict[str, object]:
    known = body.place if body.place in kit.book.places else None
    return {
        **body.key.values(),
        "ref": body.ref,
        "type": body.type,
        "fields": {"place": known} if known else {},
        "canonical": f"{body.type} {known}" if known else body.type,
        "edition": kit.book.edition,
        "precedence": Precedence.FLASH.value,
        "state": "new",
        "version": 0,
        "provenance": "D",
        "handling": "C",
        "place": known,
        "corrections": [],
        "sent_at": None,
        "received_at": now,
    }
