import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gateway.board.board import Board
from gateway.errors import StoreFullError
from gateway.outbox import sender
from gateway.outbox.fleet import Fleet
from gateway.outbox.sender import MOST_REFUSED, Sender
from gateway.store import outbox
from hardware.bearer import AddressKind, Deliver, Health, Outgoing, SendOutcome, Sent
from hardware.sentence import NOTHING
from tests.gateway.offices import BEARER, House, found_pair


class Mouth:
    """A bearer that only sends, and answers what it was told to."""

    name = BEARER
    carries = AddressKind.NUMBER

    def __init__(self, *answers: Sent) -> None:
        self.answers = deque(answers)
        self.said: list[str] = []
        self.ready = True

    async def run(self, deliver: Deliver) -> None:
        del deliver

    async def send(self, message: Outgoing) -> Sent:
        self.said.append(message.text)
        return self.answers.popleft() if self.answers else Sent(SendOutcome.SUBMITTED, ("1",))

    def measure(self, text: str) -> int:
        return len(text) // 160 + 1

    def join(self, raws: Sequence[bytes]) -> str | None:
        del raws

    def health(self) -> Health:
        return Health(self.ready, NOTHING, {})


@pytest.fixture
def house(tmp_path: Path) -> House:
    return found_pair(tmp_path)["MSI"]


def queue(house: House, text: str, precedence: int = 2) -> int:
    values: dict[str, Any] = {"bearer": BEARER, "to_kind": "number", "to": "+66800000101"}
    at = house.clock.at
    return house.store.write_now(
        lambda conn: outbox.queue(conn, tag=text, text=text, precedence=precedence, created_at=at, **values)
    )


def state(house: House, delivery: int) -> str:
    found = house.store.read_now(lambda conn: outbox.get(conn, delivery))
    assert found is not None
    return found.state


async def send(house: House, mouth: Mouth, seconds: float = 0.2) -> int:
    """Run a sender for a while; return how many commits it made."""
    commits, board = 0, Board(house.clock.now)
    sender = Sender(house.kit, house.store, mouth, lambda: 0.0, Fleet(), board)

    def committed() -> None:
        nonlocal commits
        commits += 1
        sender.wake()

    stop = house.store.add_listener(committed)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await sender.run()
    stop()
    return commits


async def test_the_most_urgent_goes_first(house: House) -> None:
    queue(house, "routine", 3)
    queue(house, "flash", 0)
    mouth = Mouth()
    await send(house, mouth)
    assert mouth.said == ["flash", "routine"]


async def test_an_idle_sender_commits_nothing(house: House) -> None:
    assert await send(house, Mouth()) <= 2


async def test_while_the_bearer_is_away_nothing_is_tried_and_nothing_committed(house: House) -> None:
    delivery, mouth = queue(house, "wait"), Mouth()
    mouth.ready = False
    assert await send(house, mouth) <= 2
    assert (mouth.said, state(house, delivery)) == ([], "queued")


@pytest.mark.parametrize(
    ("sent", "becomes"),
    [
        (Sent(SendOutcome.SUBMITTED, ("7",)), "wired"),
        (Sent(SendOutcome.UNKNOWN), "unknown"),
        (Sent(SendOutcome.REFUSED, retryable=False), "failed"),
        (Sent(SendOutcome.REFUSED, retryable=True), "queued"),
        (Sent(SendOutcome.UNREADY), "queued"),
    ],
)
async def test_what_became_of_an_attempt_is_kept(house: House, sent: Sent, becomes: str) -> None:
    delivery = queue(house, "text")
    await send(house, Mouth(sent))
    assert state(house, delivery) == becomes


async def test_another_attempt_is_told_which_segments_the_network_has(house: House) -> None:
    class Told(Mouth):
        async def send(self, message: Outgoing) -> Sent:
            begun.append(message.begun)
            return await super().send(message)

    begun: list[tuple[str, ...]] = []
    delivery = queue(house, "long")
    house.store.write_now(lambda conn: outbox.references(conn, delivery, BEARER, ["7-a"], house.clock.at))
    await send(house, Told(Sent(SendOutcome.SUBMITTED, ("7-a", "8-a"))))
    assert (begun, state(house, delivery)) == ([("7-a",)], "wired")


async def test_what_a_dead_station_had_in_hand_is_unknown_and_never_sent_again(house: House) -> None:
    delivery, mouth = queue(house, "half sent"), Mouth()
    house.store.write_now(lambda conn: outbox.mark(conn, delivery, "submitted", house.clock.at))
    await send(house, mouth)
    assert (mouth.said, state(house, delivery)) == ([], "unknown")


async def test_a_text_that_is_refused_for_ever_fails_at_last(house: House) -> None:
    delivery = queue(house, "refused")
    change = {"attempts": MOST_REFUSED - 1}
    house.store.write_now(lambda conn: outbox.mark(conn, delivery, "queued", house.clock.at, **change))
    await send(house, Mouth(Sent(SendOutcome.REFUSED, retryable=True)))
    assert state(house, delivery) == "failed"


async def test_a_text_that_is_refused_does_not_hold_up_the_others(house: House) -> None:
    queue(house, "refused", 0)
    queue(house, "good", 0)
    mouth = Mouth(Sent(SendOutcome.REFUSED, retryable=True))
    await send(house, mouth, 3.0)
    assert mouth.said[:2] == ["refused", "good"]


async def test_a_sender_that_starts_on_a_full_disk_waits_and_does_not_fail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was started again each second, as if nobody had foreseen it, and staff were told to get help."""
    waits: list[float] = []
    kept = house.store.write

    async def full(work: object) -> None:
        del work
        raise StoreFullError("full")

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        monkeypatch.setattr(house.store, "write", kept)

    delivery = queue(house, "hello")
    monkeypatch.setattr(house.store, "write", full)
    monkeypatch.setattr(sender.asyncio, "sleep", sleep)
    mouth = Mouth()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await Sender(house.kit, house.store, mouth, lambda: 0.0, Fleet(), Board(house.clock.now)).run()
    assert len(waits) == 1
    assert mouth.said == ["hello"]
    assert state(house, delivery) == "wired"
