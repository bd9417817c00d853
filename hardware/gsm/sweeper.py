"""Sweeps every memory at once, after each hint, and every few seconds, since hints get lost."""

import asyncio
from collections.abc import Sequence
from typing import Final

from hardware.bearer import Deliver
from hardware.gsm.committed import Committed
from hardware.gsm.condition import FULL_SHARE
from hardware.gsm.connection import Connection
from hardware.gsm.stores import Stores
from hardware.sentence import NOTHING

STALLS: Final = 3  # sweeps in a row without progress, after which there is no hurry any more
CALM_S: Final = 10.0


class Sweeper:
    """Keeps the memories empty while the connection lasts."""

    def __init__(self, connection: Connection, committed: Committed) -> None:
        self._connection = connection
        self._stores = Stores(
            connection.terminal, connection.equipment, committed, self._hinted, connection.monotonic
        )
        connection.condition.fills = self._stores.fills
        self._calm = asyncio.Event()
        self._stalls = 0

    async def run(self, deliver: Deliver) -> None:
        """Sweep until the conversation ends, first where messages arrive, which is selected already."""
        heard = self._connection.heard
        await self._sweep([self._connection.equipment.receiving], deliver)
        while True:
            hinted, heard.hinted = heard.hinted, set()
            heard.alarm.clear()
            self._calm.clear()
            hurry = await self._sweep(self._due(hinted), deliver)
            self._calm.set()
            await self._connection.rung(heard.alarm, 0 if hurry else self._connection.options.sweep_s)

    async def calm(self) -> None:
        """Return when no sweep is under way, or after 10 s; a nearly full SIM is drained first."""
        condition = self._connection.condition
        while not self._calm.is_set():
            try:
                async with asyncio.timeout(CALM_S):
                    await self._calm.wait()
            except TimeoutError:
                if condition.share < FULL_SHARE or condition.trouble:
                    return

    def _hinted(self, store: str) -> bool:
        """Tell once whether something was announced in `store`."""
        found = store in self._connection.heard.hinted
        self._connection.heard.hinted.discard(store)
        return found

    def _due(self, hinted: set[str]) -> Sequence[str]:
        """Return the memories hinted at, else all, the receiving one last so that it stays selected."""
        stores = self._connection.equipment.stores
        return [name for name in stores if name in hinted] if hinted and hinted <= set(stores) else stores

    async def _sweep(self, names: Sequence[str], deliver: Deliver) -> bool:
        """Sweep `names` and say whether to sweep again at once."""
        condition = self._connection.condition
        again, progress, trouble = False, False, NOTHING
        for name in names:
            swept = await self._stores.sweep(name, deliver)
            self._connection.note_heard(swept.heard)
            condition.fills = self._stores.fills
            again = again or swept.again
            progress = progress or swept.deleted > 0
            trouble = trouble or swept.trouble
        condition.trouble = trouble
        self._stalls = 0 if progress or not again else self._stalls + 1
        return again and not trouble and self._stalls < STALLS
