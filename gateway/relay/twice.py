"""Numbers given twice: an envelope under a number that is held, which says something else than what is held.

Its office runs on an old copy of its database. To call it stored would lose it, so it is refused by name, and
both offices are told.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from gateway.errors import EnvelopeError
from gateway.kit import Kit
from gateway.relay.bundle import Item, unpack
from gateway.relay.envelope import header_of, unseal
from gateway.store import logs, notices
from gateway.store.keys import EnvelopeKey
from hardware.sentence import Sentence

WHY: Final = "another envelope has this number: it was given twice"
"""Why it is refused; the station that gave the number knows by this word what is wrong with it."""
_NOTICE: Final = "numbers of "


class Came(NamedTuple):
    """One envelope as it came once more: its name, what it is, the bytes of its body."""

    key: EnvelopeKey
    kind: str
    precedence: int
    body: bytes


def others(conn: Connection, kit: Kit, came: Iterable[Came]) -> set[EnvelopeKey]:
    """Return those that differ from what is held; of what was erased since, nobody can say."""
    known, found = dict[EnvelopeKey, bytes](), set[EnvelopeKey]()
    for one in came:
        held = logs.held(conn, one.key)
        if held is None:
            continue
        if one.key not in known:
            known.update(_bodies(kit, one.key.origin, logs.bearer(conn, one.key, held)))
        same = (one.kind, one.precedence, known.get(one.key, one.body))
        if same != (held.kind, held.precedence, one.body):
            found.add(one.key)
    return found


def _bodies(kit: Kit, origin: str, frame: bytes) -> Iterable[tuple[EnvelopeKey, bytes]]:
    """Yield what a kept frame holds, by name; nothing where it was erased or sealed to a key long gone."""
    with suppress(EnvelopeError):
        header, data = header_of(frame), unseal(frame, kit.cards[origin].signs, kit.keys.opens)[1]
        for item in unpack(data) or (Item(header.epoch, header.seq, header.precedence, data),):
            yield EnvelopeKey(origin, item.epoch, item.seq), item.body


def tell_of(conn: Connection, partner: str, now: datetime) -> None:
    """Say to staff that a partner gives numbers twice."""
    told = Sentence(
        "{partner} sends reports under numbers that it gave before: it seems to run on an old copy of its "
        "database. They are refused, and what was kept stays. Call that office.",
        partner=partner,
    )
    notices.post(conn, f"{_NOTICE}{partner}", now, "fault", told)


def tell_own(conn: Connection, partner: str, now: datetime) -> None:
    """Say to staff that this station does so, as a partner noticed."""
    told = Sentence(
        "{partner} refuses reports of this office, since their numbers were given before: this station seems "
        "to run on an old copy of its database. They are kept here. Tell the engineer: put the newest "
        "database back, or take a backup of this one and restore it.",
        partner=partner,
    )
    notices.post(conn, f"{_NOTICE}our own", now, "fault", told)
