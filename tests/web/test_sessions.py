"""The sessions behind the open streams: one look for all of them, and each ends with its own."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gateway.desk.people import hash_secret
from gateway.desk.values import Person
from gateway.errors import StoreLostError
from gateway.store import accounts
from tests.web.stage import Stage
from tests.web.test_live import listening
from web.sessions import Sessions


async def test_who_is_signed_out_or_locked_out_is_told_nothing_more_and_his_colleague_is(
    console: Stage,
) -> None:
    for name in ("noi", "malee"):
        await console.account(name)
    staff = {name: await console.signed_in(name) for name in ("somchai", "noi", "malee")}
    async with contextlib.AsyncExitStack() as stack:
        streams = {name: await stack.enter_async_context(listening(one)) for name, one in staff.items()}
        for stream in streams.values():
            await stream.until("event:n")
        await console.store.write(lambda conn: accounts.revoke_all(conn, "noi"))
        await console.store.write(lambda conn: accounts.change(conn, "malee", disabled=True))
        for name in ("noi", "malee"):
            await streams[name].rest()
        key = await console.report()
        await streams["somchai"].until(f'<tr id="{key}"')


async def test_an_open_stream_is_a_sign_of_life(console: Stage) -> None:
    staff = await console.signed_in()
    long_ago = datetime(2026, 1, 1).astimezone()
    hashed = hash_secret(staff.client.cookies["session-MSI"])

    async def seen() -> datetime:
        held = await console.store.read(lambda conn: accounts.sessions_of(conn, "somchai"))
        return held[0].seen_at

    async with listening(staff) as stream:
        await stream.until("event:n")
        held = (await console.store.read(lambda conn: accounts.sessions_of(conn, "somchai")))[0]
        await console.store.write(lambda conn: accounts.touch(conn, hashed, long_ago, held.expires_at))
        async with asyncio.timeout(20.0):
            while await seen() == long_ago:
                await stream.next()


WHO = Person("somchai", "duty", "", "en", "token")


@dataclass
class Told:
    """People as streams ask of them: who holds, and how often they were asked."""

    holds: set[str] = field(default_factory=set[str])
    asked: int = 0
    lost: bool = False

    async def holding(self, cookies: Any) -> dict[str, Person]:  # noqa: ANN401  # of strings
        self.asked += 1
        if self.lost:
            raise StoreLostError("gone for a moment")
        return dict.fromkeys(self.holds & set(cookies), WHO)


@dataclass
class Hand:
    """A clock that is set by hand."""

    at: float = 0.0

    def monotonic(self) -> float:
        return self.at


async def test_a_look_that_failed_is_looked_again_at_once() -> None:
    told, hand = Told({"a"}, lost=True), Hand()
    sessions = Sessions(told, hand, 2.0)  # type: ignore[arg-type]
    with sessions.opened("a") as since:
        hand.at += 1
        with pytest.raises(StoreLostError):
            await sessions.holds("a", WHO, since)
        told.lost = False
        assert await sessions.holds("a", WHO, since)


class Streams(RuleBasedStateMachine):
    """Streams open, close and ask at any time; a session that was ended is found out at the next look."""

    @initialize()
    def begin(self) -> None:
        self.told, self.hand = Told(), Hand()
        self.sessions = Sessions(self.told, self.hand, 2.0)  # type: ignore[arg-type]
        self.open: list[tuple[str, float, contextlib.ExitStack]] = []
        self.ended: dict[str, float] = {}

    @rule(cookie=st.sampled_from("abc"))
    def opens(self, cookie: str) -> None:
        cookie += str(sum(one[0] == cookie for one in self.ended))  # what was ended never holds again
        self.told.holds.add(cookie)
        stack = contextlib.ExitStack()
        self.open.append((cookie, stack.enter_context(self.sessions.opened(cookie)), stack))

    @rule(seconds=st.sampled_from([0.0, 0.5, 2.0, 7.0]))
    def waits(self, seconds: float) -> None:
        self.hand.at += seconds

    @rule(cookie=st.sampled_from("abc"))
    def ends(self, cookie: str) -> None:
        for one in [held for held in self.told.holds if held[0] == cookie]:
            self.told.holds.discard(one)
            self.ended[one] = self.hand.at

    @rule(lost=st.booleans())
    def loses(self, *, lost: bool) -> None:
        self.told.lost = lost

    @precondition(lambda self: self.open)
    @rule(which=st.integers(0, 9))
    def asks(self, which: int) -> None:
        cookie, since, stack = self.open[which % len(self.open)]
        before = self.told.asked
        held = asyncio.run(self._ask(cookie, since))
        assert self.told.asked - before <= 1
        if held is None:
            assert self.told.lost
            return
        if cookie not in self.ended:
            assert held
        elif self.hand.at - max(self.ended[cookie], since) >= 2.0:
            assert not held
        if not held:
            stack.close()
            self.open = [one for one in self.open if one[2] is not stack]

    async def _ask(self, cookie: str, since: float) -> bool | None:
        try:
            return await self.sessions.holds(cookie, WHO, since)
        except StoreLostError:
            return None

    @invariant()
    def only_open_ones_are_kept(self) -> None:
        if hasattr(self, "open"):
            assert set(self.sessions._open) == {cookie for cookie, _, _ in self.open}


Streams.TestCase.settings = settings(max_examples=60, deadline=None)
TestStreams = Streams.TestCase
