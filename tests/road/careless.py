"""A station that breaks promise 1 or 2, in a process of its own, to show that the campaign can see it."""

import asyncio
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

import gateway.store.segments as kept
from gateway.intake.intake import Intake
from hardware.bearer import Hearing
from web.__main__ import main

LAG_S = 3.0  # longer than the campaign ever waits between a delete and a death
DAWDLE_S = 1.0
_true_take, _true_keep = Intake.take, kept.keep
_late: set[asyncio.Task[None]] = set()


async def _take_later(self: Intake, bearer: str, heard: Sequence[Hearing]) -> None:
    """Return at once, so that the SIM is emptied, and commit after a while."""

    async def later() -> None:
        await asyncio.sleep(LAG_S)
        await _true_take(self, bearer, heard)

    _late.add(asyncio.create_task(later()))


async def _take_and_dawdle(self: Intake, bearer: str, heard: Sequence[Hearing]) -> None:
    """Commit as one should, and leave much time for a death before the SIM is emptied."""
    await _true_take(self, bearer, heard)
    await asyncio.sleep(DAWDLE_S)


def _keep_again(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[int | None]:
    """Take everything for new, a redelivery too."""
    return _true_keep(conn, [{**row, "key": os.urandom(32)} for row in rows])


def lose() -> None:
    Intake.take = _take_later


def double() -> None:
    Intake.take = _take_and_dawdle
    intake = importlib.import_module("gateway.intake.intake")
    intake.segments.keep = _keep_again


if __name__ == "__main__":
    {"lose": lose, "double": double}[sys.argv.pop(1)]()
    main()
