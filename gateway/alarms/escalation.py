"""Alarms that nobody takes: the duty list is texted one by one, at last the hub is told (promise 4).

Time is counted on the monotonic clock and kept now and then, so that a clock that jumps texts nobody. What
was done is kept in the transaction that queues it: a station that dies texts nobody twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import Connection

from gateway.alarms import doing
from gateway.alarms.doing import Due
from gateway.alarms.steps import Act, Around, Limits, Stage, Step, step
from gateway.board.presence import Presence
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.store import accounts, alarms, duty, feed, outbox
from gateway.store.keys import ReportKey, key_of
from gateway.store.order import hold
from gateway.store.states import DeliveryState
from gateway.store.store import Store
from gateway.store.tables import Escalation, Report
from gateway.turn import Turn

KEPT_EVERY_S = 30.0  # what a restart may forget of the time that an alarm has waited
APART_S = 60.0  # between two texts to one phone: several alarms in a row are one text
_SEEN = timedelta(seconds=90)  # a session that another worker serves is touched once a minute
_LOST = (DeliveryState.FAILED, DeliveryState.EXPIRED)


@dataclass(slots=True)
class _Memory:
    """What this process knows and the store does not: moments of its own monotonic clock."""

    since: dict[ReportKey, float] = field(default_factory=dict)  # up to when the waiting is kept
    texted: dict[int, float] = field(default_factory=dict)
    seq: int = -1  # of the feed as last looked at: while it stands and no alarm is open, there is none


class Escalations:
    """Looks after every alarm of the office, for ever; without a `bearer` no phone is texted."""

    def __init__(self, kit: Kit, store: Store, presence: Presence, bearer: str | None) -> None:
        self._kit, self._store, self._presence, self._bearer = kit, store, presence, bearer
        part = kit.config.alarms
        self._limits = Limits(part.first_minutes * 60, part.next_minutes * 60)
        self._memory = _Memory()
        self._turn = Turn(store, kit.clock, "alarms", kit.pace.alarms)

    async def run(self) -> None:
        """Look until cancelled; while the store is full, everything waits where it is."""
        await look_for_ever(self.look, self._kit.pace.alarms, "alarms are not passed on")

    async def look(self) -> None:
        """Take the next step of each alarm that is due; what is not due costs no write."""
        now = self._kit.clock.monotonic()
        if not await self._turn.mine():
            self._memory = _Memory()
            return
        if not await self._store.read(lambda conn: self._moves(conn, now)):
            return
        due = await self._store.write(lambda conn: self._act(conn, now))
        self._memory.since = {key_of(one.report): now for one in due}
        texted = (one.step.phone for one in due if one.step.phone is not None)
        self._memory.texted |= dict.fromkeys(texted, now)

    def _moves(self, conn: Connection, now: float) -> bool:
        seq = feed.last(conn)
        if seq == self._memory.seq and not self._memory.since:
            return False
        self._memory.seq, found = seq, alarms.unclaimed(conn)
        standing = {key_of(one) for one in alarms.standing(conn)}
        if {key_of(one) for one in found} != standing or any(one.merged_into for one in found):
            return True
        for one in found:
            self._memory.since.setdefault(key_of(one), now)
        kept_late = any(now - since >= KEPT_EVERY_S for since in self._memory.since.values())
        return bool(found) and (
            kept_late or any(one.step.act is not Act.WAIT for one in self._due(conn, found, now))
        )

    def _act(self, conn: Connection, now: float) -> Sequence[Due]:
        """End what somebody took, and take the next step of what nobody has."""
        hold(conn)  # two workers must not text one phone for the same alarm
        if not self._turn.held(conn):
            return []
        found = alarms.unclaimed(conn)
        doing.end(conn, self._kit, {key_of(one) for one in found})
        doing.part(conn, self._kit, found)
        due = self._due(conn, found, now)
        doing.act(conn, self._kit, self._bearer or "", due)
        return due

    def _due(self, conn: Connection, found: Sequence[Report], now: float) -> list[Due]:
        if not found:
            return []
        kept = {key_of(one): one for one in alarms.unclaimed_so_far(conn)}
        lost = _lost(conn, kept.values())
        around = Around(self._phones(conn), self._live(conn), hub=False)
        made: list[Due] = []
        for report in found:
            row = kept.get(key_of(report))
            told = doing.told_of(row) if row is not None and row.open else {}
            waited = row.waited_s if row is not None and row.open else 0
            stage = Stage(tuple(told), waited, hub=row is not None and row.open and row.hub)
            hub = doing.has_hub(self._kit, key_of(report))
            passed = self._passed(key_of(report), now, lost=_last(told) in lost)
            next_ = step(stage, passed, replace(around, hub=hub), self._limits)
            number = 1 if row is None else row.round + (not row.open)
            made.append(Due(report, number, told, self._spaced(next_, stage, now)))
        return made

    def _passed(self, key: ReportKey, now: float, *, lost: bool) -> float:
        """Return the seconds since the waiting was kept; what cannot arrive is waited for no longer."""
        return self._limits.next_s if lost else now - self._memory.since.get(key, now)

    def _spaced(self, next_: Step, stage: Stage, now: float) -> Step:
        """Let a phone that was texted a moment ago rest; what is due to it then goes in one text."""
        last = self._memory.texted.get(next_.phone) if next_.phone is not None else None
        return next_ if last is None or now - last >= APART_S else Step(Act.WAIT, stage)

    def _phones(self, conn: Connection) -> tuple[int, ...]:
        if self._bearer is None:
            return ()
        able = {one.name for one in accounts.everyone(conn) if self._kit.able(one.role) and not one.disabled}
        return tuple(one.id for one in duty.phones(conn) if one.account in able)

    def _live(self, conn: Connection) -> bool:
        if self._presence.live() or self._store.alone:
            return self._presence.live()
        return accounts.seen_since(conn, self._kit.clock.now() - _SEEN)


def _last(told: Mapping[int, str]) -> str:
    return next(reversed(list(told.values())), "")


def _lost(conn: Connection, kept: Iterable[Escalation]) -> set[str]:
    """Return which of the last texts of some alarms cannot arrive; one text is about many of them."""
    tags = {_last(doing.told_of(one)) for one in kept}
    return {tag for tag in tags if outbox.state_of(conn, tag) in _LOST}
