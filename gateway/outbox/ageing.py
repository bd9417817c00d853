"""Lets texts grow older while the station runs, and ends those whose validity is over.

Age is counted on the monotonic clock and kept in the store now and then: neither a clock that jumps nor the
time that a station was off expires anything.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.outbox.delivery import Event, after, overdue
from gateway.store import claims, outbox
from gateway.store.states import DeliveryState as State
from gateway.store.store import Store
from gateway.turn import Turn
from hardware.sentence import Sentence

KEPT_EVERY_S = 300.0  # what a restart may forget of a text's age
OPEN = (State.QUEUED, State.WIRED, State.UNKNOWN)
OVER = Sentence("Its validity was over before the network said that it was delivered.")


class Ageing:
    """Counts for every open text of the office."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store
        self._since = kit.clock.monotonic()
        self._turn = Turn(store, kit.clock, "texts", kit.pace.overdue)

    async def run(self) -> None:
        """Count until cancelled; an office without open texts commits nothing."""
        await look_for_ever(self._look, self._kit.pace.overdue, "texts grow no older")

    async def _look(self) -> None:
        if not self._store.alone:
            await self._let_go()
        if not await self._turn.mine():
            self._since = self._kit.clock.monotonic()
            return
        if self._kit.clock.monotonic() - self._since < KEPT_EVERY_S:
            return
        if await self._store.read(lambda conn: outbox.any_in(conn, OPEN)):
            await self._store.write(lambda conn: self.age(conn, OPEN))
        else:
            self._since = self._kit.clock.monotonic()

    async def _let_go(self) -> None:
        """Say of what a worker had in hand that is gone for good that it may have gone out."""
        now = self._kit.clock.now()
        if await self._store.read(lambda conn: claims.any_over(conn, now)):
            await self._store.write(lambda conn: claims.expire_texts(conn, now))

    def age(self, conn: Connection, states: Sequence[State]) -> int:
        """Add the time since the last call, expire what is over, and return how many that were."""
        now = self._kit.clock.monotonic()
        if not self._turn.held(conn):
            return 0
        outbox.grow_older(conn, states, round(now - self._since))
        over = [
            one
            for one in outbox.in_states(conn, states)
            if overdue(State(one.state), one.precedence, one.age_s)
        ]
        for one in over:
            state = after(State(one.state), Event.OVERDUE)
            if state is not None:
                outbox.mark(conn, one.id, state.value, self._kit.clock.now(), sentence=OVER)
        self._since = now
        return len(over)
