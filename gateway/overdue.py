"""Messages of which a part never came: shown to staff with the gap marked, and the officer is asked again."""

import asyncio
from collections import defaultdict
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from gateway import filing
from gateway.errors import StoreFullError, StoreLostError
from gateway.incoming import Incoming
from gateway.kit import Kit
from gateway.store import segments
from gateway.store.store import Store
from gateway.store.tables import Segment
from hardware.bearer import Address, AddressKind

PATIENCE = timedelta(minutes=10)
_log = structlog.get_logger()
_Set = tuple[str, str, str, int, int]


class Overdue:
    """Looks for overdue sets of parts, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store

    async def run(self) -> None:
        """Look until cancelled; while the store is full, everything waits where it is."""
        while True:
            try:
                await self._store.write(lambda conn: give_up(conn, self._kit))
            except (StoreFullError, StoreLostError) as error:
                _log.warning("overdue parts wait", why=str(error))
            await asyncio.sleep(self._kit.pace.overdue)


def give_up(conn: Connection, kit: Kit) -> int:
    """File every set whose last part came too long ago, as far as it came; return how many."""
    now, sets = kit.clock.now(), defaultdict[_Set, list[Segment]](list)
    for one in segments.loose(conn):
        if one.part_ref is not None and one.part_count is not None:
            sets[one.bearer, one.sender_kind, one.sender, one.part_ref, one.part_count].append(one)
    late = [(name, parts) for name, parts in sets.items() if now - max(p.heard_at for p in parts) > PATIENCE]
    for name, parts in late:
        _file(conn, kit, name, parts)
    return len(late)


def _file(conn: Connection, kit: Kit, name: _Set, parts: list[Segment]) -> None:
    bearer, kind, sender, _, count = name
    came = {one.part_index: one.text or "" for one in parts}
    text = " ".join(came.get(index, f"[part {index} of {count} is missing]") for index in range(1, count + 1))
    times = [one.sent_at for one in parts if one.sent_at]
    incoming = Incoming(
        bearer,
        Address(AddressKind(kind), sender),
        text,
        min(times) if times else None,
        kit.clock.now(),
        tuple(one.id for one in parts),
    )
    missing = ", ".join(str(index) for index in range(1, count + 1) if index not in came)
    filing.keep_partial(conn, kit, incoming, f"part {missing} of {count} never came")
