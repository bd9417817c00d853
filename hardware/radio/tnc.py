"""A radio behind a KISS TNC as a bearer: texts come up, are acked once they are kept, and replies go out.

The order of promise 1: heard, handed up, `deliver` returned, then the ack goes on the air. Until then the
officer's radio repeats by itself; what `deliver` refused is kept here too, and handed up again. A
repetition is handed up again under the same key, and acked again, since its ack was lost.

KISS says nothing back, so `SUBMITTED` means that the TNC has the octets. The proof is the ack, which comes
up as a receipt; so does the failure, after the last try.
"""

import asyncio
import contextlib
import hashlib
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from hardware.bearer import (
    Address,
    AddressKind,
    Deliver,
    Health,
    Hearing,
    Outgoing,
    Receipt,
    SendOutcome,
    Sent,
)
from hardware.errors import PortLostError
from hardware.port import OpenPort, Port, open_port
from hardware.radio import ax25, kiss, message
from hardware.radio.ax25 import Callsign, Fault, Hop, UiFrame
from hardware.radio.handup import HandUp, Heard
from hardware.radio.listen import Answer, Nothing, Text, listen
from hardware.radio.pace import Pace
from hardware.radio.recall import Recall
from hardware.radio.talks import Talks, reference
from hardware.sentence import Sentence

MOST_PARTS = 9  # beyond it a text would hold the channel for minutes
POLL_S = 0.2  # between looks at what is due, and between attempts to open the port

# APRS names the sending program in the destination; APZ is for what has no name registered.
_DESTINATION = Callsign("APZPWR")


def _now() -> datetime:
    return datetime.now(UTC)


