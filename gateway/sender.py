"""The outbox towards one bearer: the most urgent text first, and none sent again blindly."""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import Connection

from gateway import receipts
from gateway.delivery import Event, after
from gateway.errors import StoreFullError, StoreLostError
from gateway.kit import Kit
from gateway.retry import Backoff
from gateway.store import outbox
from gateway.store.states import DeliveryState as State
from gateway.store.store import Store
from gateway.store.tables import Delivery
from hardware.bearer import Address, AddressKind, Bearer, Outgoing, SendOutcome, Sent
from hardware.failpoint import reach

_BACKOFF = Backoff(first=2.0, longest=60.0)
_LOOK_AT = 20
_SETTLE = 5.0
MOST_REFUSED = 30  # counted, not timed: a clock that jumps must not expire anything
_log = structlog.get_logger()


class Sender:
    """Sends what is due on `bearer`, for ever."""

    def __init__(self, kit: Kit, store: Store, bearer: Bearer, uniform: Callable[[], float]) -> None:
        self._kit, self._store, self._bearer, self._uniform = kit, store, bearer, uniform
        self._wake = asyncio.Event()
        self._failures = 0

    def wake(self) -> None:
        """Say that something may be due; only a hint."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled. What a dead station had in hand is `unknown` first, never sent again."""
        await self._kept(self._interrupted)
        while True:
            self._wake.clear()
            if not await self._try():
                await self._pause()

    async def _try(self) -> bool:
        try:
            return await self._round()
        except (StoreFullError, StoreLostError) as error:
            _log.error("the outbox waits", why=str(error))
            return False

    async def _round(self) -> bool:
        """Try the most urgent text; False when there was none or the bearer could not take it."""
        # Looking is a read: a write would wake everybody who waits for a commit, this sender first.
        if not self._bearer.health().ready or not await self._store.read(self._due):
            return False
        chosen = await self._store.write(self._claim)
        if chosen is None:
            return False
        reach("reply-claimed")
        sent = await self._bearer.send(_outgoing(chosen))
        await self._kept(lambda conn: self._settle(conn, chosen, sent))
        reach("outcome-written")
        failed = sent.outcome in (SendOutcome.UNREADY, SendOutcome.REFUSED)
        self._failures = self._failures + 1 if failed else 0
        return not failed

    async def _kept(self, work: Callable[[Connection], None]) -> None:
        """Have what became of texts kept, however long the store takes to have room for it."""
        while True:
            try:
                return await self._store.write(work)
            except (StoreFullError, StoreLostError) as error:
                _log.error("what became of a text waits to be kept", why=str(error))
                await asyncio.sleep(_SETTLE)

    async def _pause(self) -> None:
        seconds = _BACKOFF.wait(self._failures, self._uniform) if self._failures else self._kit.pace.outbox
        try:
            # Not wait_for, which can lose a cancellation that comes together with the wake.
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        if self._failures:
            # New work is no reason to hammer a bearer that cannot send.
            await asyncio.sleep(min(seconds, _SETTLE))

    def _due(self, conn: Connection) -> Delivery | None:
        """Return what to send next; each refusal costs a text one rank, so that none holds up the others."""
        due = outbox.due(conn, self._bearer.name, _LOOK_AT)
        return min(due, key=lambda one: (one.precedence + one.attempts, one.id), default=None)

    def _claim(self, conn: Connection) -> Delivery | None:
        due = self._due(conn)
        if due is not None:
            at = self._kit.clock.now()
            outbox.mark(conn, due.id, State.SUBMITTED.value, at, attempts=due.attempts + 1)
        return due

    def _settle(self, conn: Connection, chosen: Delivery, sent: Sent) -> None:
        state = after(State.SUBMITTED, _event(sent, chosen.attempts + 1)) or State.UNKNOWN
        at = self._kit.clock.now()
        outbox.mark(conn, chosen.id, state.value, at, sentence=sent.sentence)
        outbox.references(conn, chosen.id, self._bearer.name, sent.references, at)
        receipts.again(conn, self._kit, self._bearer.name)

    def _interrupted(self, conn: Connection) -> None:
        outbox.requeue_interrupted(conn, self._bearer.name, self._kit.clock.now())
        receipts.again(conn, self._kit, self._bearer.name)


def _event(sent: Sent, attempts: int) -> Event:
    if sent.outcome is SendOutcome.REFUSED:
        return Event.AGAIN if sent.retryable and attempts < MOST_REFUSED else Event.REFUSED
    return {
        SendOutcome.SUBMITTED: Event.TAKEN,
        SendOutcome.UNKNOWN: Event.SILENT,
        SendOutcome.UNREADY: Event.AGAIN,
    }[sent.outcome]


def _outgoing(chosen: Delivery) -> Outgoing:
    return Outgoing(
        chosen.tag, Address(AddressKind(chosen.to_kind), chosen.to), chosen.text, precedence=chosen.precedence
    )
