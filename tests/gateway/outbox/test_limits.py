"""Nobody spends our credit: a limit for each SIM, a budget for each sender, loops noticed."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.board.board import Board
from gateway.board.lasting import Lasting
from gateway.intake import intake
from gateway.kit import Kit
from gateway.office.config import Answers, Limit
from gateway.outbox import limits
from gateway.outbox.ageing import Ageing
from gateway.outbox.delivery import VALID
from gateway.outbox.fleet import Fleet
from gateway.outbox.sender import Sender
from gateway.store import messages, notices, outbox, spending
from gateway.store.states import DeliveryState as State
from gateway.store.store import Store
from tests.gateway.offices import BEARER, OFFICER, START, House, text
from tests.gateway.outbox.test_sender import Mouth, queue, state

LITTLE = Limit(an_hour=3, a_day=5)
YEARS = timedelta(days=365 * 56)


def limited(house: House, **limit: Limit) -> Kit:
    [part] = house.kit.config.bearer
    config = house.kit.config.model_copy(update={"bearer": (part.model_copy(update=limit),)})
    return replace(house.kit, config=config)


def frugal(house: House, **budget: Limit) -> House:
    answers = Answers().model_copy(update=budget)
    config = house.kit.config.model_copy(update={"answers": answers})
    return replace(house, kit=replace(house.kit, config=config))


async def send(house: House, kit: Kit, mouth: Mouth, board: Board) -> None:
    """Let a sender that has just been started send what it may."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.3):
            await Sender(kit, house.store, mouth, lambda: 0.0, Fleet(), board).run()


async def test_what_is_over_the_limit_waits_and_staff_see_how_many_and_until_when(house: House) -> None:
    kit, board = limited(house, limit=LITTLE), Board(house.clock.now)
    for number in range(6):
        queue(house, f"text {number}")
    mouth = Mouth()
    await send(house, kit, mouth, board)
    assert len(mouth.said) == 3
    [told] = [one.sentence for one in board.standing()]
    assert "3 texts wait" in told
    assert "3 an hour" in told
    assert "03:00 UTC" in told  # an hour after the first; a page says it in the office's zone
    house.clock.go(timedelta(minutes=59))
    await send(house, kit, mouth, board)  # a restart resets nothing
    assert len(mouth.said) == 3
    house.clock.go(timedelta(minutes=2))
    await send(house, kit, mouth, board)
    assert len(mouth.said) == 5  # and then the day's limit holds
    house.clock.go(timedelta(days=1))
    await send(house, kit, mouth, board)
    assert len(mouth.said) == 6
    assert board.standing() == []


async def test_flash_passes_the_limit_and_has_its_own(house: House) -> None:
    kit = limited(house, limit=Limit(an_hour=0, a_day=0), flash_limit=Limit(an_hour=2, a_day=2))
    for number in range(4):
        queue(house, f"flash {number}", 0)
        queue(house, f"routine {number}", 3)
    mouth = Mouth()
    await send(house, kit, mouth, Board(house.clock.now))
    assert mouth.said == ["flash 0", "flash 1"]


@pytest.mark.parametrize("jump", [-YEARS, timedelta(days=365 * 12)])
async def test_a_clock_that_jumps_freezes_no_sim(house: House, jump: timedelta) -> None:
    kit, mouth, board = limited(house, limit=LITTLE), Mouth(), Board(house.clock.now)
    house.clock.go(jump)
    for number in range(3):
        queue(house, f"then {number}")
    await send(house, kit, mouth, board)
    house.clock.go(-jump)
    queue(house, "now")
    await send(house, kit, mouth, board)
    assert mouth.said[-1] == "now"


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3)).map(  # noqa: DTZ001  # the zone follows
    lambda at: at.replace(tzinfo=START.tzinfo)
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = Store.make(f"sqlite:///{tmp_path_factory.mktemp('spent')}/store.db", inline=True)
    yield found
    found.close()


@given(st.lists(st.tuples(moments, st.integers(1, 4), st.booleans()), max_size=12), moments)
def test_a_window_counts_what_lies_in_it_and_nothing_else(
    store: Store, spent: list[tuple[datetime, int, bool]], now: datetime
) -> None:
    hour = timedelta(hours=1)

    def work(conn: Connection) -> dict[bool, int]:
        with conn.begin_nested() as undone:
            for at, count, flash in spent:
                spending.spend(conn, "gsm", 1, count, flash=flash, at=at)
            found = {
                flash: spending.within(conn, "gsm", now - hour, now)[flash].segments
                for flash in (True, False)
            }
            undone.rollback()
        return found

    wanted = {
        flash: sum(count for at, count, which in spent if which == flash and now - hour < at <= now)
        for flash in (True, False)
    }
    assert store.write_now(work) == wanted


def take(house: House, words: str, key: str, sender: str = OFFICER) -> None:
    heard = text(words, key=key, at=house.clock.at, sender=sender)
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, [heard]))


