"""The outbox towards one bearer: the most urgent text first, and none sent again blindly."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.board.board import Board, Level
from gateway.errors import StoreFullError, StoreLostError
from gateway.kit import Kit
from gateway.outbox import adopting, limits, receipts
from gateway.outbox.delivery import VALID, Event, after
from gateway.outbox.fleet import Fleet
from gateway.outbox.limits import Held
from gateway.outbox.living import Living
from gateway.outbox.retry import Backoff
from gateway.store import claims, counters, outbox, references, spending
from gateway.store.batch import Work
from gateway.store.claims import TEXT_LEASE, Hold
from gateway.store.states import DeliveryState as State
from gateway.store.store import Store
from gateway.store.tables import Delivery
from gateway.store.wake import OUTBOX
from hardware.bearer import Address, AddressKind, Bearer, Outgoing, SendOutcome, Sent
from hardware.failpoint import reach

_BACKOFF = Backoff(first=2.0, longest=60.0)
_LOOK_AT = 20
_SETTLE = 5.0
MOST_REFUSED = 30  # counted, not timed: a clock that jumps must not expire anything
_log = structlog.get_logger()


class Sender:
    """Sends what is due on `bearer`, for ever; commits `about` this topic are worth a look."""

    about: Final = OUTBOX

    def __init__(
        self,
        kit: Kit,
        store: Store,
        bearer: Bearer,
        uniform: Callable[[], float],
        fleet: Fleet,
        board: Board,
    ) -> None:
        self._kit, self._store, self._bearer, self._uniform = kit, store, bearer, uniform
        self._fleet, self._board = fleet, board
        self._wake = asyncio.Event()
        self._failures, self._epoch = 0, 1
        self._idle = True  # nothing was due when it was last looked
        self._held: Mapping[bool, Held] = {}  # as last looked at, for FLASH and for all else
        self._unheard: datetime | None = None  # of a claim of which nobody said whether it was kept
        self.name, self.carries, self.busy = bearer.name, bearer.carries, False
        self._living = Living(store, kit.clock, self.name)
        fleet.join(self)

    def fit(self, *, flash: bool) -> bool:
        """Say whether this bearer can send now: ready, with credit, below its limit, not in back-off."""
        health = self._bearer.health()
        credit = not health.facts.get("balance_low")
        return health.ready and credit and not self._failures and flash not in self._held

    def wake(self) -> None:
        """Say that something may be due; only a hint."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled. What a dead station had in hand is `unknown` first, never sent again."""
        living = asyncio.create_task(self._living.run())
        try:
            await self._kept(self._interrupted)
            while True:
                self._wake.clear()
                if not await self._try():
                    await self._pause()
        finally:
            living.cancel()

    async def _try(self) -> bool:
        try:
            return await self._round()
        except (StoreFullError, StoreLostError) as error:
            _log.error("the outbox waits", why=str(error))
            return False

    async def _round(self) -> bool:
        """Try the most urgent text; False when there was none or the bearer could not take it."""
        if self._unheard is not None:
            await self._store.write(self._give_back)
            self._unheard = None
        # Looking is a read: a write would wake everybody who waits for a commit, this sender first.
        due = await self._store.read(self._look)
        self._idle = due is None
        self._tell()
        if self._idle and await self._store.read(self._any_lost):
            await self._store.write(self._adopt)
            return True
        if due is None or not self._bearer.health().ready:
            return False
        self._unheard = self._kit.clock.now() + TEXT_LEASE
        chosen = await self._store.write(self._claim)
        self._unheard = None
        if chosen is None:
            return False
        reach("reply-claimed")
        sent = await self._send(chosen)
        failed = sent.outcome in (SendOutcome.UNREADY, SendOutcome.REFUSED)
        self._failures = self._failures + 1 if failed else 0
        return not failed

    async def _send(self, chosen: Delivery) -> Sent:
        self.busy = True
        try:
            sent = await self._bearer.send(_outgoing(chosen, self._epoch))
        finally:
            self.busy = False
        await self._kept(lambda conn: self._settle(conn, chosen, sent))
        reach("outcome-written")
        return sent

    async def _kept(self, work: Work[None]) -> None:
        """Have what became of texts kept, however long the store takes to have room for it."""
        while True:
            try:
                return await self._store.write(work)
            except (StoreFullError, StoreLostError) as error:
                _log.error("what became of a text waits to be kept", why=str(error))
                await asyncio.sleep(_SETTLE)

    async def _pause(self) -> None:
        again = self._failures and not self._idle  # there is something that could not be sent
        seconds = _BACKOFF.wait(self._failures, self._uniform) if again else self._kit.pace.outbox
        try:
            # Not wait_for, which can lose a cancellation that comes together with the wake.
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        if again:
            # New work is no reason to hammer a bearer that cannot send.
            await asyncio.sleep(min(seconds, _SETTLE))

    def _look(self, conn: Connection) -> Delivery | None:
        """Look which limits are reached, and what is due."""
        self._held = limits.full(conn, self._kit, self.name)
        return self._due(conn)

    def _due(self, conn: Connection) -> Delivery | None:
        """Return what to send next; each refusal costs a text one rank, so that none holds up the others."""
        homes = {
            flash: self._fleet.homes(self, flash=flash) for flash in (True, False) if flash not in self._held
        }
        due = [one for home in set[str]().union(*homes.values()) for one in outbox.due(conn, home, _LOOK_AT)]
        found = [one for one in due if self._may(one, homes.get(one.precedence == Precedence.FLASH, ()))]
        return min(found, key=lambda one: (one.precedence + one.attempts, one.id), default=None)

    def _may(self, one: Delivery, homes: Sequence[str]) -> bool:
        """Say whether to send a text; one that went out in part stays where its first part went."""
        return one.bearer in homes and (one.bearer == self.name or not one.references)

    def _tell(self) -> None:
        """Say on the board how many texts a limit holds back, and until when."""
        for flash in (True, False):
            name, held = f"limit of {self.name}{' for FLASH' if flash else ''}", self._held.get(flash)
            if held is None or not held.count:
                self._board.clear(name)
            else:
                self._board.post(name, Level.WARNING, held.sentence(self.name))

    def _claim(self, conn: Connection) -> Delivery | None:
        due = self._due(conn)
        if due is None:
            return None
        at, flash = self._kit.clock.now(), due.precedence == Precedence.FLASH
        chosen = claims.text(conn, due.id, self.name, at=at, until=self._unheard or at + TEXT_LEASE)
        if chosen is not None:
            spending.spend(conn, self.name, due.id, self._bearer.measure(due.text), flash=flash, at=at)
        return chosen

    def _give_back(self, conn: Connection) -> None:
        """Queue what we claimed, were not told that we had, and so never gave to the bearer."""
        if self._unheard is not None:
            for one in claims.give_back(conn, self.name, self._unheard, self._kit.clock.now()):
                spending.refund(conn, one)

    def _settle(self, conn: Connection, chosen: Delivery, sent: Sent) -> None:
        event = _event(sent, chosen.attempts)
        state = after(State.SUBMITTED, event) or State.UNKNOWN
        at, hold = self._kit.clock.now(), Hold(chosen.id, chosen.lease)
        if claims.settle_texts(conn, [hold], state.value, at, sent.sentence):
            outbox.references(conn, chosen.id, self.name, sent.references, at)
            if event in (Event.AGAIN, Event.REFUSED) and not sent.references:
                spending.refund(conn, chosen.id)
        else:  # what became of it is another's to say, but its receipts will still come
            references.keep(conn, chosen.id, self.name, sent.references, at)
        receipts.again(conn, self._kit, self.name)

    def _any_lost(self, conn: Connection) -> bool:
        return bool(adopting.lost(conn, self._kit, self._living, self.carries))

    def _adopt(self, conn: Connection) -> None:
        adopting.adopt(conn, self._kit, self._living, self.name, self.carries)

    def _interrupted(self, conn: Connection) -> None:
        self._epoch = counters.epoch(conn)  # another begins only in a store that is restored
        outbox.requeue_interrupted(conn, self._bearer.name, self._kit.clock.now())
        self._adopt(conn)
        receipts.again(conn, self._kit, self._bearer.name)


def _event(sent: Sent, attempts: int) -> Event:
    if sent.outcome is SendOutcome.REFUSED:
        return Event.AGAIN if sent.retryable and attempts < MOST_REFUSED else Event.REFUSED
    return {
        SendOutcome.SUBMITTED: Event.TAKEN,
        SendOutcome.UNKNOWN: Event.SILENT,
        SendOutcome.UNREADY: Event.AGAIN,
    }[sent.outcome]


def _outgoing(chosen: Delivery, epoch: int) -> Outgoing:
    """Return a text as the bearer takes it, under a name that no text of another epoch has.

    Tags are made of the numbers of rows, which a restored store gives again; an officer's radio would take
    the new text for one it has shown, and ack it unseen.
    """
    to, precedence = Address(AddressKind(chosen.to_kind), chosen.to), Precedence(chosen.precedence)
    valid, begun = VALID[precedence], tuple(chosen.references)
    tag = chosen.tag if epoch == 1 else f"{epoch}-{chosen.tag}"
    return Outgoing(tag, to, chosen.text, precedence=precedence, valid=valid, begun=begun)
