"""Patrols that have started and are silent: overdue first, after a grace an alarm like any other (a FLASH).

Any message of the officer is a sign of life. Silence is counted on the monotonic clock while the station
runs: one that was off for a night raises no alarm about what it could not hear.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from codes import refs
from codes.precedence import Precedence
from gateway.alarms.silence import Rule, Standing
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.store import audit, counters, feed, history, patrols, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.order import hold
from gateway.store.patrols import Said
from gateway.store.store import Store
from gateway.store.tables import Patrol, Report
from gateway.turn import Turn

KEPT_EVERY_S = 60.0  # what a restart may forget of a silence
FORGOTTEN = timedelta(days=1)  # who started so long before we first looked has gone home without a word
_OVER = "FINISH"
_SAYS = "No sign of life for {minutes} minutes. Call this patrol."


@dataclass(frozen=True, slots=True)
class _Heard:
    """One patrol under way: its officer's newest message, how long he is silent, and how he stands."""

    report: Report
    last: int
    silent_s: float
    standing: Standing
    was: Patrol | None

    @property
    def moved(self) -> bool:
        was = self.was
        late, missed = self.standing is not Standing.ON_TIME, self.standing is Standing.MISSED
        return was is None or (was.last, was.late, was.missed) != (self.last, late, missed or was.missed)


class CheckIns:
    """Listens for every patrol of the office, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store
        part = kit.config.patrols
        self._rule = Rule(part.every_minutes * 60, part.grace_minutes * 60)
        self._since: dict[ReportKey, float] = {}  # up to when each silence is kept
        self._turn = Turn(store, kit.clock, "patrols", kit.pace.overdue)

    async def run(self) -> None:
        """Look until cancelled; while the store is full, everything waits where it is."""
        await look_for_ever(self.look, self._kit.pace.overdue, "patrols are not listened for")

    async def look(self) -> None:
        """Mark who is late, and raise the alarm for who was missed."""
        now = self._kit.clock.monotonic()
        if not await self._turn.mine():
            self._since = {}
            return
        if self._rule.every_s and await self._store.read(lambda conn: self._moves(conn, now)):
            heard = await self._store.write(lambda conn: self._act(conn, now))
            self._since = {key_of(one.report): now for one in heard}

    def _moves(self, conn: Connection, now: float) -> bool:
        heard, kept = self._heard(conn, now), {key_of(one) for one in patrols.watched(conn)}
        for one in heard:
            self._since.setdefault(key_of(one.report), now)
        late = any(now - self._since[key_of(one.report)] >= KEPT_EVERY_S for one in heard)
        return late or any(one.moved for one in heard) or kept != {key_of(one.report) for one in heard}

    def _heard(self, conn: Connection, now: float) -> list[_Heard]:
        kept = {key_of(one): one for one in patrols.watched(conn)}
        return [
            self._one(conn, one, kept.get(key_of(one.report)), now)
            for one in patrols.newest(conn, self._kit.code)
            if one.report.fields.get("patrol") != _OVER and self._counts(one.report, kept)
        ]

    def _counts(self, report: Report, kept: dict[ReportKey, Patrol]) -> bool:
        was = kept.get(key_of(report))
        recent = self._kit.clock.now() - report.received_at < FORGOTTEN
        return recent or (was is not None and not was.missed)

    def _one(self, conn: Connection, said: Said, was: Patrol | None, now: float) -> _Heard:
        key, last = key_of(said.report), patrols.last_message(conn, said.sender)
        silent = 0.0
        if was is not None and was.last == last:
            silent = was.silent_s + now - self._since.get(key, now)
        return _Heard(said.report, last, silent, self._rule.standing(silent), was)

    def _act(self, conn: Connection, now: float) -> list[_Heard]:
        hold(conn)  # two workers must not raise one alarm twice
        if not self._turn.held(conn):
            return []
        heard = self._heard(conn, now)
        for gone in {key_of(one) for one in patrols.watched(conn)} - {key_of(one.report) for one in heard}:
            patrols.forget(conn, gone)
        for one in heard:
            known = one.was is not None and one.was.last == one.last and one.was.missed
            if one.standing is Standing.MISSED and not known:
                _raise(conn, self._kit, one.report, round(one.silent_s / 60))
            values = {"last": one.last, "silent_s": round(one.silent_s)}
            late, missed = one.standing is not Standing.ON_TIME, one.standing is Standing.MISSED
            patrols.watch(conn, {**key_of(one.report).values(), **values, "late": late, "missed": missed})
        return heard


def _raise(conn: Connection, kit: Kit, patrol: Report, minutes: int) -> None:
    """File the alarm; it has no source, so nothing that answers an officer reaches a phone through it."""
    at, number = kit.clock.now(), counters.take(conn, "report")
    key = ReportKey(kit.code, counters.epoch(conn), number)
    fields = {name: patrol.fields[name] for name in ("patrol", "place") if name in patrol.fields}
    values: dict[str, Any] = {
        "ref": refs.reference(number),
        "type": patrol.type,
        "fields": {**fields, "text": _SAYS.format(minutes=minutes)},
        "canonical": patrol.canonical,
        "edition": patrol.edition,
        "precedence": Precedence.FLASH.value,
        "state": "new",
        "provenance": patrol.provenance,
        "place": patrol.place,
        "agency": patrol.agency,
        "unit": patrol.unit,
        "corrections": [],
        "sent_at": None,
        "received_at": at,
    }
    reports.file(conn, {**key.values(), **values})
    for one, other in ((key, key_of(patrol)), (key_of(patrol), key)):
        history.note(conn, one, at, "station", "check-in missed", {"report": str(other)})
        feed.add(conn, "report", at, one)
    audit.append(conn, at, "station", "check-in missed", str(key))
