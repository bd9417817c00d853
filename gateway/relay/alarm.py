"""An office's alarm that nobody there takes, as its hub keeps it: our siren, and a notice to call them.

The report itself may be waiting there for a person's release. Until it comes, its type and its place stand
for it here, as version 0, which any version of its own replaces.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.kit import Kit
from gateway.relay.body import AlarmBody
from gateway.store import feed, history, notices, reports
from hardware.sentence import Sentence


def take(conn: Connection, kit: Kit, body: AlarmBody, now: datetime) -> None:
    """Keep the word and raise the alarm here."""
    partner = kit.partner(body.origin)
    since = datetime.fromtimestamp(body.received_at, UTC)
    reports.file(conn, _values(kit, body, now))
    history.note(conn, body.key, now, body.origin, "nobody takes it", {})
    feed.add(conn, "report", now, body.key)
    sentence = Sentence(
        "{office}: nobody has taken {report} since {at}. Call that office.",
        office=partner.name if partner else body.origin,
        report=f"{body.type} {body.ref}",
        at=since,
    )
    notices.post(conn, f"alarm {body.key}", now, "fault", sentence)


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
