"""One partner's courier: takes what is due to that partner over its link until nothing is left, for ever."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from gateway.board.board import Board, Level
from gateway.errors import EnvelopeError, StoreFullError, StoreLostError
from gateway.kit import Kit
from gateway.links.link import Link
from gateway.outbox.retry import Backoff
from gateway.relay import answer, sealing, twice
from gateway.relay.bundle import MOST
from gateway.store import claims, envelopes, feed, history, passages
from gateway.store.claims import EnvelopeHold
from gateway.store.keys import EnvelopeKey, ReportKey
from gateway.store.states import EnvelopeState
from gateway.store.store import Store
from gateway.store.tables import Envelope
from gateway.store.wake import towards
from hardware.failpoint import reach
from hardware.sentence import NOTHING, Sentence

LEASE = timedelta(seconds=90)  # from a worker's last claim until another carries its share, if it died
_BACKOFF = Backoff(first=0.5, longest=30.0)
_log = structlog.get_logger()


class Courier:
    """Carries envelopes to `partner`: in order within a precedence, again until the partner says stored."""

    def __init__(
        self, kit: Kit, store: Store, board: Board, partner: str, link: Link, uniform: Callable[[], float]
    ) -> None:
        self._kit, self._store, self._partner, self._link = kit, store, partner, link
        self._board = board
        self._uniform = uniform
        self._wake = asyncio.Event()
        self.about = towards(partner)  # the topic whose commits are worth a look

    def wake(self) -> None:
        """Say that something may be due; only a hint."""
        self._wake.set()

    async def run(self) -> None:
        """Carry until cancelled."""
        failures = 0
        while True:
            self._wake.clear()
            sentence = await self._round()
            if sentence is None:
                failures = 0
                await self._pause()
            elif sentence:
                await asyncio.sleep(_BACKOFF.wait(failures, self._uniform))
                failures += 1

    async def _pause(self) -> None:
        """Wait for a hint, or for the lease of somebody who died to be over."""
        try:
            async with asyncio.timeout(self._kit.pace.links):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _round(self) -> Sentence | None:
        """Carry one batch; None when nothing was due, an empty sentence when it was carried, else why not."""
        try:
            due = await self._taken()
            if not due:
                return None
            reach("before-post")
            sentence, stored, refused = await self._exchange(sealing.frames(self._kit, self._partner, due))
            if stored or refused:
                reach("after-post")
            if stored or refused or not self._store.alone:
                await self._store.write(lambda conn: self._settle(conn, due, stored, refused))
            reach("answer-written")
        except (StoreFullError, StoreLostError) as error:
            return error.sentence
        self._say(sentence, len(due))
        return sentence

    async def _taken(self) -> Sequence[Envelope]:
        """Take in hand what goes next, if anything does.

        Looking is a read. Who is alone has nobody to keep off either: while a partner is away for days, what
        was sent before is sent again and again without a commit.
        """
        most = MOST if self._store.alone else 1
        due = await self._store.read(lambda conn: envelopes.due(conn, self._partner, most))
        if self._store.alone:
            due = sealing.together(due)
            if all(one.state == EnvelopeState.SENT for one in due):
                return due
        return await self._store.write(self._claim) if due else []

    def _say(self, sentence: Sentence, waiting: int) -> None:
        name = f"partner {self._partner}"
        if not sentence:
            self._board.clear(name)
            return
        _log.warning("partner does not answer", partner=self._partner, why=sentence, waiting=waiting)
        said = Sentence("{partner}: {why}; reports to it wait here.", partner=self._partner, why=sentence)
        self._board.post(name, Level.WARNING, said)

    async def _exchange(
        self, frames: Sequence[bytes]
    ) -> tuple[Sentence, set[EnvelopeKey], dict[EnvelopeKey, str]]:
        """Return why nothing was carried, what is stored there, and of what is refused why."""
        exchanged = await self._link.exchange(frames)
        if exchanged.answer is None:
            return exchanged.sentence, set(), {}
        try:
            said = answer.decode(exchanged.answer, self._kit.cards[self._partner].signs)
        except EnvelopeError as error:
            return error.sentence, set(), {}
        if (said.by, said.to) != (self._partner, self._kit.code):
            return Sentence("its answer was meant for another office"), set(), {}
        stored = {EnvelopeKey(*name) for name in said.stored}
        refused = {EnvelopeKey(*one[:3]): one[3] for one in said.refused}
        return NOTHING if stored or refused else Sentence("its answer names nothing we sent"), stored, refused

    def _claim(self, conn: Connection) -> list[Envelope]:
        """Take a share in hand: the next worker sees only at a look, by his own clock, that it is free."""
        now = self._kit.clock.now()
        look = timedelta(seconds=self._kit.pace.links)
        due = claims.envelopes(
            conn,
            self._partner,
            MOST,
            at=now,
            until=now + LEASE - look - claims.SKEW,
            alone=self._store.alone,
            choose=sealing.together,
        )
        begun = [one for one in due if one.state == EnvelopeState.QUEUED]
        for one in begun:
            envelopes.mark(conn, _name(one), EnvelopeState.SENT.value, now)
        self._pass(conn, begun, EnvelopeState.SENT)
        return due

    def _settle(
        self,
        conn: Connection,
        due: Sequence[Envelope],
        stored: set[EnvelopeKey],
        refused: Mapping[EnvelopeKey, str],
    ) -> None:
        now, held = self._kit.clock.now(), [_hold(one) for one in due]
        there = [one for one in held if one.key in stored]
        kept = claims.settle_envelopes(conn, there, EnvelopeState.STORED, now)
        settled = [one for one in due if _name(one) in kept]
        self._pass(conn, settled, EnvelopeState.STORED)
        for one in settled:
            if one.kind == sealing.BACK:
                envelopes.mark(conn, _name(one), EnvelopeState.STORED.value, now, frame=b"")
        back = [one for one in held if one.key in refused.keys() - stored]
        claims.settle_envelopes(conn, back, EnvelopeState.REFUSED, now)
        if any(refused[one.key] == twice.WHY for one in back):
            twice.tell_own(conn, self._partner, now)
        if not self._store.alone:
            claims.let_go(conn, held)

    def _pass(self, conn: Connection, which: Sequence[Envelope], state: EnvelopeState) -> None:
        """Say of the reports how far they have come with the partner."""
        for one in which:
            about = _about(one)
            if about and self._advance(conn, about, state):
                feed.add(conn, "passage", self._kit.clock.now(), about)

    def _advance(self, conn: Connection, about: ReportKey, state: EnvelopeState) -> bool:
        now, passage = self._kit.clock.now(), passages.get(conn, self._partner, about)
        version = passage.version if passage else 0
        moved = passages.advance(conn, self._partner, about, version, state.value, at=now)
        if moved and state is EnvelopeState.STORED:
            history.note(conn, about, now, self._partner, state.value)
        return moved


def _name(one: Envelope) -> EnvelopeKey:
    return EnvelopeKey(one.origin, one.epoch, one.seq)


def _hold(one: Envelope) -> EnvelopeHold:
    return EnvelopeHold(_name(one), one.lease)


def _about(one: Envelope) -> ReportKey | None:
    if one.report_origin is None or one.report_epoch is None or one.report_seq is None:
        return None
    return ReportKey(one.report_origin, one.report_epoch, one.report_seq)
