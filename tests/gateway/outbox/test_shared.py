"""Several workers with bearers of their own on one outbox: no text goes out twice, none stays in a hand."""

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from gateway.board.board import Board
from gateway.errors import StoreLostError
from gateway.outbox import living
from gateway.outbox.ageing import Ageing
from gateway.outbox.fleet import Fleet
from gateway.outbox.sender import Sender
from gateway.store import claims, outbox
from gateway.store.batch import T, Work
from gateway.store.claims import TEXT_LEASE
from gateway.store.store import Store
from gateway.store.tables import Delivery
from hardware.bearer import Outgoing, Sent
from hardware.sentence import Sentence
from tests.gateway.offices import BEARER, OTHER, House
from tests.gateway.outbox.test_sender import Mouth, queue, state

TEXTS = 40
Shared = tuple[House, House]


class Quick(Mouth):
    """A bearer that lets the others come in between."""

    async def send(self, message: Outgoing) -> Sent:
        await asyncio.sleep(0)
        return await super().send(message)


@pytest.fixture
def shared(house: House, postgres_dsn: str) -> Iterator[Shared]:
    """Give one office to two workers, each on its own connections."""
    stores = [Store.open(postgres_dsn) for _ in range(2)]
    pace = replace(house.kit.pace, outbox=0.05)
    one, two = (replace(house, store=one, kit=replace(house.kit, pace=pace)) for one in stores)
    yield one, two
    for store in stores:
        store.close()


def named(mouth: Mouth, name: str) -> Mouth:
    mouth.name = name
    return mouth


def knowing(house: House, *names: str) -> House:
    """Return the office as a worker knows it whose configuration names these bearers only."""
    voices = {name: house.kit.voices[name] for name in names}
    return replace(house, kit=replace(house.kit, voices=voices))


async def together(until: Callable[[], bool], *workers: tuple[House, Mouth]) -> None:
    """Run a sender each until that is so."""
    senders = [
        Sender(house.kit, house.store, mouth, lambda: 0.0, Fleet(), Board(house.clock.now))
        for house, mouth in workers
    ]
    tasks = [asyncio.create_task(one.run()) for one in senders]
    try:
        async with asyncio.timeout(60):
            while not until():
                await asyncio.sleep(0.02)
    finally:
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def done(house: House) -> bool:
    return not house.store.read_now(lambda conn: outbox.any_in(conn, ["queued", "submitted"]))


@pytest.mark.parametrize("second", [BEARER, OTHER])
async def test_two_workers_send_each_text_once(shared: Shared, second: str) -> None:
    """Two on one name, and two with a bearer each of which the other's configuration knows nothing."""
    one, two = knowing(shared[0], BEARER), knowing(shared[1], second)
    for number in range(TEXTS):
        queue(one, f"text {number}")
    here, other = Quick(), named(Quick(), second)
    await together(lambda: done(one), (one, here), (two, other))
    said = Counter([*here.said, *other.said])
    assert said == Counter(f"text {number}" for number in range(TEXTS))
    assert second == BEARER or other.said == []


def at_once(monkeypatch: pytest.MonkeyPatch, claim: Callable[..., Delivery | None]) -> None:
    """Let two workers come to their first claim in the same moment, each having chosen his text."""
    meet, calls = threading.Barrier(2), itertools.count()

    def met(conn: Connection, delivery: int, bearer: str, *, at: datetime, until: datetime) -> object:
        if next(calls) < 2:
            meet.wait(30)
        return claim(conn, delivery, bearer, at=at, until=until)

    monkeypatch.setattr(claims, "text", met)


async def test_two_that_claim_one_text_in_the_same_moment_send_it_once(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(monkeypatch, claims.text)
    assert await _said_by_two(shared) == {"only": 1, "another": 1}


async def test_a_claim_that_writes_over_another_sends_twice(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same two workers, with a claim that looks at nothing."""

    def blind(
        conn: Connection, delivery: int, bearer: str, *, at: datetime, until: datetime
    ) -> Delivery | None:
        outbox.mark(conn, delivery, "submitted", at, bearer=bearer, leased_until=until)
        return outbox.get(conn, delivery)

    at_once(monkeypatch, blind)
    assert (await _said_by_two(shared))["only"] == 2


async def _said_by_two(shared: Shared) -> Counter[str]:
    one, two = shared
    for text in ("only", "another"):
        queue(one, text)
    here, other = Quick(), Quick()
    await together(lambda: done(one), (one, here), (two, other))
    return Counter([*here.said, *other.said])


async def test_the_texts_of_a_bearer_that_fell_silent_are_adopted(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = knowing(shared[0], OTHER)
    delivery, here = queue(one, "left behind"), named(Quick(), OTHER)
    monkeypatch.setattr(living, "SILENT_S", -1.0)
    await together(lambda: done(one), (one, here))
    assert (here.said, state(one, delivery)) == (["left behind"], "wired")


async def test_a_claim_whose_answer_was_lost_goes_out_all_the_same(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The COMMIT took effect, and the server died before it said so."""
    one, mouth = shared[0], Mouth()
    delivery, write, lost = queue(one, "once"), one.store.write, []

    async def cut(work: Work[T]) -> T:
        answer = await write(work)
        if state(one, delivery) == "submitted" and not lost:
            lost.append(work)
            raise StoreLostError(Sentence("the server closed the connection"))
        return answer

    monkeypatch.setattr(one.store, "write", cut)
    await together(lambda: done(one), (one, mouth))
    assert (len(lost), mouth.said, state(one, delivery)) == (1, ["once"], "wired")


async def test_what_a_worker_that_is_gone_had_in_hand_is_unknown_after_the_lease(shared: Shared) -> None:
    one, two = shared
    delivery, at = queue(one, "half sent"), one.clock.now()
    one.store.write_now(lambda conn: claims.text(conn, delivery, BEARER, at=at, until=at + TEXT_LEASE))
    watch = Ageing(two.kit, two.store)
    one.clock.go(TEXT_LEASE - timedelta(seconds=1))
    await watch._look()
    assert state(one, delivery) == "submitted"
    one.clock.go(timedelta(seconds=1))
    await watch._look()
    assert state(one, delivery) == "unknown"


async def test_who_was_only_slow_still_says_what_became_of_a_text(shared: Shared) -> None:
    one, two = shared
    delivery, given, go_on = queue(one, "slow"), asyncio.Event(), asyncio.Event()

    class Slow(Mouth):
        async def send(self, message: Outgoing) -> Sent:
            given.set()
            await go_on.wait()
            return await super().send(message)

    async def late() -> None:
        await given.wait()
        one.clock.go(TEXT_LEASE)
        await Ageing(two.kit, two.store)._look()
        assert state(one, delivery) == "unknown"
        go_on.set()

    mouth = Slow()
    await asyncio.gather(late(), together(lambda: state(one, delivery) == "wired", (one, mouth)))
    assert mouth.said == ["slow"]
