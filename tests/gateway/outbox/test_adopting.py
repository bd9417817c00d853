"""Texts of a modem that was taken out of the configuration: none is lost, and none is sent twice."""

from typing import Any

import pytest

from gateway.outbox.adopting import TAKEN_AWAY
from gateway.store import outbox
from gateway.store.states import DeliveryState as State
from gateway.store.tables import Delivery
from hardware.bearer import Outgoing, Sent
from tests.gateway.offices import BEARER, House
from tests.gateway.outbox.test_fleet import OTHER, second, send
from tests.gateway.outbox.test_sender import Mouth, queue

GONE = "modem9"  # no bearer of the office is called so


def lost(house: House, text: str, state: State = State.QUEUED, **values: object) -> int:
    """Put a text where the modem that was taken away left it."""
    fixed: dict[str, Any] = {"bearer": GONE, "to_kind": "number", "to": "+66800000101", "precedence": 2}
    at = house.clock.at
    made = {"tag": text, "text": text, "state": state.value, "created_at": at, **fixed, **values}
    return house.store.write_now(lambda conn: outbox.queue(conn, **made))


def found(house: House, delivery: int) -> Delivery:
    one = house.store.read_now(lambda conn: outbox.get(conn, delivery))
    assert one is not None
    return one


async def test_what_was_queued_goes_out_once_by_one_that_is_left(house: House) -> None:
    here, other = Mouth(), second(Mouth())
    deliveries = [lost(house, f"text {number}") for number in range(5)]
    await send(house, here, other)
    assert sorted([*here.said, *other.said]) == [f"text {number}" for number in range(5)]
    assert {found(house, one).state for one in deliveries} == {"wired"}
    assert {found(house, one).bearer for one in deliveries} <= {BEARER, OTHER}
    await send(house, here, other)
    assert len([*here.said, *other.said]) == 5


async def test_the_one_that_takes_them_may_be_away_itself(house: House) -> None:
    here, other = Mouth(), second(Mouth())
    here.ready = False
    lost(house, "flash", precedence=0)
    await send(house, here, other)
    assert (here.said, other.said) == ([], ["flash"])


@pytest.mark.parametrize(
    "values",
    [{"state": State.SUBMITTED}, {"references": ["7"]}, {"state": State.SUBMITTED, "references": ["7"]}],
)
async def test_what_may_have_gone_out_is_never_sent_again(house: House, values: dict[str, Any]) -> None:
    here, other = Mouth(), second(Mouth())
    delivery = lost(house, "once", **values)
    for _ in range(2):
        await send(house, here, other)
    assert (here.said, other.said) == ([], [])
    one = found(house, delivery)
    assert (one.state, one.sentence, one.bearer) == ("unknown", TAKEN_AWAY, GONE)


@pytest.mark.parametrize(
    "state", [State.WIRED, State.UNKNOWN, State.DELIVERED, State.FAILED, State.CANCELLED]
)
async def test_what_has_come_further_is_left_as_it_is(house: House, state: State) -> None:
    here = Mouth()
    delivery = lost(house, "once", state)
    await send(house, here)
    assert (here.said, found(house, delivery).state) == ([], state.value)


async def test_a_text_for_a_radio_is_not_for_a_modem(house: House) -> None:
    here = Mouth()
    delivery = lost(house, "QTH?", to_kind="callsign", to="HS0ABC-7")
    await send(house, here)
    assert (here.said, found(house, delivery).state) == ([], "queued")


async def test_one_that_is_lost_while_the_station_runs_is_found_once_nothing_else_is_due(
    house: House,
) -> None:

    class Later(Mouth):
        async def send(self, message: Outgoing) -> Sent:
            if message.text == "first":
                lost(house, "later")
            return await super().send(message)

    here = Later()
    queue(house, "first")
    await send(house, here)
    assert here.said == ["first", "later"]
