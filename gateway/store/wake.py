"""Who wants to hear that something was committed: a hint to look again, never the news itself.

A verb says in its transaction what it touched, so that whoever waits for one thing is not woken by the
others.
"""

import asyncio
import threading
from collections.abc import Callable, Collection
from typing import Final

from sqlalchemy import Connection

Heard = Callable[[], object]
Topics = Collection[str]
OUTBOX: Final = "outbox"  # there is something to send by a bearer, or another bearer may have to send it
_TOUCHED: Final = "touched"


def towards(partner: str) -> str:
    """Return the topic of what goes to one partner."""
    return f"partner {partner}"


def touch(conn: Connection, *topics: str) -> None:
    """Say in a transaction what those who wait for these topics should look at after COMMIT."""
    conn.info.setdefault(_TOUCHED, set()).update(topics)


def touched(conn: Connection) -> frozenset[str]:
    """Return what was touched since this was last asked, and forget it."""
    return frozenset(conn.info.pop(_TOUCHED, ()))


class Wake:
    """Tells its listeners from the writer's thread, each in the event loop it was added in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[
            object, tuple[asyncio.AbstractEventLoop | None, Heard, frozenset[str] | None]
        ] = {}

    def add(self, heard: Heard, about: Topics | None = None) -> Callable[[], None]:
        """Add a listener, called in the writer's thread when there is no loop; the answer takes it away.

        It hears of commits that touched one of the topics `about`; of every commit when none are given.
        """
        name = object()
        with self._lock:
            self._listeners[name] = (_loop(), heard, None if about is None else frozenset(about))

        def remove() -> None:
            with self._lock:
                self._listeners.pop(name, None)

        return remove

    def tell(self, topics: Topics | None) -> None:
        """Call soon whoever waits for one of the topics, and everybody when nobody knows what was touched.

        A listener whose loop has ended is forgotten.
        """
        with self._lock:
            listeners = list(self._listeners.items())
        for name, (loop, heard, about) in listeners:
            if topics is not None and about is not None and about.isdisjoint(topics):
                continue
            if loop is None:
                heard()
                continue
            try:
                loop.call_soon_threadsafe(heard)
            except RuntimeError:  # the loop is closed
                with self._lock:
                    self._listeners.pop(name, None)


def _loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
