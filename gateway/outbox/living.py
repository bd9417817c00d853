"""Which bearers some worker looks after: where several share a store, each configuration may name its own.

A sender counts its bearer's beat up while it runs. Whoever sees one stand still for long, by his own
monotonic clock, may take that bearer's texts; no two machines' clocks are compared.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.looking import look_for_ever
from gateway.store import counters
from gateway.store.store import Store

SILENT_S: Final = 90.0
_EVERY_S: Final = 15.0
_BEAT = "bearer {name}"


class Living:
    """Beats for one bearer, and listens for the others."""

    def __init__(self, store: Store, clock: Clock, name: str) -> None:
        self._store, self._clock = store, clock
        self._own = _BEAT.format(name=name)
        self._heard: dict[str, tuple[int, float]] = {}

    async def run(self) -> None:
        """Beat until cancelled; who is alone with the store has nobody to tell."""
        if not self._store.alone:
            await look_for_ever(
                self.beat, _EVERY_S, "the other workers do not hear that this bearer is there"
            )

    async def beat(self) -> None:
        """Say that the bearer is there."""
        await self._store.write(lambda conn: counters.take(conn, self._own))

    def silent(self, conn: Connection, names: Iterable[str]) -> list[str]:
        """Return those of the bearers of which nobody was heard for long; at first nobody is silent."""
        if self._store.alone:
            return list(names)
        now = self._clock.monotonic()
        for name in names:
            beat = counters.last(conn, _BEAT.format(name=name))
            if self._heard.get(name, (None,))[0] != beat:
                self._heard[name] = (beat, now)
        return [name for name in names if now - self._heard[name][1] > SILENT_S]
