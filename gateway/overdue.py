"""Messages of which a part never came: shown to staff with the gap marked, and the officer is asked again."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection

from gateway import filing, parts
from gateway.errors import StoreFullError, StoreLostError
from gateway.incoming import Incoming
from gateway.kit import Kit
from gateway.parts import PartSet
from gateway.store import segments
from gateway.store.segments import PartsKey
from gateway.store.store import Store
from hardware.bearer import Address, AddressKind

PATIENCE = timedelta(minutes=10)
_log = structlog.get_logger()
_EVER, _NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


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
    now = kit.clock.now()
    keys = dict.fromkeys(parts.key_of_row(one) for one in segments.loose(conn))
    late = [found for key in keys for found in _overdue(conn, key, now)]
    for found, others in late:
        _file(conn, kit, found, others)
    return len(late)


def _overdue(conn: Connection, key: PartsKey, now: datetime) -> list[tuple[PartSet, list[PartSet]]]:
    """Return the sets of one key that wait no longer, each with the others of that key."""
    known = parts.sets(segments.parts(conn, key, _EVER, _NEVER))
    waiting = [one for one in known if any(part.message_id is None for part in one.parts)]
    # A clock that jumped, either way, is no reason to wait for ever.
    last = {id(one): max(part.heard_at for part in one.parts) for one in waiting}
    late = [one for one in waiting if abs(now - last[id(one)]) > PATIENCE]
    return [(one, [other for other in known if other is not one]) for one in late]


def _file(conn: Connection, kit: Kit, found: PartSet, others: Sequence[PartSet]) -> None:
    twin = next((one for one in others if one.message is not None and found.repeats(one)), None)
    message = found.message if found.message is not None else twin and twin.message
    if message is not None:  # the same part twice, or the rest of a message that the station failed on
        segments.attach(conn, found.ids, message)
        return
    last = found.parts[-1]
    sender = Address(AddressKind(last.sender_kind), last.sender)
    text, now = parts.gapped(found), kit.clock.now()
    incoming = Incoming(last.bearer, sender, text, found.sent_at, now, found.ids)
    filing.keep_partial(conn, kit, incoming, parts.never_came(found))
