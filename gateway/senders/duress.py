"""The silent alarm: an officer who was made to write is answered as ever, and the office knows.

The incident has no source, so nothing that answers, asks or tells an officer can ever reach his phone
through it; and it is filed after everything else of the message, so that the reply and its reference are
what they would have been. It goes to no partner by itself.
"""

import hashlib

from sqlalchemy import Connection

from codes import refs
from codes.precedence import Precedence
from gateway.incoming import Read
from gateway.kit import Kit
from gateway.store import audit, counters, feed, history, messages, reports, sheets
from gateway.store.keys import ReportKey

_SAYS = "DURESS: the code says that this officer is being forced. Do not call or text him about it."


def record(conn: Connection, kit: Kit, read: Read) -> None:
    """Keep what the code of a message said, and raise the silent alarm if it tells of duress."""
    proof, at = read.proof, read.incoming.received_at
    if not proof.standing:
        return
    key = _incident(conn, kit, read) if proof.duress else None
    values = {
        "message_id": read.message,
        "sheet_id": proof.sheet,
        "row": proof.row,
        "standing": proof.standing,
    }
    where = key.values() if key else {}
    sheets.note(conn, **values, officer=proof.owner or None, duress=proof.duress, at=at, **where)


def _incident(conn: Connection, kit: Kit, read: Read) -> ReportKey:
    at = read.incoming.received_at
    key = sheets.open_incident(conn, read.proof.owner)
    if key is None:
        number = counters.take(conn, "report")
        key = ReportKey(kit.code, counters.epoch(conn), number)
        reports.file(conn, {**key.values(), **_values(kit, read, number)})
    history.note(conn, key, at, "station", "duress", {"message": read.message})
    _point(conn, read, key)
    audit.append(conn, at, "station", "duress", str(key), hashlib.sha256(str(key).encode()).digest())
    feed.add(conn, "report", at, key)
    return key


def _point(conn: Connection, read: Read, incident: ReportKey) -> None:
    """Say it on the report that the message became, too, where staff may be reading."""
    found = messages.get(conn, read.message)
    if found and found.origin and found.epoch and found.seq:
        key, at = ReportKey(found.origin, found.epoch, found.seq), read.incoming.received_at
        history.note(conn, key, at, "station", "duress", {"incident": str(incident)})
        feed.add(conn, "report", at, key)


def _values(kit: Kit, read: Read, number: int) -> dict[str, object]:
    officer, report = kit.roster.named(read.proof.owner), read.decoded.report
    place = report.fields.get("place") if report else None
    stated = {"place": place} if isinstance(place, str) else {}
    return {
        "ref": refs.reference(number),
        "type": "SOS",
        "fields": {**stated, "text": _SAYS},
        "canonical": "SOS",
        "edition": kit.book.edition,
        "precedence": Precedence.FLASH.value,
        "state": "new",
        "version": 1,
        "provenance": read.proof.grade,
        "handling": "C",
        "place": stated.get("place"),
        "agency": officer.agency if officer else "",
        "unit": officer.unit if officer else "",
        "corrections": [],
        "sent_at": read.incoming.sent_at,
        "received_at": read.incoming.received_at,
    }
