"""The real bearer on a real line, and a gateway that keeps everything."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from hardware.bearer import Hearing
from hardware.radio.ax25 import Callsign
from hardware.radio.tnc import KissTnc
from tests.hardware.radio.bench import ME


class Kept:
    """A gateway that keeps everything."""

    def __init__(self) -> None:
        self.hearings: list[Hearing] = []

    async def deliver(self, hearings: Sequence[Hearing]) -> None:
        self.hearings += hearings

    def texts(self) -> list[str | None]:
        """Return the texts, each key once, as a gateway would."""
        return [one.text for one in {each.key: each for each in self.hearings}.values() if one.text]


@contextlib.asynccontextmanager
async def serving(pty: Path, callsign: Callsign = ME) -> AsyncIterator[tuple[KissTnc, Kept]]:
    tnc, kept = KissTnc("radio", str(pty), callsign, shake=random.Random(0)), Kept()
    task = asyncio.create_task(tnc.run(kept.deliver))
    try:
        yield tnc, kept
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