def queued(house: House) -> int:
    return len(house.store.read_now(lambda conn: outbox.due(conn, BEARER, 1000)))


async def test_a_sender_whose_budget_is_spent_is_filed_not_answered_and_told_of_once(house: House) -> None:
    house = frugal(house, routine=LITTLE)
    for number in range(6):
        take(house, f"DRG MSI YAB {1000 + number}T SEIZED", f"key {number}")
    assert queued(house) == 3
    kept = house.store.read_now(messages.recent)
    assert len(kept) == 6
    assert all(one.outcome == "accepted" for one in kept)
    answered = {one.message_id for one in house.store.read_now(lambda conn: outbox.due(conn, BEARER, 9))}
    assert {one.id for one in kept if not one.note.startswith("not answered")} == answered
    [told] = house.store.read_now(notices.standing)
    assert "Sgt Anan" in told.sentence
    assert OFFICER not in told.sentence
    board = Board(house.clock.now)
    lasting = Lasting(house.kit, house.store, board)
    await lasting.look()
    assert [one.sentence.startswith(told.sentence) for one in board.standing()] == [True]
    house.clock.go(timedelta(minutes=61))
    take(house, "DRG MSI YAB 7T SEIZED", "later")
    assert queued(house) == 4
    await lasting.look()
    assert board.standing() == []


def test_an_alarm_is_answered_though_the_budget_is_spent(house: House) -> None:
    house = frugal(house, routine=Limit(an_hour=0, a_day=0), flash=LITTLE)
    for number in range(5):
        take(house, "SOS", f"cry {number}")
    assert queued(house) == 3


def test_a_machine_that_sends_our_words_back_is_not_answered(house: House) -> None:
    take(house, "DRG MSI YAB 200000T SEIZED", "first")
    [answer] = house.store.read_now(lambda conn: outbox.due(conn, BEARER, 9))
    take(house, answer.text, "echo")
    assert queued(house) == 1
    assert "own words" in house.store.read_now(messages.recent)[0].note


def test_a_machine_that_says_the_same_for_ever_is_not_answered_for_ever(house: House) -> None:
    for number in range(12):
        take(house, "I am driving and will call you back", f"key {number}")
    assert queued(house) == limits.SAME_WORDS - 1


def age(house: House, ageing: Ageing, **passed: float) -> None:
    house.clock.go(timedelta(**passed))
    house.store.write_now(lambda conn: ageing.age(conn, tuple(State)))


@pytest.mark.parametrize("precedence", list(VALID))
def test_a_text_expires_when_its_validity_is_over(house: House, precedence: Precedence) -> None:
    waiting, sent = queue(house, "waits", precedence), queue(house, "sent", precedence)
    house.store.write_now(lambda conn: outbox.mark(conn, sent, "wired", START))
    ageing = Ageing(house.kit, house.store)
    age(house, ageing, seconds=VALID[precedence].total_seconds())
    assert (state(house, waiting), state(house, sent)) == ("queued", "wired")
    age(house, ageing, seconds=1)
    assert (state(house, waiting), state(house, sent)) == ("expired", "wired")
    age(house, ageing, minutes=10)
    assert state(house, sent) == "expired"


def test_a_text_grows_older_over_restarts_and_not_by_a_clock_that_jumps(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery, ticks = queue(house, "waits", 0), [0.0]
    ageing = Ageing(house.kit, house.store)
    monkeypatch.setattr(house.clock, "monotonic", lambda: ticks[0])
    for _ in range(3):
        ageing = Ageing(house.kit, house.store)  # as after a restart
        house.clock.go(timedelta(days=365 * 12))
        ticks[0] += 2400
        house.store.write_now(lambda conn, one=ageing: one.age(conn, tuple(State)))
        assert state(house, delivery) == "queued"
    ticks[0] += 10
    house.store.write_now(lambda conn: ageing.age(conn, tuple(State)))
    assert state(house, delivery) == "expired"
