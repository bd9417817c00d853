"""Messages of which a part never came: shown to staff with the gap marked, and the officer is asked again.

How long a set has been waited for is counted on the monotonic clock, from when this process first saw it as
it is, so that neither a clock that jumps nor a long power cut gives up what is still on its way.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from gateway.incoming import Incoming
from gateway.intake import filing, parts
from gateway.intake.keeping import keep
from gateway.intake.parts import PartSet
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.store import segments
from gateway.store.order import hold
from gateway.store.segments import PartsKey
from gateway.store.store import Store
from hardware.bearer import Address, AddressKind

PATIENCE_S = 600.0
_EVER, _NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class Overdue:
    """Looks for overdue sets of parts, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store
        self._seen: dict[tuple[int, ...], float] = {}  # the segments of a set, and since when

    async def run(self) -> None:
        """Look until cancelled; while the store is full, everything waits where it is."""
        await look_for_ever(self._look, self._kit.pace.overdue, "overdue parts wait")

    async def _look(self) -> None:
        # Looking is a read: a write would cost a commit each time, and there is seldom anything.
        if self._seen or await self._store.read(segments.any_loose):
            await self._store.write(self.give_up)

    def give_up(self, conn: Connection) -> int:
        """File every set whose last part came too long ago, as far as it came; return how many."""
        hold(conn)  # two workers must not file one set twice
        now, waiting = self._kit.clock.monotonic(), _waiting(conn)
        self._seen = {found.ids: self._seen.get(found.ids, now) for found, _ in waiting}
        late = [(found, others) for found, others in waiting if now - self._seen[found.ids] > PATIENCE_S]
        for found, others in late:
            _file(conn, self._kit, found, others)
        return len(late)


def _waiting(conn: Connection) -> list[tuple[PartSet, list[PartSet]]]:
    """Return the sets that are no message yet, each with the others of its key."""
    keys = dict.fromkeys(parts.key_of_row(one) for one in segments.loose(conn))
    return [found for key in keys for found in _of_key(conn, key)]


def _of_key(conn: Connection, key: PartsKey) -> list[tuple[PartSet, list[PartSet]]]:
    known = parts.sets(segments.parts(conn, key, _EVER, _NEVER))
    waiting = [one for one in known if any(part.message_id is None for part in one.parts)]
    return [(one, [other for other in known if other is not one]) for one in waiting]


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
    keep_it = keep if found.of_data else filing.keep_partial
    keep_it(conn, kit, incoming, parts.never_came(found))
