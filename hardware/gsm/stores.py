"""The memories of one modem: list, hand up, and only then delete (promise 1).

Only the sweeper selects memories, lists and deletes, one sweep at a time, so that selecting and deleting
cannot come apart; sending goes on between its commands and touches none of this. What is deleted is what
was read, because a modem gives a slot away only when it is empty, and nobody but us empties one. That would
not hold with another SIM in the modem (the conversation ends when one goes out), nor after a delete
whose answer was not plain OK: it may have been done, and the slot taken again. So no delete is
repeated on the spot; the rest is left where it is and listed anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from hardware.bearer import Deliver, Hearing
from hardware.gsm.at.answers import Fill, Listing, Slot, fill, listing, read_slot
from hardware.gsm.at.words import Answer, Command
from hardware.gsm.committed import Committed
from hardware.gsm.errors import ModemUnfitError
from hardware.gsm.hear import hearing_of
from hardware.gsm.setup import Equipment
from hardware.gsm.terminal import Terminal

BATCH: Final = 32
RECEIVED: Final = (0, 1)  # <stat>: unread and read; 2 and 3 are texts somebody stored to send
READINGS: Final = 3  # a PDU of the wrong length was damaged on the line, unless it reads so each time
INVALID_INDEX: Final = 321  # what some modems say of an empty list
REFUSALS_BEFORE_CMGR: Final = 3
REFUSALS_BEFORE_SETUP: Final = 12
SLOTS_WHEN_UNTOLD: Final = 50
DELETE_S: Final = 25.0
SELECT_S: Final = 10.0
NOT_STORED: Final = "Messages cannot be stored just now, so they stay on the SIM and are tried again."
_log = structlog.get_logger()


@dataclass(slots=True)
class Swept:
    """What one sweep did; `trouble` says why messages were left, and `again` that listing anew may help."""

    heard: int = 0
    deleted: int = 0
    left: int = 0
    again: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """A message that was listed, and what it says."""

    slot: Slot
    hearing: Hearing


class Stores:
    """Sweeps the memories of a modem that has been set up."""

    def __init__(self, terminal: Terminal, equipment: Equipment, committed: Committed) -> None:
        self._terminal = terminal
        self._profile = equipment.profile
        self._committed = committed
        self._selected = equipment.receiving
        self._delete_form = 0
        self._refusals = 0
        self._readings: dict[str, Counter[str]] = {}
        self.fills: dict[str, Fill] = {equipment.receiving: equipment.fill} if equipment.fill else {}

    async def sweep(self, store: str, deliver: Deliver) -> Swept:
        """Hand up and delete what `store` holds; PortLostError and its like when the modem goes."""
        swept = Swept()
        if not await self._select(store):
            swept.trouble = f"The modem does not open its memory {store}."
            return swept
        listed = await self._list(store)
        if listed is None:
            swept.again = True
            return swept
        readable = self._readable(store, listed)
        swept.left = len(listed.slots)
        swept.again = listed.damaged > 0 or len(readable) < len(listed.slots)
        told = [_Told(slot, hearing_of(slot.pdu)) for slot in readable if slot.stat in RECEIVED]
        await self._hand_up(told, deliver, swept)
        for one in told:
            if one.slot.sure and one.hearing.key in self._committed and not await self._delete(one, swept):
                break
        if store in self.fills:
            self.fills[store] = Fill(swept.left, self.fills[store].total)
        return swept

    async def _select(self, store: str) -> bool:
        if store == self._selected:
            return True
        self._selected = ""
        answer = await self._terminal.ask(Command(f'AT+CPMS="{store}"', "+CPMS", wait_s=SELECT_S))
        if not answer.ok:
            return False
        self._selected = store
        if (found := fill(answer.first())) is not None:
            self.fills[store] = found
        return True

    async def _list(self, store: str) -> Listing | None:
        listing_s = self._profile.list_s
        answer = await self._terminal.ask(Command("AT+CMGL=4", "+CMGL", paired=True, wait_s=listing_s))
        if answer.ok:
            self._refusals = 0
            return _in_pdu_mode(listing(answer.lines))
        if answer.refusal is not None and answer.refusal.code == INVALID_INDEX:
            return Listing()
        self._selected = ""
        self._refusals += 1
        await self._terminal.ask(Command("AT+CMGF=0"))  # in text mode it refuses the 4
        if self._refusals >= REFUSALS_BEFORE_SETUP:
            raise ModemUnfitError("The modem refuses to list its messages; it is set up anew.")
        return None if self._refusals < REFUSALS_BEFORE_CMGR else await self._read_each(store)

    async def _read_each(self, store: str) -> Listing | None:
        """Do without AT+CMGL; None when nothing at all could be read, which may be for another reason."""
        await self._select(store)
        total = self.fills[store].total if store in self.fills else SLOTS_WHEN_UNTOLD
        found: list[Slot] = []
        for index in range(total + 1):  # some count from 0
            answer = await self._terminal.ask(_cmgr(index))
            slot = read_slot(index, answer.lines)
            if slot is not None:
                found.append(slot)
        if found:
            self._refusals = REFUSALS_BEFORE_CMGR
        return Listing(tuple(found)) if found else None

    def _readable(self, store: str, listed: Listing) -> list[Slot]:
        """Leave out PDUs whose length is wrong, until they have read the same three times."""
        before = self._readings.get(store, Counter())
        odd = [slot for slot in listed.slots if not slot.intact]
        now = Counter({slot.pdu: before[slot.pdu] + 1 for slot in odd})
        self._readings[store] = now
        return [slot for slot in listed.slots if slot.intact or now[slot.pdu] >= READINGS]

    async def _hand_up(self, told: Sequence[_Told], deliver: Deliver, swept: Swept) -> None:
        """Hand up all of `told` before anything is deleted, so that nobody waits for slow deletes."""
        hearings = {one.hearing.key: one.hearing for one in told if one.hearing.key not in self._committed}
        fresh = list(hearings.values())
        for begin in range(0, len(fresh), BATCH):
            batch = fresh[begin : begin + BATCH]
            try:
                await deliver(batch)
            except Exception as error:  # noqa: BLE001  # whatever it was, it is not stored, so nothing is deleted
                swept.trouble = NOT_STORED
                _log.warning("messages stay on the SIM", count=len(fresh) - begin, error=type(error).__name__)
                return
            swept.heard += len(batch)
            for hearing in batch:
                self._committed.add(hearing.key)

    async def _delete(self, one: _Told, swept: Swept) -> bool:
        forms = self._profile.delete
        line = forms[self._delete_form].format(one.slot.index)
        answer: Answer = await self._terminal.ask(Command(line, wait_s=DELETE_S))
        if answer.ok:
            swept.deleted += 1
            swept.left -= 1
            self._committed.forget(one.hearing.key)
            return True
        if answer.refusal is not None and answer.refusal.code != INVALID_INDEX:
            self._delete_form = (self._delete_form + 1) % len(forms)
        self._terminal.doubt()
        swept.again = True
        return False


def _in_pdu_mode(listed: Listing) -> Listing:
    if listed.text_mode:
        raise ModemUnfitError("The modem has left PDU mode; it is set up anew.")
    return listed


def _cmgr(index: int) -> Command:
    return Command(f"AT+CMGR={index}", "+CMGR", paired=True, wait_s=10, settles=True)
