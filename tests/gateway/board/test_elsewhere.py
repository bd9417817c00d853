"""Workers of one office tell each other their notices, and a worker that is gone is missed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from gateway.board.board import Board, Level
from gateway.board.elsewhere import SILENT_S, Elsewhere
from gateway.board.lasting import KEPT
from gateway.store import notices
from gateway.store.store import Store
from hardware.sentence import Sentence


@dataclass
class Hands:
    """A clock that stands until it is moved."""

    gone: float = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=self.gone)

    def monotonic(self) -> float:
        return self.gone


@dataclass
class Office:
    """Workers on one store, by their names; those whose role is web or all listen."""

    store: Store
    clock: Hands = field(default_factory=Hands)
    boards: dict[str, Board] = field(default_factory=dict)
    workers: dict[str, Elsewhere] = field(default_factory=dict)

    def start(self, name: str) -> Board:
        board = self.boards[name] = Board(self.clock.now)
        listens = name.startswith(("web", "all"))
        self.workers[name] = Elsewhere(self.store, board, self.clock, name, listens=listens)
        return board

    async def turn(self, seconds: float = 0) -> None:
        """Let time go by and each worker look twice, as hints would make it."""
        self.clock.gone += seconds
        for worker in (*self.workers.values(), *self.workers.values()):
            await worker.look()

    def seen(self, name: str) -> dict[str, str]:
        return {one.name: one.sentence for one in self.boards[name].standing()}


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


async def test_what_one_worker_puts_up_stands_at_each_console_until_it_is_gone(office: Office) -> None:
    ingest, first = office.start("ingest-1"), office.start("web-1")
    office.start("web-2")
    ingest.post("bearer gsm1", Level.FAULT, Sentence("gsm1 does not answer."))
    first.post("guesses", Level.WARNING, Sentence("Somebody guesses codes."))
    await office.turn()
    both = {"bearer gsm1": "gsm1 does not answer.", "guesses": "Somebody guesses codes."}
    assert office.seen("web-1") == office.seen("web-2") == both
    assert list(office.seen("ingest-1")) == ["bearer gsm1"]
    ingest.post("bearer gsm1", Level.FAULT, Sentence("gsm1 has no SIM."))
    first.clear("guesses")
    await office.turn()
    assert office.seen("web-1") == office.seen("web-2") == {"bearer gsm1": "gsm1 has no SIM."}
    ingest.clear("bearer gsm1")
    await office.turn()
    assert office.seen("web-2") == {}


async def test_a_workers_own_notice_is_not_taken_for_anothers(office: Office) -> None:
    ingest, web = office.start("ingest-1"), office.start("web-1")
    ingest.post("disk low", Level.WARNING, Sentence("theirs"))
    web.post("disk low", Level.WARNING, Sentence("ours"))
    web.post(f"{KEPT}restored", Level.WARNING, Sentence("in the store anyway"))
    await office.turn()
    assert office.seen("web-1")["disk low"] == "ours"
    ingest.clear("disk low")
    await office.turn()
    assert office.seen("web-1")["disk low"] == "ours"
    told = await office.store.read(notices.told)
    assert [one[0] for one in told["web-1"].notices] == ["disk low"]
    assert await office.store.read(notices.standing) == []


async def test_a_worker_that_is_silent_is_missed_until_another_of_its_role_is_there(office: Office) -> None:
    ingest = office.start("ingest-1")
    office.start("web-1")
    ingest.post("disk low", Level.WARNING, Sentence("Little room."))
    await office.turn()
    del office.workers["ingest-1"]
    for _ in range(5):
        await office.turn(SILENT_S / 4)
    seen = office.seen("web-1")
    assert list(seen) == ["worker ingest"]
    assert "ingest has not been heard of since 2026-11-23 00:00 UTC" in seen["worker ingest"]
    office.start("ingest-2")
    await office.turn()
    assert office.seen("web-1") == {}
    assert set(await office.store.read(notices.told)) == {"web-1", "ingest-2"}


async def test_nobody_is_missed_where_one_worker_does_all(office: Office) -> None:
    office.start("ingest-1")
    await office.turn()
    office.workers.clear()
    office.start("all-1")
    for _ in range(6):
        await office.turn(SILENT_S / 4)
    assert office.seen("all-1") == {}
    assert set(await office.store.read(notices.told)) == {"all-1"}
