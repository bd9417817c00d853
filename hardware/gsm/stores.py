"""The memories of one modem: list, hand up, and only then delete (promise 1).

Only the sweeper selects memories, lists and deletes, one sweep at a time, so that selecting and deleting
cannot come apart; sending goes on between its commands and touches none of this. What is deleted is what
was read, because a modem gives a slot away only when it is empty, and nobody but us empties one. That would
not hold with another SIM in the modem (the conversation ends when one goes out), nor after a delete
whose answer was not plain OK: it may have been done, and the slot taken again. So no delete is
repeated on the spot; the rest is left where it is and listed anew.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from hardware.bearer import Deliver, Hearing
from hardware.failpoint import reach
from hardware.gsm.at.answers import Fill, Listing, Slot
from hardware.gsm.at.words import Command
from hardware.gsm.committed import Committed
from hardware.gsm.condition import FULL_SHARE
from hardware.gsm.hear import hearing_of
from hardware.gsm.lister import INVALID_INDEX, Lister
from hardware.gsm.setup import Equipment
from hardware.gsm.terminal import Terminal
from hardware.sentence import NOTHING, Sentence

BATCH: Final = 32
RECEIVED: Final = (0, 1)  # <stat>: unread and read; 2 and 3 are texts somebody stored to send
DELETE_S: Final = 25.0
BACKLOG_S: Final = 1.0  # between two looks for newcomers while a backlog drains: what an SOS in it may wait
NOT_STORED: Final = Sentence(
    "Messages cannot be stored just now, so they stay on the SIM and are tried again."
)
_log = structlog.get_logger()

Hinted = Callable[[str], bool]
Monotonic = Callable[[], float]


@dataclass(slots=True)
class Swept:
    """What one sweep did; `trouble` says why messages were left, and `again` that listing anew may help."""

    heard: int = 0
    deleted: int = 0
    left: int = 0
    again: bool = False
    trouble: Sentence = NOTHING


@dataclass(frozen=True, slots=True)
class _Told:
    """A message that was listed, and what it says."""

    slot: Slot
    hearing: Hearing


class Stores:
    """Sweeps the memories of a modem that has been set up.

    `hinted(store)` tells, once, whether something new was announced there; it is heeded between two deletes,
    so that an SOS does not wait until a full SIM is drained. While a backlog in the network fills each slot
    that a delete frees, it is heeded once a second, so that what follows is committed in batches.
    """

    def __init__(
        self,
        terminal: Terminal,
        equipment: Equipment,
        committed: Committed,
        hinted: Hinted,
        monotonic: Monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._backlog = False  # every slot that is freed is filled at once
        self._looked = float("-inf")  # when newcomers were last listed
        self._terminal = terminal
        self._lister = Lister(terminal, equipment)
        self._committed = committed
        self._hinted = hinted
        self._delete_forms = deque(equipment.profile.delete)

    @property
    def fills(self) -> dict[str, Fill]:
        return dict(self._lister.fills)

    async def sweep(self, store: str, deliver: Deliver) -> Swept:
        """Hand up and delete what `store` holds; PortLostError and its like when the modem goes."""
        swept = Swept()
        if not await self._lister.select(store):
            swept.trouble = Sentence("The modem does not open its memory {store}.", store=store)
            return swept
        listed = await self._lister.everything(store)
        if listed is None:
            swept.again = True
            return swept
        swept.left, swept.again = len(listed.slots), listed.damaged > 0
        total = self._lister.fills[store].total if store in self._lister.fills else 0
        self._backlog = 0 < total * FULL_SHARE <= swept.left
        told = _told(listed)
        await self._hand_up(told, deliver, swept)
        await self._delete_all(store, deque(told), deliver, swept)
        if store in self._lister.fills:
            self._lister.fills[store] = Fill(swept.left, self._lister.fills[store].total)
        return swept

    async def _hand_up(self, told: Sequence[_Told], deliver: Deliver, swept: Swept) -> None:
        """Hand up all of `told` before anything is deleted, so that nobody waits for slow deletes.

        They go up as they were sent, since a correction or an answer must not come before what it is about,
        and a modem puts a newcomer into any slot that is free.
        """
        hearings = {one.hearing.key: one.hearing for one in told if one.hearing.key not in self._committed}
        fresh = sorted(hearings.values(), key=_sent)
        for begin in range(0, len(fresh), BATCH):
            batch = fresh[begin : begin + BATCH]
            reach("heard")
            try:
                await deliver(batch)
            except Exception as error:  # noqa: BLE001  # whatever it was, it is not stored, so nothing is deleted
                swept.trouble = NOT_STORED
                _log.warning("messages stay on the SIM", count=len(fresh) - begin, error=type(error).__name__)
                return
            swept.heard += len(batch)
            for hearing in batch:
                self._committed.add(hearing.key)

    async def _delete_all(self, store: str, told: deque[_Told], deliver: Deliver, swept: Swept) -> None:
        while told:
            if self._may_look() and self._hinted(store):
                told.extend(await self._newcomers(told, deliver, swept))
            one = told.popleft()
            deletable = one.slot.sure and one.hearing.key in self._committed
            if deletable and not await self._delete(one, swept):
                return

    def _may_look(self) -> bool:
        return not self._backlog or self._monotonic() - self._looked >= BACKLOG_S

    async def _newcomers(self, told: deque[_Told], deliver: Deliver, swept: Swept) -> list[_Told]:
        """Hand up what came since the list was made; an index that is in the list already cannot be new."""
        listed = await self._lister.unread()
        self._looked = self._monotonic()
        if listed is None:
            swept.again = True
            return []
        known = {one.slot.index for one in told}
        fresh = [one for one in _told(listed) if one.slot.index not in known]
        swept.left += len(fresh)
        self._backlog = self._backlog and len(fresh) > 0
        await self._hand_up(fresh, deliver, swept)
        return fresh

    async def _delete(self, one: _Told, swept: Swept) -> bool:
        line = self._delete_forms[0].format(one.slot.index)
        reach("before-delete")
        answer = await self._terminal.ask(Command(line, wait_s=DELETE_S))
        if answer.ok:
            reach("after-delete")
            swept.deleted += 1
            swept.left -= 1
            return True
        if answer.refusal is not None and answer.refusal.code != INVALID_INDEX:
            self._delete_forms.rotate(-1)
        self._terminal.doubt()
        swept.again = True
        return False


def _sent(hearing: Hearing) -> float:
    """Return what to sort by: the network's time, to the second; what bears none goes last."""
    return float("inf") if hearing.sent_at is None else hearing.sent_at.timestamp()


def _told(listed: Listing) -> list[_Told]:
    return [_Told(slot, hearing_of(slot.pdu)) for slot in listed.slots if slot.stat in RECEIVED]
