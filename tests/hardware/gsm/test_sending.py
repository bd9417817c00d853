"""Sending, against the pretend modem: what is said of a text is what became of it."""

import asyncio

import pytest

from hardware.bearer import Address, AddressKind, Outgoing, SendOutcome, Sent
from hardware.gsm.at.session import BLIND_S, HINTED_S
from hardware.gsm.condition import NETWORK_DENIED
from hardware.gsm.hear import reference_for
from hardware.gsm.options import ModemOptions
from hardware.gsm.outbound import GONE, NO_ANSWER, NO_PROMPT
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import Rig, outgoing, rig
from tests.hardware.gsm.virtual import play

LONG = "You will get three segments of this. " * 10
HURRY = ModemOptions(send_s=20, prompt_s=2)


def sent_texts(here: Rig) -> list[str]:
    return [message["text"] for message in here.ask("sent")["messages"]]


def test_a_text_goes_out_and_its_receipt_finds_it() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            sent = await here.modem.send(outgoing("t1", "REF 7K"))
            assert sent.outcome is SendOutcome.SUBMITTED
            assert sent_texts(here) == ["REF 7K"]
            await here.until(lambda: here.office.receipts)
            assert tuple(here.office.receipts) == sent.references
            assert "811111111" not in sent.references[0]

    play(story())


def test_each_segment_has_a_reference() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            sent = await here.modem.send(outgoing("t1", LONG))
            assert len(sent.references) == here.modem.measure(LONG) == 3
            assert sent_texts(here) == [LONG]
            await here.until(lambda: len(here.office.receipts) == 3)
            assert set(here.office.receipts) == set(sent.references)

    play(story())


def test_no_receipt_unless_wanted() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            await here.modem.send(
                Outgoing("t", Address(AddressKind.NUMBER, "+6681"), "x", receipt_wanted=False)
            )
            await asyncio.sleep(60)
            assert here.office.receipts == []

    play(story())


@pytest.mark.parametrize(
    ("refusal", "outcome", "retryable", "words"),
    [
        ("+CMS ERROR: 38", SendOutcome.REFUSED, True, "The network is out of order (CMS 38)."),
        ("+CMS ERROR: 1", SendOutcome.REFUSED, False, "The number is not in use (CMS 1)."),
        ("+CMS ERROR: 332", SendOutcome.UNKNOWN, False, "The network did not answer in time"),
        ("+CMS ERROR: 513", SendOutcome.REFUSED, True, "The modem refused with CMS 513."),
        ("+CME ERROR: 30", SendOutcome.REFUSED, True, "The modem has no network (CME 30)."),
        ("ERROR", SendOutcome.REFUSED, True, "The modem refused without saying why."),
        ("silence", SendOutcome.UNKNOWN, False, NO_ANSWER),
        ("lost", SendOutcome.UNKNOWN, False, NO_ANSWER),
    ],
)
def test_what_a_refusal_means(refusal: str, outcome: SendOutcome, retryable: bool, words: str) -> None:
    async def story() -> None:
        async with rig(options=HURRY) as here:
            await here.ready()
            here.ask("fail", command="CMGS", with_=refusal, count=1)
            sent = await here.modem.send(outgoing("t1", "REF 7K"))
            assert (sent.outcome, sent.retryable, sent.references) == (outcome, retryable, ())
            assert sent.sentence.startswith(words)
            again = await here.modem.send(outgoing("t2", "another"))
            assert again.outcome is SendOutcome.SUBMITTED

    play(story())


def test_without_a_prompt_nothing_was_tried() -> None:
    async def story() -> None:
        async with rig(options=HURRY) as here:
            await here.ready()
            here.ask("fail", command="PROMPT", with_="silence", count=1)
            sent = await here.modem.send(outgoing("t1", "REF 7K"))
            assert sent == Sent(SendOutcome.UNREADY, sentence=NO_PROMPT)
            assert (await here.modem.send(outgoing("t1", "REF 7K"))).outcome is SendOutcome.SUBMITTED
            assert sent_texts(here) == ["REF 7K"]

    play(story())


def test_receiving_goes_on_between_the_segments_and_after_one_that_hangs() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGS": 4}), options=HURRY) as here:
            await here.ready()
            sending = asyncio.create_task(here.modem.send(outgoing("t1", LONG)))
            await asyncio.sleep(1)
            here.text("between")
            await asyncio.sleep(4)
            assert here.office.texts == ["between"]
            assert (await sending).outcome is SendOutcome.SUBMITTED
            here.ask("fail", command="CMGS", with_="silence", count=1)
            sending = asyncio.create_task(here.modem.send(outgoing("t2", "hangs")))
            await asyncio.sleep(1)
            here.text("after")
            begun = asyncio.get_running_loop().time()
            await here.until(lambda: here.office.texts[-1] == "after")
            assert asyncio.get_running_loop().time() - begun < HURRY.send_s + 3
            assert (await sending).outcome is SendOutcome.UNKNOWN

    play(story())


