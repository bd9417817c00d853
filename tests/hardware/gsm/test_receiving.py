"""Receiving, against the pretend modem: nothing is deleted before it was taken in, and nothing stays."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from hardware.bearer import Address, AddressKind
from hardware.gsm.condition import SENTENCES, Phase
from hardware.gsm.options import ModemOptions
from hardware.gsm.pdu import Deliver, encode_deliver
from hardware.gsm.stores import NOT_STORED
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import rig
from tests.hardware.gsm.virtual import play

SLOW = {"CMGR": 0.08, "CMGD": 0.15, "CMGL": 0.05, "CPMS": 0.05}
READY = SENTENCES[Phase.SERVING]


def test_what_waits_is_handed_up_once_and_then_deleted() -> None:
    async def story() -> None:
        async with rig(waiting=40) as here:
            await here.drained(40)
            await asyncio.sleep(60)
            assert here.office.batches == [32, 8]
            assert set(here.office.counts().values()) == {1}

    play(story())


def test_what_waits_is_handed_up_in_the_order_in_which_it_was_sent() -> None:
    async def story() -> None:
        async with rig() as here:
            here.office.refuses = lambda: len(here.stored()) < 4
            await here.ready()
            for minute in (3, 1, None, 2):  # a slot that was freed is filled before those behind it
                here.ask("receive_pdu", hex=_sent_at(minute))
            await here.until(lambda: not here.stored())
            assert here.office.texts == ["minute 1", "minute 2", "minute 3", "minute None"]

    play(story())


def _sent_at(minute: int | None) -> str:
    moment = None if minute is None else datetime(2026, 11, 1, 8, 0, tzinfo=UTC) + timedelta(minutes=minute)
    sender = Address(AddressKind.NUMBER, "+66812345678")
    return encode_deliver(Deliver(sender=sender, text=f"minute {minute}", scts=moment)).hex()


def test_a_new_message_is_handed_up_at_once() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            await asyncio.sleep(1)
            here.text("DRG MSI YAB 200T")
            await asyncio.sleep(0.01)
            assert here.office.texts == ["DRG MSI YAB 200T"]
            assert here.stored() == []

    play(story())


def test_nothing_is_deleted_while_deliver_raises() -> None:
    async def story() -> None:
        async with rig(waiting=5) as here:
            here.office.refusing = 3
            await here.ready()
            await asyncio.sleep(2)
            assert len(here.stored()) == 5
            assert here.modem.health().sentence == NOT_STORED
            assert here.modem.health().ready
            await here.until(lambda: not here.stored())
            assert len(here.office.heard) == 5
            await asyncio.sleep(10)
            assert here.modem.health().sentence == READY

    play(story())


def test_what_was_taken_is_deleted_although_the_next_batch_was_not() -> None:
    async def story() -> None:
        async with rig(waiting=40) as here:
            here.office.refuses = lambda: len(here.office.batches) == 1
            await here.ready()
            await asyncio.sleep(4)
            assert (len(here.office.heard), len(here.stored())) == (32, 8)

    play(story())


def test_a_long_text_comes_part_by_part() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.ask("receive", from_="+66812345678", text="x" * 400, order=[3, 1, 2])
            await here.until(lambda: len(here.office.heard) == 3)
            parts = [hearing.part for hearing in here.office.heard if hearing.part]
            assert sorted(part.index for part in parts) == [1, 2, 3]
            assert {part.count for part in parts} == {3}

    play(story())


def test_a_pdu_that_cannot_be_read_is_handed_up_and_deleted_like_any_other() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.ask("receive_pdu", hex="0004ff")
            here.text("after it")
            await here.until(lambda: not here.stored())
            poison, good = sorted(here.office.heard, key=lambda hearing: hearing.problem is None)
            assert poison.problem is not None
            assert poison.raw == bytes.fromhex("0004ff")
            assert (poison.text, good.text) == (None, "after it")

    play(story())


def test_a_storm_of_hints_loses_nothing() -> None:
    async def story() -> None:
        async with rig(Settings(capacity=200)) as here:
            await here.ready()
            for number in range(100):
                here.text(f"text {number}")
                if number % 10 == 0:
                    await asyncio.sleep(0.01)
            await here.drained(100)
            assert sorted(here.office.counts().values()) == [1] * 100

    play(story())


def test_a_message_without_any_hint_is_found_by_the_sweep() -> None:
    async def story() -> None:
        async with rig(options=ModemOptions(sweep_s=5)) as here:
            await here.ready()
            await asyncio.sleep(1)
            here.sim.machine.profile.cnmi = type(here.sim.machine.profile.cnmi)()
            here.text("no hint")
            await asyncio.sleep(6)
            assert here.office.texts == ["no hint"]

    play(story())


def test_a_full_sim_queues_in_the_network_and_drains() -> None:
    async def story() -> None:
        async with rig(Settings(capacity=10), waiting=35) as here:
            await here.drained(35)
            assert set(here.office.counts().values()) == {1}

    play(story())


def test_a_sim_that_fills_up_raises_an_alarm() -> None:
    async def story() -> None:
        async with rig(Settings(capacity=10), waiting=7) as here:
            here.office.refusing = 1_000_000
            await here.ready()
            await asyncio.sleep(1)
            assert here.modem.health().facts["sim_used"] == 7
            here.office.refusing = 0
            here.ask("fail", command="CMGD", with_="ERROR", count=1000)
            await asyncio.sleep(10)
            assert here.modem.health().sentence.startswith("The SIM is 70% full")
            assert len(here.office.heard) == 7

    play(story())


@pytest.mark.parametrize("refusal", ["ERROR", "+CMS ERROR: 500", "+CMS ERROR: 321", "silence", "lost"])
def test_a_delete_that_goes_wrong_is_done_again_and_nothing_twice(refusal: str) -> None:
    async def story() -> None:
        async with rig(waiting=6) as here:
            here.ask("fail", command="CMGD", with_=refusal, count=2)
            await here.drained(6)
            assert sorted(here.office.counts().values()) == [1] * 6
            here.text("next")
            await here.until(lambda: here.office.texts[-1] == "next")

    play(story())


@pytest.mark.parametrize("refusal", ["ERROR", "+CMS ERROR: 500", "+CMS ERROR: 321", "silence", "lost"])
def test_a_list_that_goes_wrong_is_asked_for_again(refusal: str) -> None:
    async def story() -> None:
        async with rig(waiting=6) as here:
            here.ask("fail", command="CMGL", with_=refusal, count=2)
            await here.drained(6)
            assert sorted(here.office.counts().values()) == [1] * 6

    play(story())


def test_a_modem_that_cannot_list_is_read_one_by_one() -> None:
    async def story() -> None:
        async with rig(Settings(capacity=20), waiting=6) as here:
            here.ask("fail", command="CMGL", with_="ERROR", count=1_000_000)
            await here.drained(6)
            assert sorted(here.office.counts().values()) == [1] * 6

    play(story())


def test_slow_modems_cost_little_more_than_their_own_time() -> None:
    async def story() -> float:
        async with rig(Settings(latency=SLOW), waiting=50) as here:
            await here.drained(50)
            return asyncio.get_running_loop().time()

    own = 50 * (SLOW["CMGL"] + SLOW["CMGD"]) + SLOW["CPMS"]
    assert play(story()) <= 1.08 * own


def test_a_backlog_behind_a_full_sim_is_committed_in_batches() -> None:
    async def story() -> float:
        async with rig(Settings(capacity=50, latency=SLOW), waiting=150) as here:
            here.office.takes_s = 0.03  # a commit on a memory card
            await here.drained(150)
            assert len(here.office.batches) <= 25
            assert set(here.office.counts().values()) == {1}
            return asyncio.get_running_loop().time()

    own = 150 * (SLOW["CMGL"] + SLOW["CMGD"]) + SLOW["CPMS"]
    assert play(story()) <= 1.04 * own


def test_an_sos_does_not_wait_until_a_full_sim_is_drained() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGD": 0.3}), waiting=40) as here:
            await here.until(lambda: here.ask("ledger")["counts"]["deleted"] == 5)
            here.text("SOS")
            await asyncio.sleep(1)
            assert here.office.texts[-1] == "SOS"
            assert len(here.stored()) > 20
            await here.drained(41)
            assert sorted(here.office.counts().values()) == [1] * 41

    play(story())


def test_calls_are_refused_and_counted_once() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            for _ in range(3):
                here.ask("urc", line="RING")
                here.ask("urc", line='+CLIP: "+66812345678",145')
                await asyncio.sleep(2)
            assert here.modem.health().facts["calls_refused"] == 1
            assert [caller.value for caller in here.calls] == ["+66812345678"]
            assert here.commands().get("H", 0) >= 1

    play(story())
