"""Claims that nobody acts on go back into the queue: after a warning, a FLASH sooner, and on the record.

Time is counted on the monotonic clock, as for alarms. An act is any line that its person left in its history.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.alarms.resting import Deed, Rest, rest
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.store import alarms, audit, feed, history, notices, reports, resting, tokens
from gateway.store.keys import ReportKey, key_of
from gateway.store.order import hold
from gateway.store.store import Store
from gateway.store.tables import Claim, Report
from gateway.turn import Turn
from hardware.sentence import Sentence

KEPT_EVERY_S = 60.0  # what a restart may forget of a claim's rest


@dataclass(frozen=True, slots=True)
class _Judged:
    """One claim, its newest act, and what is to be done about it."""

    report: Report
    last: int
    deed: Deed
    rest: Rest
    fresh: bool  # taken, handed over or acted on since it was last kept


class Claims:
    """Looks after every claim of the office, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store
        self._since: dict[ReportKey, float] = {}  # up to when each claim's rest is kept
        self._turn = Turn(store, kit.clock, "claims", kit.pace.overdue)

    async def run(self) -> None:
        """Look until cancelled; while the store is full, everything waits where it is."""
        await look_for_ever(self.look, self._kit.pace.overdue, "claims are not looked after")

    async def look(self) -> None:
        """Warn about claims that rest, and end those that rested too long."""
        now = self._kit.clock.monotonic()
        if not await self._turn.mine():
            self._since = {}
            return
        if await self._store.read(lambda conn: self._moves(conn, now)):
            judged = await self._store.write(lambda conn: self._act(conn, now))
            self._since = {key_of(one.report): now for one in judged}

    def _moves(self, conn: Connection, now: float) -> bool:
        judged, kept = self._judged(conn, now), {key_of(one) for one in resting.resting(conn)}
        for one in judged:
            self._since.setdefault(key_of(one.report), now)
        late = any(now - self._since[key_of(one.report)] >= KEPT_EVERY_S for one in judged)
        gone = kept != {key_of(one.report) for one in judged}
        return late or gone or any(one.fresh or one.deed is not Deed.NONE for one in judged)

    def _judged(self, conn: Connection, now: float) -> list[_Judged]:
        found = resting.in_hand(conn)
        if not found:
            return []
        kept = {key_of(one): one for one in resting.resting(conn)}
        lines = resting.newest_acts(conn)
        return [self._judge(one, kept.get(key_of(one)), lines.get(key_of(one), 0), now) for one in found]

    def _judge(self, report: Report, was: Claim | None, last: int, now: float) -> _Judged:
        if alarms.sounds(report) and (report.claimed_by or "").startswith(tokens.ACTOR):
            return _Judged(report, last, Deed.LAPSE, Rest(), fresh=False)  # it became an alarm in its hands
        if was is None or (was.by, was.last) != (report.claimed_by, last):
            return _Judged(report, last, Deed.NONE, Rest(), fresh=True)
        part = self._kit.config.alarms
        flash = report.precedence == Precedence.FLASH
        limit = 60 * (part.flash_rest_minutes if flash else part.rest_minutes)
        passed = now - self._since.get(key_of(report), now)
        return _Judged(report, last, *rest(Rest(was.rested_s, was.warned), passed, limit), fresh=False)

    def _act(self, conn: Connection, now: float) -> list[_Judged]:
        hold(conn)  # two workers must not end one claim twice
        if not self._turn.held(conn):
            return []
        judged = self._judged(conn, now)
        for gone in {key_of(one) for one in resting.resting(conn)} - {key_of(one.report) for one in judged}:
            _forget(conn, gone)
        for one in judged:
            self._keep(conn, one)
        return judged

    def _keep(self, conn: Connection, one: _Judged) -> None:
        report, key, at = one.report, key_of(one.report), self._kit.clock.now()
        by = report.claimed_by or ""
        if one.deed is Deed.LAPSE:
            _lapse(conn, self._kit, report)
            return
        if one.deed is Deed.WARN:
            sentence = Sentence(
                "{by} has done nothing about {ref} for long: it goes back into the queue soon.",
                by=by,
                ref=report.ref,
            )
            notices.post(conn, _notice(key), at, "warning", sentence)
            history.note(conn, key, at, "station", "claim rests", {"by": by})
            audit.append(conn, at, "station", f"claim rests {by}", str(key))
            feed.add(conn, "report", at, key)
        if one.fresh:
            notices.clear(conn, _notice(key))
        values = {"rested_s": round(one.rest.rested_s), "warned": one.rest.warned}
        resting.rest(conn, {**key.values(), "by": by, "last": one.last, **values})


def _lapse(conn: Connection, kit: Kit, report: Report) -> None:
    """Put a report back into the queue."""
    key, at, by = key_of(report), kit.clock.now(), report.claimed_by or ""
    reports.claim(conn, key, None, was=by)
    if key.origin == kit.code:
        reports.set_state(conn, key, "new", was=("claimed",))
    history.note(conn, key, at, "station", "claim lapsed", {"by": by})
    audit.append(conn, at, "station", f"claim lapsed {by}", str(key))
    feed.add(conn, "report", at, key)
    _forget(conn, key)


def _forget(conn: Connection, key: ReportKey) -> None:
    resting.forget(conn, key)
    notices.clear(conn, _notice(key))


def _notice(key: ReportKey) -> str:
    return f"claim {key}"