@pytest.mark.parametrize("hinted", [True, False])
def test_receiving_stands_still_for_seconds_only_while_a_submit_hangs(hinted: bool) -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            await asyncio.sleep(1)
            here.ask("fail", command="CMGS", with_="silence", count=1)
            sending = asyncio.create_task(here.modem.send(outgoing("t1", "hangs")))
            await asyncio.sleep(1)
            if not hinted:
                here.sim.machine.profile.cnmi = type(here.sim.machine.profile.cnmi)()
            begun = asyncio.get_running_loop().time()
            here.text("SOS")
            await here.until(lambda: here.office.texts == ["SOS"])
            waited = asyncio.get_running_loop().time() - begun
            assert waited < (HINTED_S if hinted else BLIND_S) + 3
            assert (await sending).outcome is SendOutcome.UNKNOWN
            assert (await here.modem.send(outgoing("t2", "next"))).outcome is SendOutcome.SUBMITTED

    play(story())


def test_a_slow_submit_that_makes_way_is_still_known_to_have_gone_out() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGS": 100})) as here:  # this modem takes up nothing meanwhile
            await here.ready()
            sending = asyncio.create_task(here.modem.send(outgoing("t1", "slow")))
            await asyncio.sleep(5)
            here.text("SOS")
            sent = await sending
            assert (sent.outcome, len(sent.references)) == (SendOutcome.SUBMITTED, 1)
            await here.until(lambda: here.office.texts == ["SOS"])
            assert here.modem.health().facts["connections"] == 1

    play(story())


def test_a_modem_that_is_away_is_unready() -> None:
    async def story() -> None:
        async with rig() as here:
            assert (await here.modem.send(outgoing("t1", "x"))).outcome is SendOutcome.UNREADY
            await here.ready()
            here.unplug(5)
            await asyncio.sleep(0.1)
            sent = await here.modem.send(outgoing("t1", "x"))
            assert sent.outcome is SendOutcome.UNREADY
            assert sent.sentence
            assert not here.modem.health().ready

    play(story())


def test_without_a_network_nothing_is_tried() -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            here.sim.machine.functionality = 4
            await asyncio.sleep(20)
            sent = await here.modem.send(outgoing("t1", "x"))
            assert sent.outcome is SendOutcome.UNREADY
            assert "network" in sent.sentence
            here.sim.machine.functionality = 1
            await asyncio.sleep(20)
            assert (await here.modem.send(outgoing("t1", "x"))).outcome is SendOutcome.SUBMITTED

    play(story())


def test_a_network_that_goes_and_comes_is_noticed_when_the_modem_says_so() -> None:
    async def story() -> None:
        async with rig(options=ModemOptions(watch_s=600)) as here:
            await here.ready()
            await asyncio.sleep(5)
            here.ask("air", stat=3)
            await asyncio.sleep(1)
            assert here.modem.health().sentence == NETWORK_DENIED
            await asyncio.sleep(5)
            here.ask("air", stat=5, signal=3)
            await asyncio.sleep(1)
            health = here.modem.health()
            assert (health.ready, health.facts["network"], health.facts["signal_dbm"]) == (
                True,
                "roaming",
                -107,
            )

    play(story())


def test_unplugged_after_the_pdu_is_unknown_and_before_it_unready() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGS": 4})) as here:
            await here.ready()
            sending = asyncio.create_task(here.modem.send(outgoing("t1", "x")))
            await asyncio.sleep(2)
            here.unplug(1)
            assert (await sending).outcome is SendOutcome.UNKNOWN
            await here.until(lambda: here.modem.health().ready)
            here.ask("fail", command="PROMPT", with_="silence", count=1)
            sending = asyncio.create_task(here.modem.send(outgoing("t2", "x")))
            await asyncio.sleep(1)
            here.unplug(1)
            sent = await sending
            assert (sent.outcome, sent.sentence) == (SendOutcome.UNREADY, GONE)

    play(story())


@pytest.mark.parametrize("to", ["", "AIS", "+", "9V1AB-7"])
def test_an_address_that_no_phone_has_is_refused_for_good(to: str) -> None:
    async def story() -> None:
        async with rig() as here:
            await here.ready()
            sent = await here.modem.send(outgoing("t1", "x", to))
            assert (sent.outcome, sent.retryable) == (SendOutcome.REFUSED, False)

    play(story())


def test_a_call_of_send_that_is_given_up_does_not_stop_the_next() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGS": 4})) as here:
            await here.ready()
            sending = asyncio.create_task(here.modem.send(outgoing("t1", "first")))
            await asyncio.sleep(1)
            sending.cancel()
            assert (await here.modem.send(outgoing("t2", "second"))).outcome is SendOutcome.SUBMITTED
            assert sent_texts(here) == ["first", "second"]

    play(story())


def test_references_do_not_mind_how_a_network_writes_a_number() -> None:
    def named(mr: int | None, number: str) -> str:
        return reference_for(mr, Address(AddressKind.NUMBER, number))

    assert named(7, "+66812345678") == named(7, "0812345678")
    assert named(7, "+66812345678") != named(8, "+66812345678")
    assert named(7, "+66812345678") != named(7, "+66812345679")
    assert named(None, "+66812345678") != named(0, "+66812345678")
