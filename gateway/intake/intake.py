"""From what a bearer heard to what the office knows: one transaction a batch, everything or nothing.

The order is promise 1: the bearer reads, this commits (raw segment, verdict, audit, reply, envelopes), and
only when `take` has returned does the bearer delete or ack. A redelivery is recognised by its key and makes
nothing new (promise 2). Whatever it was, it ends as a message that staff can see.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from gateway.incoming import Incoming, storable
from gateway.intake import filing, parts
from gateway.intake.keeping import keep
from gateway.intake.parts import PartSet
from gateway.kit import Kit
from gateway.logs import place_of
from gateway.outbox import receipts
from gateway.store import segments
from gateway.store.faults import of_the_store
from gateway.store.gather import gathered
from gateway.store.order import hold
from gateway.store.savepoint import savepoint
from gateway.store.store import Store
from hardware.bearer import Address, Hearing
from hardware.failpoint import reach
from hardware.sentence import NOTHING, Sentence

CALL = Sentence("called, and was refused: an officer who calls wants to be called back")
_log = structlog.get_logger()


class Intake:
    """Takes hearings in for one office."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store

    async def take(self, bearer: str, heard: Sequence[Hearing]) -> None:
        """Commit a batch of hearings; raises when nothing was kept, and then nothing may be deleted."""
        await self._store.write(lambda conn: take(conn, self._kit, bearer, heard))
        reach("after-commit")

    async def called(self, bearer: str, caller: Address) -> None:
        """Keep a call that was refused, as a message that staff can see."""
        incoming = Incoming(bearer, caller, "", None, self._kit.clock.now(), ())
        await self._store.write(lambda conn: keep(conn, self._kit, incoming, CALL))


@dataclass(frozen=True, slots=True)
class _New:
    """One hearing that was not known before, and the id of its segment."""

    bearer: str
    hearing: Hearing
    segment: int
    at: datetime


def take(conn: Connection, kit: Kit, bearer: str, heard: Sequence[Hearing]) -> None:
    """Keep a batch in the caller's transaction and act on whatever is new in it.

    All of it at once; when something in it fails, and it is not the store, one by one, so that what fails is
    kept for staff by itself and holds up nobody's SIM.
    """
    at = kit.clock.now()
    hold(conn)  # parts that two workers heard at once must see each other
    clean = [_clean(one) for one in heard]
    try:
        with savepoint(conn, "batch"), gathered(conn):
            _take(conn, kit, bearer, clean, at)
    except Exception as error:
        if of_the_store(error):
            raise
        for one in clean:
            _take_alone(conn, kit, bearer, one, at)
    reach("before-commit")


def _take(conn: Connection, kit: Kit, bearer: str, heard: Sequence[Hearing], at: datetime) -> None:
    ids = segments.keep(conn, [_row(bearer, hearing, at) for hearing in heard])
    for hearing, segment in zip(heard, ids, strict=True):
        if segment is not None:
            _understand(conn, kit, _New(bearer, hearing, segment, at))


def _take_alone(conn: Connection, kit: Kit, bearer: str, hearing: Hearing, at: datetime) -> None:
    try:
        with savepoint(conn, "alone"), gathered(conn):
            _take(conn, kit, bearer, [hearing], at)
    except Exception as error:
        if of_the_store(error):
            raise
        kind = type(error).__name__
        # Its text and its traceback may quote the message.
        _log.error("a message could not be processed and was kept for staff", error=kind, at=place_of(error))
        (segment,) = segments.keep(conn, [_row(bearer, hearing, at)])
        if segment is not None:
            new = _New(bearer, hearing, segment, at)
            found = _set_of(conn, new)
            incoming = _joined(new, found, parts.plain(found)) if found and found.whole else _incoming(new)
            keep(conn, kit, incoming, Sentence("the station failed on it ({kind})", kind=kind))


