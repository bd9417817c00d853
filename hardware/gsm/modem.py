"""A GSM modem as a bearer: connects, serves, and comes back by itself, for ever."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

import structlog

from hardware.bearer import Address, AddressKind, Deliver, Health, Outgoing, SendOutcome, Sent
from hardware.errors import AnswerLateError, PortLostError
from hardware.gsm import submit
from hardware.gsm.announcements import Announcements, Direct
from hardware.gsm.calls import Called, nobody_listens
from hardware.gsm.committed import Committed
from hardware.gsm.condition import Condition, Phase
from hardware.gsm.connection import Connection, Monotonic
from hardware.gsm.errors import ModemUnfitError
from hardware.gsm.known import BriefKnown, Identity, Known, told_apart, updated
from hardware.gsm.options import ModemOptions, read_address
from hardware.gsm.outbound import Outbound
from hardware.gsm.pdu import Deliver as DeliverPdu
from hardware.gsm.pdu import decode_from_network, join
from hardware.gsm.pin_memory import BriefPinMemory, PinMemory
from hardware.gsm.service import serve
from hardware.gsm.setup import radio_anew, set_up
from hardware.gsm.sweeper import Sweeper
from hardware.gsm.terminal import Terminal
from hardware.holders import holders, said
from hardware.port import OpenPort, open_port
from hardware.sentence import NOTHING, Sentence
from hardware.trace import Trace, TracedPort

LOOK_S: Final = 0.2  # between looks for a device that is not there
FIRST_PAUSE_S: Final = 0.2
LONGEST_PAUSE_S: Final = 5.0
TAKEN: Final = ("exclusively lock", "Device or resource busy")  # as pyserial and the kernel say it
_log = structlog.get_logger()


class GsmModem:
    """One modem on one port; see `Bearer` for what `run`, `send`, `measure` and `health` promise.

    `called` is told who called, once a call; the call itself is refused.
    """

    carries = AddressKind.NUMBER

    def __init__(
        self,
        name: str,
        url: str,
        *,
        pin: str | None = None,
        pins: PinMemory | None = None,
        known: Known | None = None,
        options: ModemOptions | None = None,
        called: Called = nobody_listens,
        opener: OpenPort = open_port,
        monotonic: Monotonic = time.monotonic,
        uniform: Callable[[], float] = random.random,
    ) -> None:
        self.name = name
        self._url = url
        self._pin = pin
        self._pins = pins or BriefPinMemory()
        self._known = known or BriefKnown()
        self._options = options or ModemOptions()
        self._called = called
        self._opener = opener
        self._monotonic = monotonic
        self._uniform = uniform
        self._condition = Condition()
        self._committed = Committed()
        self._outbound = Outbound()
        self._direct: deque[Direct] = deque()
        self._trace = Trace()
        self._sending = asyncio.Lock()
        self._serving: tuple[Connection, Sweeper] | None = None
        self._radio_anew = False
        self._failures = 0  # in a row
        self._mute = 0  # how often it was opened and said nothing, perhaps because of the baud rate

    @classmethod
    def from_url(
        cls,
        name: str,
        url: str,
        *,
        pins: PinMemory | None = None,
        known: Known | None = None,
        called: Called = nobody_listens,
    ) -> Self:
        """Make a modem from `gsm:/dev/serial/by-id/...?pin=1234`; ValueError says what is wrong with it."""
        address = read_address(url)
        options = address.options
        return cls(
            name, address.port, pin=address.pin, pins=pins, known=known, options=options, called=called
        )

    async def run(self, deliver: Deliver) -> None:
        """Serve, and come back after whatever happens, until cancelled."""
        while True:
            try:
                await self._connect(deliver)
            except Exception as error:  # noqa: BLE001  # a modem may do anything; the station goes on
                self._note(error)
            await self._pause()

    async def send(self, message: Outgoing) -> Sent:
        async with self._sending:
            if self._serving is None or not self._condition.registered:
                return Sent(SendOutcome.UNREADY, sentence=self.health().sentence)
            return await self._outbound.send(message, *self._serving)

    def measure(self, text: str) -> int:
        return submit.measure(text)

    def join(self, raws: Sequence[bytes]) -> str | None:
        read = [decode_from_network(raw) for raw in raws]
        heard = [one for one in read if isinstance(one, DeliverPdu)]
        return join(heard) if len(heard) == len(read) else None

    def health(self) -> Health:
        return self._condition.health(self._monotonic())

    def own(self) -> Address | None:
        number = self._condition.number
        return Address(AddressKind.NUMBER, number) if number else None

    def proved(self) -> None:
        self._condition.proofs += 1
        self._condition.last_proof = self._monotonic()

    def renew(self) -> None:
        """Begin again, and switch the radio off and on: the network may believe that we are elsewhere."""
        self._radio_anew = True
        if self._serving is not None:
            self._serving[0].terminal.fail(
                ModemUnfitError(Sentence("The modem is set up anew, radio included."))
            )

    def trace(self) -> tuple[str, ...]:
        """Return the last lines that went to and fro, without numbers, texts and PINs."""
        return self._trace.lines()

    async def _connect(self, deliver: Deliver) -> None:
        """Open, set up and serve, once; raises what ended it."""
        bauds = self._options.bauds
        port = await self._opener(self._url, bauds[self._mute % len(bauds)])
        heard = Announcements(direct=self._direct)
        terminal = Terminal(TracedPort(port, self._trace), heard.hear)
        try:
            await self._serve(terminal, heard, deliver)
        finally:
            self._serving = None
            self._direct = deque(replace(one, owed=False) for one in heard.direct)
            await terminal.close()

    async def _serve(self, terminal: Terminal, heard: Announcements, deliver: Deliver) -> None:
        condition, options = self._condition, self._options
        if self._radio_anew:
            await radio_anew(terminal)
            self._radio_anew = False
        equipment = await set_up(
            terminal, options, self._pin, self._pins, lambda: heard.sim_ready, self._known.last()
        )
        connection = Connection(terminal, equipment, heard, condition, options, self._monotonic)
        sweeper = Sweeper(connection, self._committed)
        condition.phase, condition.why, condition.trouble = Phase.SERVING, NOTHING, NOTHING
        condition.modem, condition.profile = equipment.identity, equipment.profile.name
        condition.connections, condition.centre = condition.connections + 1, equipment.centre
        condition.number = equipment.number
        self._note_sim(Identity(equipment.imei, equipment.imsi))
        _log.info(
            "the modem serves", modem=self.name, kind=equipment.identity, profile=equipment.profile.name
        )
        self._failures = 0
        self._serving = (connection, sweeper)
        await serve(connection, sweeper, deliver, self._called)

    def _note_sim(self, found: Identity) -> None:
        """Say when another SIM or another modem answers than before."""
        condition, before = self._condition, self._known.last()
        condition.identity = found
        if said := told_apart(before, found):
            condition.swaps += 1
            condition.swapped, condition.swapped_at = said, self._monotonic()
            _log.warning("another modem or SIM than before", modem=self.name)
        if updated(before, found) != before:
            try:
                self._known.keep(updated(before, found))
            except OSError as error:  # a full disk is no reason not to serve
                _log.warning("which SIM it is could not be kept", modem=self.name, why=str(error))

    def _note(self, error: Exception) -> None:
        condition, before = self._condition, self._condition.phase
        self._failures += 1
        condition.why = NOTHING
        match error:
            case ModemUnfitError():
                condition.phase, condition.why = Phase.UNFIT, error.sentence
            case AnswerLateError():
                condition.phase = Phase.MUTE
                self._mute += before is not Phase.SERVING
            case PortLostError():
                condition.phase = Phase.UNPLUGGED if self._device() is None else Phase.MUTE
                taken = any(words in str(error) for words in TAKEN)
                condition.why = said(holders(self._url)) if taken else NOTHING
            case _:
                condition.phase = Phase.UNFIT
                _log.error("the modem's driver failed", modem=self.name, exc_info=error)
        if condition.phase is not before:
            _log.warning(
                "the modem does not serve", modem=self.name, phase=condition.phase.value, why=condition.why
            )

    def _device(self) -> tuple[int, int] | None:
        """Tell one plugging-in from the next; None while the device is away."""
        if "://" in self._url:
            return (0, 0)
        try:
            found = Path(self._url).stat()
        except OSError:
            return None
        return (found.st_ino, found.st_rdev)

    async def _pause(self) -> None:
        """Wait longer after each failure, but never beyond the moment when the device comes back."""
        loop = asyncio.get_running_loop()
        seconds = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(self._failures - 1, 8))
        until = loop.time() + seconds * (0.75 + 0.5 * self._uniform())
        before = device = self._device()
        while device is None or (device == before and loop.time() < until):
            await asyncio.sleep(min(LOOK_S, max(0.0, until - loop.time()) or LOOK_S))
            device = self._device()
        if device != before:
            self._failures = 0