class KissTnc:
    """One TNC at `url`, answering to `callsign`; `path` names the digipeaters that our frames ask for."""

    carries = AddressKind.CALLSIGN

    def __init__(
        self,
        name: str,
        url: str,
        callsign: Callsign,
        *,
        path: tuple[Callsign, ...] = (),
        kiss_port: int = 0,
        baud: int = 9600,
        shake: random.Random,
        open_port: OpenPort = open_port,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.name = name
        self._url = url
        self._callsign = callsign
        self._path = tuple(Hop(station) for station in path)
        self._kiss_port = kiss_port
        self._baud = baud
        self._open_port = open_port
        self._sleep = sleep
        self._monotonic = monotonic
        self._recall = Recall(now, monotonic)
        self._talks = Talks(Pace(shake))
        self._port: Port | None = None
        self._trouble = Sentence("not opened yet")
        self._hand_up = HandUp(self._say, sleep)
        self._counts: Counter[str] = Counter()

    async def run(self, deliver: Deliver) -> None:
        """Serve until cancelled; an unplugged TNC is opened again as soon as it is back."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._hand_up.run(deliver))
            group.create_task(self._keep_saying())
            await self._keep_open()

    async def send(self, message: Outgoing) -> Sent:
        """Say a text, and go on saying it until it is acked; a repeated `tag` joins what is under way."""
        parts = self._parts(message)
        if isinstance(parts, Fault):
            return Sent(SendOutcome.REFUSED, retryable=False, sentence=Sentence.of(parts.cause))
        references = tuple(reference(part.addressee, part.id) for part in parts)
        if self._talks.under_way(parts):
            return Sent(SendOutcome.SUBMITTED, references)
        if self._talks.full:
            return Sent(
                SendOutcome.UNREADY,
                sentence=Sentence("Too many texts are waiting for their ack on this radio."),
            )
        if not self._say(self._talks.begin(parts, self._monotonic())):
            self._talks.drop(parts)
            return Sent(SendOutcome.UNREADY, sentence=self.health().sentence)
        return Sent(SendOutcome.SUBMITTED, references)

    def measure(self, text: str) -> int:
        return len(message.split(text))

    def join(self, raws: Sequence[bytes]) -> str | None:
        del raws
        return None

    def health(self) -> Health:
        """Say whether the TNC is there; whether a radio hangs behind it, KISS cannot tell."""
        ready = self._port is not None
        gone = Sentence("The TNC is not connected ({why}).", why=self._trouble)
        sentence = Sentence("The TNC is connected.") if ready else gone
        facts = {"waiting": len(self._talks), "held": len(self._hand_up), "refused": self._hand_up.refused}
        return Health(ready, sentence, {**self._counts, **facts, "turned_away": self._hand_up.turned_away})

    def _parts(self, outgoing: Outgoing) -> tuple[message.Message, ...] | Fault:
        to = ax25.read_callsign(outgoing.to.value)
        if isinstance(to, Fault):
            return to
        texts = message.split(outgoing.text)
        if len(texts) > MOST_PARTS:
            return Fault(
                "text", 0, f"the text takes {len(texts)} radio messages, and {MOST_PARTS} are the most"
            )
        return tuple(
            message.Message(str(to), text, message.message_id(outgoing.tag, number))
            for number, text in enumerate(texts)
        )

    async def _keep_open(self) -> None:
        while True:
            try:
                await self._serve(await self._open_port(self._url, self._baud))
            except PortLostError as lost:
                self._trouble = Sentence.of(str(lost))
            await self._sleep(POLL_S)

    async def _serve(self, port: Port) -> None:
        decoder, broken = kiss.KissDecoder(), self._counts["broken"]
        self._port = port
        try:
            while True:
                for frame in decoder.feed(await port.read()):
                    self._hear(frame)
                self._counts["broken"] = broken + decoder.dropped
        finally:
            self._port = None
            await port.close()

    def _hear(self, frame: kiss.KissFrame) -> None:
        if (frame.port, frame.command) != (self._kiss_port, kiss.DATA):
            self._counts["other_port"] += 1
            return
        match listen(frame.payload, self._callsign):
            case Text() as text:
                self._counts["texts"] += 1
                self._hand_up.take(self._text(frame.payload, text))
            case Answer() as answer:
                self._answered(frame.payload, answer)
            case Nothing() as nothing:
                self._counts[nothing.value] += 1

    def _text(self, raw: bytes, text: Text) -> Heard:
        key = self._recall.key(str(text.sender), text.id, text.text)
        return Heard(Hearing(key, raw, _address(str(text.sender)), text=text.text), text.ack)

    def _answered(self, raw: bytes, answer: Answer) -> None:
        self._counts["acks"] += 1
        sender, now = str(answer.sender), self._monotonic()
        for receipt in self._talks.answered(sender, answer.id, now, refused=answer.refused):
            self._hand_up.take(_receipt(receipt, raw))

    async def _keep_saying(self) -> None:
        while True:
            await self._sleep(POLL_S)
            if self._port is None:  # an unplugged TNC uses up no tries
                continue
            now = self._monotonic()
            for receipt in self._talks.given_up(now):
                self._hand_up.take(_receipt(receipt, b""))
            for part in self._talks.due(now):
                self._say(part)

    def _say(self, word: message.Message | message.Ack) -> bool:
        """Give a word to the TNC; False when it is gone."""
        if self._port is None:
            return False
        frame = UiFrame(_DESTINATION, self._callsign, message.encode(word), self._path)
        with contextlib.suppress(PortLostError):
            self._port.write(kiss.encode(kiss.KissFrame(ax25.encode(frame), self._kiss_port)))
            self._counts["said"] += 1
            return True
        return False


def _address(callsign: str) -> Address:
    return Address(AddressKind.CALLSIGN, callsign)


def _receipt(receipt: Receipt, raw: bytes) -> Heard:
    key = hashlib.sha256(f"receipt\0{receipt.reference}\0{receipt.fate}".encode()).digest()
    return Heard(Hearing(key, raw, _address(receipt.reference.partition(":")[0]), receipt=receipt))
