"""After a restore: each partner is asked what it has of our log; then what waited for it goes on.

The new epoch keeps what is written from now on apart from what partners saw before. The asking stands in the
outbox like anything else, so it reaches a partner at the first contact, however late that is.
"""

from collections.abc import Iterator
from datetime import datetime

import structlog
from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.relay.asking import MOST_EPOCHS, AskBody, Log
from gateway.relay.release import post
from gateway.relay.settling import settle
from gateway.store import asked, counters, envelopes, logs, notices
from gateway.store.order import hold
from gateway.store.states import EnvelopeState
from gateway.store.store import Store
from gateway.store.tables import Asked
from hardware.sentence import Sentence

NOTICE = "came back"
"""The name of the notice that says what partners gave back."""
_MISSING = (
    "After the restore: {said}; what no partner had since the backup (officers' texts, drafts, reports that "
    "were not sent) is missing: ask the officers."
)
_log = structlog.get_logger()


class Restored:
    """Asks each partner once in each epoch after the first."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store

    async def run(self) -> None:
        """Look until cancelled; while the store is full, partners are asked later."""
        await look_for_ever(self._look, self._kit.pace.heads, "the asking after a restore waits")

    async def _look(self) -> None:
        if await self._store.read(lambda conn: due(conn, self._kit) or refused(conn, self._kit)):
            await self._store.write(lambda conn: ask(conn, self._kit))


def due(conn: Connection, kit: Kit) -> list[str]:
    """Return the partners that were not asked since the last restore; none where there was none."""
    epoch = counters.epoch(conn)
    known = {one.partner for one in asked.every(conn, epoch)}
    return [partner for partner in kit.cards if epoch > 1 and partner not in known]


def refused(conn: Connection, kit: Kit) -> list[str]:
    """Return the partners whose station does not know the question: an older edition."""
    epoch, found = counters.epoch(conn), list[str]()
    for one in asked.every(conn, epoch):
        if one.done_at is None and one.partner in kit.cards:
            said = envelopes.in_state(conn, one.partner, EnvelopeState.REFUSED.value)
            found += [one.partner] if any(it.kind == "ask" and it.epoch == epoch for it in said) else []
    return found


def ask(conn: Connection, kit: Kit) -> None:
    """Ask whoever is due, and let go on what waits for a partner that cannot answer."""
    hold(conn)  # two workers must not ask one question twice
    now, epoch = kit.clock.now(), counters.epoch(conn)
    for partner in due(conn, kit):
        asked.begin(conn, partner, epoch, now)
        _question(conn, kit, partner, kit.code)
    for partner in refused(conn, kit):
        finish(conn, kit, partner, now)
    tell(conn, now)


def finish(conn: Connection, kit: Kit, partner: str, now: datetime) -> None:
    """Go on with what waited for a partner that has said all it has, and ask it for its own log."""
    asked.note(conn, partner, done_at=now)
    settle(conn, kit, now)
    waits = [one.key for one in logs.lines(conn, kit.code, partner) if one.state == EnvelopeState.HELD]
    logs.move(conn, partner, waits, EnvelopeState.QUEUED.value, now)
    _question(conn, kit, partner, partner)


def _question(conn: Connection, kit: Kit, partner: str, log_of: str) -> None:
    """Name what is held of a log, so that the partner gives the rest."""
    epochs = dict[int, list[int]]()
    for line in logs.lines(conn, log_of, partner):
        epochs.setdefault(line.key.epoch, []).append(line.key.seq)
    now = counters.epoch(conn)
    named = [Log.naming(*one) for one in sorted(epochs.items()) if log_of != kit.code or one[0] != now]
    body = AskBody(epoch=now, log_of=log_of, logs=named[-MOST_EPOCHS:])
    post(conn, kit, partner, body, Precedence.IMMEDIATE.value)


def tell(conn: Connection, now: datetime) -> None:
    """Say to staff in one sentence what came back, who has not answered, and what may be missing."""
    said = tuple(part for one in asked.every(conn, counters.epoch(conn)) for part in _answered(one))
    notices.post(conn, NOTICE, now, "warning", Sentence(_MISSING, said=said))


def _answered(one: Asked) -> Iterator[Sentence]:
    name = one.partner
    if not one.came:
        old = Sentence("{partner} cannot be asked, its station is too old", partner=name)
        yield old if one.done_at else Sentence("{partner} has not answered yet", partner=name)
        return
    reports, versions = one.reports, one.versions
    more = (
        Sentence("1 later version") if versions == 1 else Sentence("{count} later versions", count=versions)
    )
    gave = Sentence("1 report") if reports == 1 else Sentence("{count} reports", count=reports)
    yield Sentence("{partner} gave back {reports} and {versions}", partner=name, reports=gave, versions=more)
    if one.done_at is None:
        yield Sentence("in {came} of {parts} parts so far", came=one.came, parts=one.parts)
    if one.doubtful:
        yield Sentence("{count} more were not signed by this office and were not taken", count=one.doubtful)
    if one.unread:
        yield Sentence("it cannot open {count} any more", count=one.unread)
