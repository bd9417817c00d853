"""Proves now and then that a bearer *receives*: a message to itself, which must come back.

A modem can be registered, show a signal and send, and yet nothing reaches it. Only a message that came tells.
Each proof costs one text, so it is off unless the configuration sets an interval. A message that does not
come back in time has the bearer set up anew, radio included; when the next fails to come, staff are told.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Connection

from gateway.board.board import Board, Level, of
from gateway.kit import Kit
from gateway.office import token
from gateway.store import audit
from gateway.store.store import Store
from hardware.bearer import Bearer, Hearing, Looped, Outgoing, SendOutcome
from hardware.sentence import NOTHING, Sentence

ACTION: Final = "receiving proved"
FIRST_S: Final = 600.0  # after the start, when what waited is in
TRIES: Final = 2
READY_S: Final = 300.0  # to be ready again after it was set up anew
LOST: Final = Sentence(
    "two test messages to itself did not come back, so those of officers may not reach us either: "
    "ring the operator, try the SIM in a phone, and use another way meanwhile."
)
_LOOK_S: Final = 5.0
_log = structlog.get_logger()


class Watchdog:
    """Watches one bearer; `last` is when receiving was last proved, as far as this station's record goes."""

    def __init__(self, kit: Kit, store: Store, board: Board, bearer: Bearer) -> None:
        self._kit, self._store, self._board, self._bearer = kit, store, board, bearer
        self._notice = f"receiving of {bearer.name}"
        self._due: str | None = None  # the text that must come back
        self._back = asyncio.Event()
        self._proving = asyncio.Lock()
        self.last: datetime | None = None

    async def run(self) -> None:
        """Prove at the configured interval until cancelled."""
        part = self._kit.config.watchdog
        if part.every_hours:
            self.last = await self._store.read(lambda conn: audit.last(conn, ACTION, self._bearer.name))
            await asyncio.sleep(FIRST_S)
        while part.every_hours:
            await self._ready(part.every_hours * 3600)
            if sentence := await self.prove():
                level = Level.FAULT if sentence == LOST else Level.WARNING
                self._board.post(self._notice, level, of(self._bearer.name, sentence))
            await asyncio.sleep(part.every_hours * 3600)
        await asyncio.Event().wait()

    async def prove(self) -> Sentence:
        """Send messages to the bearer itself until one is back; say in one sentence why it is not proved."""
        async with self._proving:
            for number in range(TRIES):
                if number:
                    await self._renew()
                if sentence := await self._send():
                    return sentence
                if await self._came():
                    self._board.clear(self._notice)
                    return NOTHING
        return LOST

    async def take(self, heard: Sequence[Hearing]) -> Sequence[Hearing]:
        """Commit the proofs among `heard` and return the rest, which is for the intake."""
        proofs = [one for one in heard if token.ours(self._kit.keys, one.text)]
        if not proofs:
            return heard
        at = self._kit.clock.now()
        await self._store.write(lambda conn: self._record(conn, at))
        self._note(proofs, at)
        return [one for one in heard if one not in proofs]

    def _record(self, conn: Connection, at: datetime) -> None:
        audit.append(conn, at, "station", ACTION, self._bearer.name)

    def _note(self, proofs: Sequence[Hearing], at: datetime) -> None:
        self.last = at
        if isinstance(self._bearer, Looped):
            self._bearer.proved()
        if any(one.text == self._due for one in proofs):
            self._due = None
            self._back.set()

    async def _send(self) -> Sentence:
        own = self._bearer.own() if isinstance(self._bearer, Looped) else None
        if own is None:
            return Sentence(
                "its own number is not known: add ?number=+66... to its url, so that receiving can be proved."
            )
        self._back.clear()
        self._due = token.make(self._kit.keys)
        out = Outgoing(f"check-{self._due[-12:]}", own, self._due, receipt_wanted=False)
        sent = await self._bearer.send(out)
        failed = sent.outcome in (SendOutcome.REFUSED, SendOutcome.UNREADY)
        if not failed:
            return NOTHING
        return Sentence("no test message could be sent to itself: {why}", why=sent.sentence)

    async def _came(self) -> bool:
        try:
            async with asyncio.timeout(self._kit.config.watchdog.wait_minutes * 60):
                await self._back.wait()
        except TimeoutError:
            return False
        return True

    async def _renew(self) -> None:
        _log.warning("a test message did not come back; the bearer is set up anew", bearer=self._bearer.name)
        if isinstance(self._bearer, Looped):
            self._bearer.renew()
        await asyncio.sleep(_LOOK_S)
        await self._ready(READY_S)

    async def _ready(self, within_s: float) -> None:
        waited = 0.0
        while waited < within_s and not self._bearer.health().ready:
            await asyncio.sleep(_LOOK_S)
            waited += _LOOK_S
