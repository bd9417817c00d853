"""However many workers look, time runs as fast as it does: for texts, patrols, claims and alarms alike."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from gateway.alarms.checkins import CheckIns
from gateway.alarms.claims import Claims
from gateway.alarms.escalation import Escalations
from gateway.board.presence import Presence
from gateway.intake.intake import take
from gateway.kit import Kit
from gateway.office.config import PatrolsPart
from gateway.outbox.ageing import Ageing
from gateway.store import accounts, alarms, duty, history, outbox, reports
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from gateway.turn import LOOKS, Turn
from tests.gateway.offices import BEARER, START, House, found_pair, text
from tests.gateway.outbox.test_sender import queue

MINUTE, MOST = timedelta(minutes=1), timedelta(hours=3)
KEY = ReportKey("MSI", 1, 1)
Look = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Case:
    """A part that counts time, what it counts for, and when that is over; kept at least so often."""

    part: Callable[[House], Look]
    begin: Callable[[House], object]
    over: Callable[[Connection], bool]
    step: timedelta = MINUTE
    kept: timedelta = MINUTE


def _kit(house: House) -> Kit:
    part = PatrolsPart(every_minutes=60, grace_minutes=30)
    return replace(house.kit, config=house.kit.config.model_copy(update={"patrols": part}))


def _say(words: str) -> Callable[[House], object]:
    return lambda house: house.store.write_now(lambda conn: take(conn, house.kit, BEARER, [text(words)]))


def _claimed(house: House) -> None:
    def work(conn: Connection) -> None:
        accounts.create(conn, name="som", role="duty", password="", created_at=START)
        reports.claim(conn, KEY, "som")
        history.note(conn, KEY, START, "duty", "claimed", {"by": "som"})

    _say("SOS")(house)
    house.store.write_now(work)


def _alarmed(house: House) -> None:
    def work(conn: Connection) -> None:
        for name in ("som", "noi"):
            accounts.create(conn, name=name, role="duty", password="", created_at=START)
            duty.add(conn, name, f"+6689000000{len(name)}", START)

    _say("SOS")(house)
    house.store.write_now(work)


def _ageing(house: House) -> Look:
    return Ageing(house.kit, house.store)._look  # one look of what runs for ever


def _escalations(house: House) -> Look:
    """Give one where a console is always live, as the siren's wait is the longer then."""
    presence = Presence(house.clock)
    part = Escalations(house.kit, house.store, presence, BEARER)

    async def look() -> None:
        presence.seen()
        await part.look()

    return look


def _expired(conn: Connection) -> bool:
    return outbox.any_in(conn, ["expired"])


def _missed(conn: Connection) -> bool:
    return bool(alarms.unclaimed(conn))


def _lapsed(conn: Connection) -> bool:
    found = reports.get(conn, KEY)
    return found is not None and found.claimed_by is None


def _all_told(conn: Connection) -> bool:
    return any(len(one.told) > 1 for one in alarms.standing(conn))


CASES = {
    "texts": Case(_ageing, lambda house: queue(house, "waits", 0), _expired, kept=5 * MINUTE),
    "patrols": Case(lambda house: CheckIns(_kit(house), house.store).look, _say("PATR START MSI"), _missed),
    "claims": Case(lambda house: Claims(house.kit, house.store).look, _claimed, _lapsed),
    "alarms": Case(_escalations, _alarmed, _all_told, step=timedelta(seconds=5)),
}


async def took(case: Case, folder: Path, workers: int, dies: timedelta = MOST) -> timedelta:
    """Let so many workers look until it is over, whose first dies then; return how long it took."""
    house = found_pair(folder / f"{workers} workers")["MSI"]
    house.store.alone = False  # as on a store that several workers share
    case.begin(house)
    looks, begun = [case.part(house) for _ in range(workers)], house.clock.at
    while not house.store.read_now(case.over):
        passed = house.clock.at - begun
        assert passed < MOST
        await _all(looks[1:] if passed >= dies else looks)
        house.clock.go(case.step)
    return house.clock.at - begun


async def _all(looks: Sequence[Look]) -> None:
    for look in looks:
        await look()


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


async def test_three_workers_count_no_faster_than_one(case: Case, tmp_path: Path) -> None:
    assert await took(case, tmp_path, 3) == await took(case, tmp_path, 1)


async def test_another_counts_on_when_the_one_whose_turn_it_is_dies(case: Case, tmp_path: Path) -> None:
    alone = await took(case, tmp_path, 1)
    # What it had not kept is lost, then a lease, and a look before and after it.
    most = case.kept + max(timedelta(seconds=90), LOOKS * case.step) + 2 * case.step
    assert alone <= await took(case, tmp_path, 2, dies=alone / 2) <= alone + most


async def test_without_turns_two_workers_count_twice(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is measured above is seen to go wrong."""

    async def mine(_: Turn) -> bool:
        return True

    alone = await took(case, tmp_path, 1)
    monkeypatch.setattr(Turn, "mine", mine)
    monkeypatch.setattr(Turn, "held", lambda *_: True)
    assert await took(case, tmp_path, 2) < alone * 0.75


async def test_one_that_slept_is_fenced_off_when_it_wakes(store: Store, house: House) -> None:
    """It had looked whether it was its turn, and slept before it counted."""
    store.alone = False
    first, second = (Turn(store, house.clock, "texts", 30) for _ in range(2))
    assert (await first.mine(), await second.mine()) == (True, False)
    assert store.read_now(first.held)
    looked: list[bool] = []
    for _ in range(LOOKS):
        house.clock.go(timedelta(seconds=first.lease_s / LOOKS))
        looked.append(await second.mine())
    assert looked == [False, False, True]
    assert (store.read_now(first.held), store.read_now(second.held)) == (False, True)
    assert not await first.mine()


async def test_machines_that_slept_together_take_nothing_from_each_other(store: Store, house: House) -> None:
    store.alone = False
    turns = [Turn(store, house.clock, "texts", 30) for _ in range(3)]
    for _ in range(3):
        house.clock.go(timedelta(days=1))
        assert [await one.mine() for one in turns] == [True, False, False]
        assert [await one.mine() for one in reversed(turns)] == [False, False, True]
