"""What a modem hands over unstored is acknowledged once it was taken in, and lost by no death before that."""

import asyncio

import pytest

from tests.hardware.gsm.rig import rig
from tests.hardware.gsm.virtual import play

CLASS_0 = "07916618000009F0040B916618325476F80010621132800154820568656C6C6F"


def test_direct_messages_are_acknowledged_once_taken() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.ask("receive_pdu", hex=CLASS_0)
            await here.until(lambda: here.office.heard)
            await asyncio.sleep(30)
            assert here.commands().get("CNMA", 0) >= 1
            assert here.stored() == []
            assert here.office.counts().total() == 1
            here.text("hints go on")
            await asyncio.sleep(0.05)
            assert here.office.texts[-1] == "hints go on"

    play(story())


def test_a_direct_message_outlives_a_refusal_and_an_unplugging() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.office.refusing = 4
            here.ask("receive_pdu", hex=CLASS_0)
            await asyncio.sleep(1)
            here.unplug(2)
            await here.until(lambda: here.office.heard)
            await asyncio.sleep(60)
            assert set(here.office.counts().values()) <= {
                1,
                2,
            }  # the network may send it again, with the same key
            assert len({hearing.key for hearing in here.office.heard}) == 1

    play(story())


@pytest.mark.parametrize("died_s", [0.5, 14.0, 40.0])
def test_a_direct_message_outlives_a_station_that_died_before_it_acknowledged(died_s: float) -> None:
    """Within the 15 s that the modem waits for CNMA, at their end, and long after they were over."""

    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.office.refuses = lambda: True
            here.ask("receive_pdu", hex=CLASS_0)
            await asyncio.sleep(died_s)
            here.office.refuses = lambda: False
            await here.killed()
            begun = asyncio.get_running_loop().time()
            await here.until(lambda: here.office.heard)
            assert asyncio.get_running_loop().time() - begun < 2
            here.ask("receive_pdu", hex=CLASS_0[:-2] + "70")
            await asyncio.sleep(1)
            assert len(here.office.heard) == 2  # it was told of that one at once too
            await asyncio.sleep(60)
            assert set(here.office.counts().values()) == {1}
            assert (here.stored(), here.sim.machine.unconfirmed) == ([], None)
            assert here.sim.machine.profile.cnmi.mt == 1

    play(story())


def test_a_modem_that_knows_no_refusal_is_told_to_announce_again_once_it_gave_up() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.office.refuses = lambda: True
            here.ask("receive_pdu", hex=CLASS_0)
            await asyncio.sleep(0.5)
            here.office.refuses = lambda: False
            await here.killed()
            here.ask("fail", command="CNMA", with_="+CMS ERROR: 303")
            await asyncio.sleep(40)
            assert here.sim.machine.profile.cnmi.mt == 1
            assert set(here.office.counts().values()) == {1}

    play(story())
