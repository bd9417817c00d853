"""Who wants to hear that something was committed: a hint to look again, never the news itself."""

import asyncio
import threading
from collections.abc import Callable

Heard = Callable[[], object]


class Wake:
    """Tells its listeners from the writer's thread, each in the event loop it was added in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[object, tuple[asyncio.AbstractEventLoop | None, Heard]] = {}

    def add(self, heard: Heard) -> Callable[[], None]:
        """Add a listener, called in the writer's thread when there is no loop; the answer takes it away."""
        name = object()
        with self._lock:
            self._listeners[name] = (_loop(), heard)

        def remove() -> None:
            with self._lock:
                self._listeners.pop(name, None)

        return remove

    def tell(self) -> None:
        """Call every listener soon; one whose loop has ended is forgotten."""
        with self._lock:
            listeners = list(self._listeners.items())
        for name, (loop, heard) in listeners:
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
