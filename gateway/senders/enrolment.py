"""Enrolment: what the store says of the officers, the config's taken over once, a phone confirmed by SMS.

The roster in the store is the one that counts. The officers that office.toml lists are taken over when a
station first sees them; afterwards the clerk changes and retires them, and the file is not asked again.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from codes.precedence import Precedence
from codes.report import Outcome
from codes.talk.reply import notice
from gateway.incoming import Incoming
from gateway.kit import Kit
from gateway.office.config import Officer
from gateway.office.keys import Keys
from gateway.office.roster import Known, places
from gateway.senders.taken import marks, plain
from gateway.store import audit, messages, officers, outbox
from gateway.store.tables import Enrolled, Reach
from hardware.bearer import AddressKind
from hardware.sentence import Sentence

_ANSWER = re.compile(r"\D{0,12}(\d{4})\D{0,5}")
_NOTE = Sentence("it confirms an enrolment")


def known(conn: Connection, config: Iterable[Officer], keys: Keys) -> list[Known]:
    """Return everybody on the roster with what is confirmed of him, and whom the config has beside it."""
    taken, by = officers.listed(conn), dict[int, list[Reach]]()
    for one in officers.reaches(conn):
        by.setdefault(one.officer_id, []).append(one)
    found = [
        Known(officer_of(row, mine := by.get(row.id, [])), _confirmed(mine))
        for row in officers.everyone(conn)
    ]
    return found + [Known(one, places(one)) for one in config if not _taken(one, taken, keys)]


def take_over(conn: Connection, config: Iterable[Officer], keys: Keys, at: datetime) -> int:
    """Put officers of the config on the roster who were never there before; return how many."""
    taken, new = officers.listed(conn), list[Officer]()
    for one in config:
        if officers.list_(conn, marks(one, keys)[0], at) and not _taken(one, taken, keys):
            new.append(one)
        officers.unlist(conn, plain(one))
    for one in new:
        values = {"name": one.name, "unit": one.unit, "agency": one.agency, "language": one.language}
        number = officers.add(conn, **values, made_at=at)
        for kind, value in places(one):
            sure = {"confirmed_at": at, "confirmed_by": "office.toml"}
            officers.reach(conn, officer_id=number, kind=kind.value, value=value, **sure)
        audit.append(conn, at, "station", "enrolled from office.toml", f"officer {number}")
    return len(new)


def _taken(officer: Officer, listed: set[bytes], keys: Keys) -> bool:
    return not listed.isdisjoint({*marks(officer, keys), plain(officer)})


def officer_of(row: Enrolled, by: Iterable[Reach]) -> Officer:
    """Return an officer as the rest of the station knows one; he may have no number that is confirmed."""
    first: dict[AddressKind, str] = {}
    for kind, value in _confirmed(by):
        first.setdefault(kind, value)
    return Officer.model_construct(
        number=first.get(AddressKind.NUMBER),
        callsign=first.get(AddressKind.CALLSIGN),
        name=row.name,
        unit=row.unit,
        agency=row.agency,
        language=row.language,
    )


def invite(conn: Connection, kit: Kit, reach_id: int, number: str, language: str, at: datetime) -> bool:
    """Ask a number by SMS to answer with a code; False when the office has no modem to do it by.

    The text names no officer: a number that was mistyped is somebody else's.
    """
    bearer = next((b.name for b in kit.config.bearer if b.url.get_secret_value().startswith("gsm:")), None)
    if bearer is None:
        return False
    code = f"{secrets.randbelow(9000) + 1000}"
    officers.change_reach(conn, reach_id, code=code, asked_at=at)
    text = notice("enrol", kit.config.office.name, kit.book, language, text=code)
    _queue(conn, f"enrol-{reach_id}-{at.timestamp():.0f}", bearer, number, text, at)
    return True


def confirms(conn: Connection, kit: Kit, incoming: Incoming, message: int) -> bool:
    """Take a text that is nothing but the code its sender was asked for; False when it is anything else."""
    found = _ANSWER.fullmatch(incoming.text)
    if found is None or incoming.sender.kind is not AddressKind.NUMBER:
        return False
    code, sender = str(int(found[1])), incoming.sender
    asked = [
        one
        for one in officers.reached_by(conn, sender.kind.value, sender.value)
        if one.confirmed_at is None and one.code == code
    ]
    for one in asked:
        _confirm(conn, kit, incoming, message, one)
    return bool(asked)


def _confirm(conn: Connection, kit: Kit, incoming: Incoming, message: int, reach: Reach) -> None:
    at, officer = incoming.received_at, officers.get(conn, reach.officer_id)
    officers.change_reach(conn, reach.id, code="", confirmed_at=at, confirmed_by="SMS")
    audit.append(conn, at, "officer", "confirmed by SMS", f"officer {reach.officer_id}")
    messages.change(conn, message, outcome=Outcome.ACCEPTED.value, provenance="C", note=_NOTE)
    language = officer.language if officer else kit.config.office.language
    text = notice("enrolled", kit.config.office.name, kit.book, language)
    _queue(conn, f"enrolled-{message}", incoming.bearer, incoming.sender.value, text, at)


def _queue(conn: Connection, tag: str, bearer: str, to: str, text: str, at: datetime) -> None:
    kind, urgency = AddressKind.NUMBER.value, Precedence.PRIORITY.value
    outbox.queue(
        conn, tag=tag, bearer=bearer, to_kind=kind, to=to, text=text, precedence=urgency, created_at=at
    )


def _confirmed(by: Iterable[Reach]) -> tuple[tuple[AddressKind, str], ...]:
    return tuple((AddressKind(one.kind), one.value) for one in by if one.confirmed_at is not None)