def _understand(conn: Connection, kit: Kit, new: _New) -> None:
    hearing = new.hearing
    if hearing.receipt is not None:
        receipts.settle(conn, kit, receipts.Heard(new.bearer, hearing.sender, hearing.receipt, new.at))
    elif _joinable(hearing):
        _join(conn, kit, new)
    elif hearing.text is None:
        keep(conn, kit, _incoming(new), _problem(hearing) or _about(hearing, len(hearing.data or b"")))
    else:
        filing.file(conn, kit, _incoming(new))


def _join(conn: Connection, kit: Kit, new: _New) -> None:
    """File the whole message once its last missing part is there, be it after it was kept as partial."""
    found = _set_of(conn, new)
    if found is None:
        return
    if found.of_data:
        _join_data(conn, kit, new, found)
        return
    if found.whole:
        filing.file(conn, kit, _joined(new, found, parts.joined(kit, new.bearer, found)))
        return
    if found.message is not None:
        filing.mend(conn, found.message, found, parts.never_came(found), new.at)
    filing.alarm(conn, kit, replace(_incoming(new), segments=()))


def _join_data(conn: Connection, kit: Kit, new: _New, found: PartSet) -> None:
    """Keep data once it is whole; no part of it is read as a text, and nobody is asked for it again."""
    note = _about(new.hearing, len(parts.octets(found))) if found.whole else parts.never_came(found)
    if found.message is not None:
        filing.mend(conn, found.message, found, note, new.at)
    elif found.whole:
        keep(conn, kit, _joined(new, found, ""), note)


def _joinable(hearing: Hearing) -> bool:
    return hearing.part is not None and (hearing.text is not None or hearing.data is not None)


def _about(hearing: Hearing, size: int) -> Sentence:
    """Return the note on data; its first port is the application it is for (TS 23.040, 9.2.3.24.4)."""
    if not hearing.ports:
        return Sentence("data that is no text: {size} octets", size=size)
    port = str(hearing.ports[0])
    return Sentence("data that is no text: {size} octets, for application port {port}", size=size, port=port)


def _problem(hearing: Hearing) -> Sentence:
    """Return why a PDU could not be read, in the words of the standard."""
    return Sentence("it cannot be read: {why}", why=hearing.problem) if hearing.problem else NOTHING


def _set_of(conn: Connection, new: _New) -> PartSet | None:
    hearing = new.hearing
    if not _joinable(hearing):
        return None
    return parts.of_segment(conn, new.segment, parts.key_of(hearing), hearing.sent_at or new.at)


def _joined(new: _New, found: PartSet, text: str) -> Incoming:
    incoming = replace(_incoming(new), text=storable(text), sent_at=found.sent_at)
    return replace(incoming, segments=found.ids, earlier=found.message)


def _incoming(new: _New) -> Incoming:
    hearing = new.hearing
    return Incoming(new.bearer, hearing.sender, hearing.text or "", hearing.sent_at, new.at, (new.segment,))


def _clean(hearing: Hearing) -> Hearing:
    """Return a hearing whose words both engines can keep."""
    text, sender = storable(hearing.text or ""), storable(hearing.sender.value)
    if (text, sender) == (hearing.text or "", hearing.sender.value):
        return hearing
    sender = replace(hearing.sender, value=sender)
    return replace(hearing, text=None if hearing.text is None else text, sender=sender)


def _row(bearer: str, hearing: Hearing, at: datetime) -> dict[str, Any]:
    part = hearing.part
    return {
        "key": hearing.key,
        "bearer": bearer,
        "sender_kind": hearing.sender.kind.value,
        "sender": hearing.sender.value,
        "raw": hearing.raw,
        "text": hearing.text,
        "data": hearing.data,
        "sent_at": hearing.sent_at,
        "heard_at": at,
        "part_ref": part.ref if part and _joinable(hearing) else None,
        "part_wide": part.wide if part else None,
        "part_count": part.count if part else None,
        "part_index": part.index if part else None,
        "port": hearing.ports[0] if hearing.ports else None,
        "problem": hearing.problem,
    }
