"""Every address of the console, found in the console itself, so that a new one cannot be forgotten."""

import re
from collections.abc import Iterator
from typing import Any

from gateway.store.keys import ReportKey
from tests.web.stage import Stage

# Whoever starts the station asks these, or they are the way in; tokens have tests of their own.
OPEN = ("/sign-in", "/sign-in-code", "/ready", "/s/{name:str}")
TOKEN = ("/api/", "/metrics")
_PARAMETER = re.compile(r"\{(\w+):\w+\}")


def routes(console: Stage, method: str) -> list[str]:
    """Return the patterns of all addresses that answer to a method."""
    found: Any = console.app._app.routes
    return sorted(one.path for one in found if method in one.methods)


def guarded(console: Stage, method: str) -> Iterator[str]:
    """Give the patterns of those that a person must be signed in for."""
    for pattern in routes(console, method):
        if pattern not in OPEN and not pattern.startswith(TOKEN):
            yield pattern


def filled(pattern: str, key: ReportKey) -> str:
    """Return an address of that pattern, about things that exist where it can."""
    known = {"key": str(key), "partner": "TCL", "number": "1"}
    return _PARAMETER.sub(lambda found: known.get(found[1], "1"), pattern)
