"""Whether the sessions of the open streams still hold, looked up for all of them at once."""

import asyncio
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from math import inf

from gateway.clock import Clock
from gateway.desk.people import People
from gateway.desk.values import Person
from web.once import failed


class Sessions:
    """Looks at the sessions of all open streams every so many seconds, when one of them asks."""

    def __init__(self, people: People, clock: Clock, every: float) -> None:
        self._people, self._clock, self._every = people, clock, every
        self._open = Counter[str]()
        self._looked = -inf
        self._found: asyncio.Future[dict[str, Person]] | None = None

    @contextmanager
    def opened(self, cookie: str) -> Generator[float]:
        """Count a stream in while it is open; yields since when (monotonic), for `holds`."""
        self._open[cookie] += 1
        try:
            yield self._clock.monotonic()
        finally:
            self._open[cookie] -= 1
            self._open += Counter()  # forgets those without a stream

    async def holds(self, cookie: str, who: Person, since: float) -> bool:
        """Say whether a session stood at the last look, its person what he was when the stream was opened.

        What was opened after the look, its request has let in.

        Raises what the look raised (StoreLostError): then nobody knows, and the next who asks looks again.
        """
        now, found = self._clock.monotonic(), self._found
        if found is None or failed(found) or now - self._looked >= self._every:
            found = self._found = asyncio.ensure_future(self._people.holding(tuple(self._open)))
            self._looked = now
        # A console that goes away must not take the look from the others.
        return since >= self._looked or (await asyncio.shield(found)).get(cookie) == who
