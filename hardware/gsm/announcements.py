"""What the modem announced without being asked, until somebody attends to it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from hardware.gsm.at.answers import after_name, hint, quoted
from hardware.gsm.at.classify import HEADS, fits, name_of, octets_of
from hardware.gsm.at.effects import Unasked
from hardware.gsm.errors import ModemUnfitError
from hardware.sentence import Sentence

RESTARTED: Final = frozenset(
    {"RDY", "SYSSTART", "^SYSSTART", "MODEM:STARTUP", "NORMAL POWER DOWN", "POWERED DOWN"}
)
NO_SIM: Final = frozenset({"NOT INSERTED", "NOT READY", "SIM REMOVED"})
EVERYWHERE: Final = "*"


def _ignore(_error: Exception) -> None:
    """Stand in until the modem is set up: boot chatter is no news."""


def _nobody() -> None:
    """Stand in until somebody wants to know."""


@dataclass(frozen=True, slots=True)
class Direct:
    """A PDU that was handed over and not stored; `owed` while the modem waits for CNMA."""

    pdu: str
    intact: bool
    owed: bool = True


@dataclass(slots=True)
class Announcements:
    """Filled by `hear` in the event loop, for one connection; `alarm` rings for the sweeper.

    `broken` is told of what makes everything known about the modem worthless: a restart, another SIM;
    `came` of each hint.
    """

    hinted: set[str] = field(default_factory=set)
    alarm: asyncio.Event = field(default_factory=asyncio.Event)
    direct: deque[Direct] = field(default_factory=deque)
    direct_came: asyncio.Event = field(default_factory=asyncio.Event)
    ringing: asyncio.Event = field(default_factory=asyncio.Event)
    caller: str = ""
    ussd: str = ""
    ussd_came: asyncio.Event = field(default_factory=asyncio.Event)
    network_changed: asyncio.Event = field(default_factory=asyncio.Event)
    sim_ready: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)
    broken: Callable[[Exception], None] = _ignore
    came: Callable[[], None] = _nobody

    def hear(self, said: Unasked) -> None:
        """Note a URC; unknown ones are none of our business."""
        if said.line in RESTARTED:
            self.broken(ModemUnfitError(Sentence("The modem restarted; it is set up anew.")))
        name = name_of(said.line)
        if name in HEADS:
            self._hear_direct(name, said)
        elif (attend := _ATTEND.get(name or said.line)) is not None:
            attend(self, said.line)

    def _hear_direct(self, name: str, said: Unasked) -> None:
        if name == "+CBM":
            return  # cell broadcasts are the operator's advertisements
        if said.pdu is not None:
            self.settle(
                len(self.direct)
            )  # the next one comes only when the former is over (TS 27.005, 3.4.4)
            self.direct.append(Direct(said.pdu, fits(said.pdu, octets_of(said.line))))
            self.direct_came.set()

    def settle(self, count: int) -> None:
        """Note that the modem no longer waits for an answer to the first `count` in `direct`."""
        for place in range(count):
            self.direct[place] = replace(self.direct[place], owed=False)

    def ring_all(self) -> None:
        """Wake every attendant, because the conversation is over."""
        for event in (
            self.alarm,
            self.direct_came,
            self.ringing,
            self.ussd_came,
            self.network_changed,
            self.over,
        ):
            event.set()


def _hint(heard: Announcements, line: str) -> None:
    found = hint(line)
    heard.hinted.add(found.memory if found else EVERYWHERE)
    heard.alarm.set()
    heard.came()


def _ring(heard: Announcements, _line: str) -> None:
    heard.ringing.set()


def _caller(heard: Announcements, line: str) -> None:
    heard.caller = quoted(line)
    heard.ringing.set()


def _sim(heard: Announcements, line: str) -> None:
    state = after_name(line)
    heard.sim_ready = state == "READY"
    if state in NO_SIM:
        heard.broken(ModemUnfitError(Sentence("The SIM was taken out: put it back.")))


def _network(heard: Announcements, _line: str) -> None:
    heard.network_changed.set()


def _ussd(heard: Announcements, line: str) -> None:
    heard.ussd = line
    heard.ussd_came.set()


_ATTEND: Final[dict[str, Callable[[Announcements, str], None]]] = {
    "+CMTI": _hint,
    "+CDSI": _hint,
    "^SMMEMFULL": _hint,
    "^SMGO": _hint,
    "RING": _ring,
    "+CRING": _ring,
    "+CLIP": _caller,
    "+CPIN": _sim,
    "+CREG": _network,
    "+CEREG": _network,
    "+CIREGU": _network,
    "+CUSD": _ussd,
}
