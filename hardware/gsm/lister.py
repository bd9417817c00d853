"""Reads what lies in a modem's memories, as well as the modem lets itself be read (TS 27.005, 3.2.2, 3.4)."""

from collections import Counter
from dataclasses import replace
from typing import Final

from hardware.gsm.at.answers import Fill, Listing, Slot, fill, listing, read_slot
from hardware.gsm.at.words import Command
from hardware.gsm.errors import ModemUnfitError
from hardware.gsm.setup import Equipment
from hardware.gsm.terminal import Terminal
from hardware.sentence import Sentence

EVERYTHING: Final = 4  # <stat> of AT+CMGL
UNREAD: Final = 0
READINGS: Final = 3  # a PDU of the wrong length was damaged on the line, unless it reads so each time
INVALID_INDEX: Final = 321  # what some modems say of an empty list
REFUSALS_BEFORE_CMGR: Final = 3
REFUSALS_BEFORE_SETUP: Final = 12
SLOTS_WHEN_UNTOLD: Final = 50
SELECT_S: Final = 10.0
READ_S: Final = 10.0


class Lister:
    """Knows which memory is selected; whoever uses it must be the only one to select any."""

    def __init__(self, terminal: Terminal, equipment: Equipment) -> None:
        self._terminal = terminal
        self._list_s = equipment.profile.list_s
        self._selected = equipment.receiving
        self._refusals = 0
        self._readings: dict[str, Counter[str]] = {}
        self.fills: dict[str, Fill] = {equipment.receiving: equipment.fill} if equipment.fill else {}

    async def select(self, store: str) -> bool:
        """Make `store` the one to read and delete from; say whether it is."""
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

    async def everything(self, store: str) -> Listing | None:
        """List what `store` holds; None when that did not work this time."""
        listed = await self._cmgl(EVERYTHING)
        if listed is None:
            listed = await self._without_cmgl(store)
        return None if listed is None else self._plausible(store, listed)

    async def unread(self) -> Listing | None:
        """List what has come to the selected memory since everything was listed."""
        listed = await self._cmgl(UNREAD)
        if listed is None:
            return None
        return replace(listed, slots=tuple(slot for slot in listed.slots if slot.intact))

    async def _cmgl(self, stat: int) -> Listing | None:
        command = Command(f"AT+CMGL={stat}", "+CMGL", paired=True, wait_s=self._list_s)
        answer = await self._terminal.ask(command)
        if answer.ok:
            self._refusals = 0
            return _in_pdu_mode(listing(answer.lines))
        if answer.refusal is not None and answer.refusal.code == INVALID_INDEX:
            return Listing()
        return None

    async def _without_cmgl(self, store: str) -> Listing | None:
        self._selected = ""
        self._refusals += 1
        await self._terminal.ask(Command("AT+CMGF=0"))  # in text mode it refuses the 4
        if self._refusals >= REFUSALS_BEFORE_SETUP:
            raise ModemUnfitError(Sentence("The modem refuses to list its messages; it is set up anew."))
        if self._refusals < REFUSALS_BEFORE_CMGR or not await self.select(store):
            return None
        return await self._read_each(store)

    async def _read_each(self, store: str) -> Listing | None:
        """Do without AT+CMGL; None when nothing at all could be read, which may be for another reason."""
        total = self.fills[store].total if store in self.fills else SLOTS_WHEN_UNTOLD
        found: list[Slot] = []
        for index in range(total + 1):  # some count from 0
            command = Command(f"AT+CMGR={index}", "+CMGR", paired=True, wait_s=READ_S, settles=True)
            slot = read_slot(index, (await self._terminal.ask(command)).lines)
            if slot is not None:
                found.append(slot)
        if found:
            self._refusals = REFUSALS_BEFORE_CMGR
        return Listing(tuple(found)) if found else None

    def _plausible(self, store: str, listed: Listing) -> Listing:
        """Count PDUs whose length is wrong as damaged, until they have read the same three times."""
        before = self._readings.get(store, Counter())
        odd = [slot for slot in listed.slots if not slot.intact]
        now = Counter({slot.pdu: before[slot.pdu] + 1 for slot in odd})
        self._readings[store] = now
        kept = tuple(slot for slot in listed.slots if slot.intact or now[slot.pdu] >= READINGS)
        return Listing(kept, listed.damaged + len(listed.slots) - len(kept))


def _in_pdu_mode(listed: Listing) -> Listing:
    if listed.text_mode:
        raise ModemUnfitError(Sentence("The modem has left PDU mode; it is set up anew."))
    return listed
