"""A bearer in memory that speaks the plug of `hardware.bearer` and keeps the network's ledger.

It promises what a GSM modem does: hand up, wait for the commit, delete; hand up again after a crash. It
pretends no AT line, no PIN and no URC; the campaigns on the real driver do.
"""

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from gateway.errors import StoreFullError, StoreLostError
from hardware.bearer import AddressKind, Deliver, Health, Outgoing, SendOutcome, Sent
from hardware.sentence import Sentence
from tests.simulation.life import PowerOff
from tests.simulation.sim_card import Entry, SimCard, Taken

SWEEP_S: Final = 600.0
ROOM: Final = 153  # characters of a segment of several
BATCH: Final = 10
_EPOCH: Final = re.compile(r"^\d+-")  # before the tag of a text that a restored office sends


class Holder(Protocol):
    """The life a modem is plugged into."""

    dead: bool
    number: int

    def step(self, name: str) -> None: ...

    def now(self) -> float: ...


class Modem:
    """One office's modem in one life of its station."""

    carries = AddressKind.NUMBER

    def __init__(
        self,
        name: str,
        card: SimCard,
        life: Holder,
        dice: random.Random,
        plugged: Callable[[], bool],
        sent: Callable[[Taken], None],
        *,
        careless: bool = False,
    ) -> None:
        self.name = name
        self._card, self._life, self._dice = card, life, dice
        self._plugged, self._sent, self._careless = plugged, sent, careless
        self._committed: set[int] = set()
        self._hint = asyncio.Event()
        card.hint = self._hint.set

    async def run(self, deliver: Deliver) -> None:
        while True:
            self._hint.clear()
            batch = self._card.stored[:BATCH] if self._plugged() else []
            try:
                await self._hand_up(batch, deliver)
            except (StoreFullError, StoreLostError):
                await self._wait(30.0)
            if not batch:
                await self._rest()

    async def send(self, message: Outgoing) -> Sent:
        if not self._plugged():
            return Sent(SendOutcome.UNREADY, sentence=Sentence("The modem is not there."))
        self._step("about to send")
        await self._wait(self._dice.uniform(1.0, 5.0))
        luck = self._dice.random()
        if luck < 0.04:  # shares of all attempts, here and below
            no = Sentence("The network refused it.")
            return Sent(SendOutcome.REFUSED, retryable=luck < 0.03, sentence=no)
        references = self._card.next_references(self.measure(message.text))
        if luck > 0.01 + 0.04:
            self._take(message, references)
        self._step("the network took it")
        await self._wait(self._dice.uniform(0.0, 1.0))
        if luck < 0.07:
            self._card.doubtful.add(message.tag)
            await self._wait(120.0)
            return Sent(SendOutcome.UNKNOWN, sentence=Sentence("The modem did not answer."))
        return Sent(SendOutcome.SUBMITTED, references)

    def measure(self, text: str) -> int:
        return max(1, -(-len(text) // (160 if text.isascii() else 70)))

    def join(self, raws: Sequence[bytes]) -> str | None:
        del raws
        return None

    def health(self) -> Health:
        ready = self._plugged()
        return Health(ready, Sentence("It works." if ready else "The modem is not there."), {})

    async def _hand_up(self, batch: list[Entry], deliver: Deliver) -> None:
        fresh = [entry for entry in batch if entry.id not in self._committed]
        await self._wait(0.1 * len(batch))
        if self._careless:
            await self._delete(batch)
        if fresh:
            self._step("heard")
            await deliver([entry.hearing for entry in fresh])
            self._committed.update(entry.id for entry in fresh)
        if not self._careless:
            await self._delete(batch)

    async def _delete(self, batch: list[Entry]) -> None:
        for entry in batch:
            self._step("about to delete")
            await self._wait(self._dice.uniform(0.1, 0.3))
            if self._plugged():
                self._card.delete(entry)

    def _take(self, message: Outgoing, references: tuple[str, ...]) -> None:
        to, at = message.to.value, self._life.now()
        tag = _EPOCH.sub("", message.tag)  # after a restore it goes out under another name than its row's
        taken = Taken(tag, to, message.text, self._life.number, at, references)
        self._card.taken.append(taken)
        self._sent(taken)

    def _step(self, name: str) -> None:
        self._life.step(name)

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if self._life.dead:
            raise PowerOff

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(SWEEP_S):
                await self._hint.wait()
        except TimeoutError:
            return
