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
from sqlalchemy.exc import SQLAlchemyError

from gateway import filing, receipts
from gateway.incoming import Incoming
from gateway.keeping import keep
from gateway.kit import Kit
from gateway.store import segments
from gateway.store.store import Store
from gateway.store.tables import Segment
from hardware.bearer import Address, Hearing, Part
from hardware.failpoint import reach

CALL = "called, and was refused: an officer who calls wants to be called back"
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
    """Keep a batch in the caller's transaction and act on whatever is new in it."""
    at = kit.clock.now()
    ids = segments.keep(conn, [_row(bearer, hearing, at) for hearing in heard])
    for hearing, segment in zip(heard, ids, strict=True):
        if segment is not None:
            _act(conn, kit, _New(bearer, hearing, segment, at))
    reach("before-commit")


def _act(conn: Connection, kit: Kit, new: _New) -> None:
    try:
        with conn.begin_nested():
            _understand(conn, kit, new)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001  # a fault of ours in one text must not hold up the SIM for ever
        _log.exception("a message could not be processed and was kept for staff", segment=new.segment)
        keep(conn, kit, _incoming(new), f"the station failed on it ({type(error).__name__})")


def _understand(conn: Connection, kit: Kit, new: _New) -> None:
    hearing = new.hearing
    if hearing.receipt is not None:
        receipts.settle(conn, new.bearer, hearing.receipt, new.at)
    elif hearing.text is None:
        keep(conn, kit, _incoming(new), hearing.problem or "data that is no text")
    elif hearing.part is not None:
        _join(conn, kit, new, hearing.part)
    else:
        filing.file(conn, kit, _incoming(new))


def _join(conn: Connection, kit: Kit, new: _New, part: Part) -> None:
    """File the whole message once its last missing part is there."""
    sender = new.hearing.sender
    waiting = segments.parts(
        conn, new.bearer, sender.kind.value, sender.value, ref=part.ref, count=part.count
    )
    found: dict[int, Segment] = {}
    for one in waiting:
        found.setdefault(one.part_index or 0, one)
    if any(index not in found for index in range(1, part.count + 1)):
        filing.alarm(conn, kit, replace(_incoming(new), segments=()))
        return
    whole = [found[index] for index in range(1, part.count + 1)]
    text = kit.voices[new.bearer].join([one.raw for one in whole])
    text = "".join(one.text or "" for one in whole) if text is None else text
    times = [one.sent_at for one in whole if one.sent_at]
    ids = tuple(one.id for one in whole)
    filing.file(conn, kit, Incoming(new.bearer, sender, text, min(times) if times else None, new.at, ids))


def _incoming(new: _New) -> Incoming:
    hearing = new.hearing
    return Incoming(new.bearer, hearing.sender, hearing.text or "", hearing.sent_at, new.at, (new.segment,))


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
        "part_ref": part.ref if part else None,
        "part_count": part.count if part else None,
        "part_index": part.index if part else None,
        "problem": hearing.problem,
    }
