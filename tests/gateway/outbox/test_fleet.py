"""Several modems in one office: the one that heard the officer if it can, else another, and never both."""

import asyncio
import contextlib

from gateway.board.board import Board
from gateway.outbox.fleet import Fleet
from gateway.outbox.sender import Sender
from gateway.store import outbox
from hardware.bearer import Outgoing, SendOutcome, Sent
from tests.gateway.offices import BEARER, House
from tests.gateway.outbox.test_sender import Mouth, queue, state

OTHER = "modem2"
REFUSED = Sent(SendOutcome.REFUSED, retryable=True)


class Slow(Mouth):
    """A bearer that takes its time over each text."""

    async def send(self, message: Outgoing) -> Sent:
        await asyncio.sleep(0.2)
        return await super().send(message)


def second(mouth: Mouth) -> Mouth:
    mouth.name = OTHER
    return mouth


async def send(house: House, *mouths: Mouth, seconds: float = 0.4) -> None:
    fleet, board = Fleet(), Board(house.clock.now)
    senders = [Sender(house.kit, house.store, one, lambda: 0.0, fleet, board) for one in mouths]

    def committed() -> None:
        for sender in senders:
            sender.wake()

    stop = house.store.add_listener(committed)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*(sender.run() for sender in senders))
    stop()


async def test_a_reply_goes_out_by_the_modem_that_heard_the_officer(house: House) -> None:
    here, other = Mouth(), second(Mouth())
    for number in range(5):
        queue(house, f"text {number}")
    await send(house, other, here)
    assert (len(here.said), other.said) == (5, [])


async def test_when_a_modem_dies_its_queue_moves_and_the_references_are_the_others(house: House) -> None:
    here, other = Mouth(), second(Mouth())
    here.ready = False
    deliveries = [queue(house, "routine", 3), queue(house, "flash", 0)]
    await send(house, here, other)
    assert (here.said, other.said) == ([], ["flash", "routine"])
    for one in deliveries:
        found = house.store.read_now(lambda conn, id_=one: outbox.get(conn, id_))
        assert found is not None
        assert (found.state, found.bearer, found.references) == ("wired", OTHER, ["1"])


async def test_what_may_have_gone_out_is_never_given_to_another(house: House) -> None:
    here, other = Mouth(Sent(SendOutcome.UNKNOWN)), second(Mouth())
    delivery = queue(house, "once")
    await send(house, here, other)
    here.ready = False
    await send(house, here, other)
    assert (here.said, other.said, state(house, delivery)) == (["once"], [], "unknown")


async def test_what_went_out_in_part_stays_with_its_modem(house: House) -> None:
    here, other = Mouth(), second(Mouth())
    here.ready = False
    delivery, at = queue(house, "half"), house.clock.at
    house.store.write_now(lambda conn: outbox.references(conn, delivery, BEARER, ["7"], at))
    await send(house, here, other)
    assert (other.said, state(house, delivery)) == ([], "queued")


async def test_a_modem_that_is_refused_is_relieved_by_another(house: House) -> None:
    here, other = Mouth(*[REFUSED] * 9), second(Mouth())
    for number in range(3):
        queue(house, f"text {number}")
    await send(house, here, other)
    assert len(here.said) == 1
    assert sorted(other.said) == ["text 0", "text 1", "text 2"]


async def test_a_flash_does_not_wait_for_a_modem_that_is_busy(house: House) -> None:
    here, other = Slow(), second(Mouth())
    queue(house, "routine", 3)
    task = asyncio.create_task(send(house, here, other))
    await asyncio.sleep(0.1)
    queue(house, "flash", 0)
    await task
    assert (here.said, other.said) == (["routine"], ["flash"])
