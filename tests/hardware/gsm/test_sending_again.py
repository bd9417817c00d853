"""Another attempt at a text of which the network has a part already."""

import asyncio
from dataclasses import replace

from hardware.bearer import SendOutcome
from hardware.gsm.known import BriefKnown, Identity
from hardware.gsm.outbound import OTHER_SIM
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import outgoing, rig
from tests.hardware.gsm.test_sending import LONG, sent_texts
from tests.hardware.gsm.virtual import play


def test_another_attempt_sends_only_the_segments_that_are_missing() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGS": 4})) as here:
            await here.ready()
            sending = asyncio.create_task(here.modem.send(outgoing("t1", LONG)))
            await asyncio.sleep(5)
            here.ask("fail", command="CMGS", with_="+CMS ERROR: 42", count=1)
            sent = await sending
            assert (sent.outcome, len(sent.references)) == (SendOutcome.REFUSED, 1)
            again = await here.modem.send(outgoing("t1", LONG))
            assert again.outcome is SendOutcome.SUBMITTED
            assert again.references[:1] == sent.references
            assert sent_texts(here) == [LONG]

    play(story(), within_s=600)


def test_after_a_restart_only_the_segments_that_are_missing_are_sent() -> None:
    async def story() -> None:
        async with rig(Settings(latency={"CMGS": 4})) as here:
            await here.ready()
            sending = asyncio.create_task(here.modem.send(outgoing("t1", LONG)))
            await asyncio.sleep(5)
            here.ask("fail", command="CMGS", with_="+CMS ERROR: 42", count=1)
            sent = await sending
            await here.killed()
            await here.until(lambda: here.modem.health().ready)
            again = await here.modem.send(replace(outgoing("t1", LONG), begun=sent.references))
            assert again.outcome is SendOutcome.SUBMITTED
            assert again.references[:1] == sent.references
            assert sent_texts(here) == [LONG]

    play(story(), within_s=600)


def test_another_sim_does_not_go_on_with_what_the_one_before_began() -> None:
    async def story() -> None:
        known = BriefKnown()
        known.keep(Identity(Settings().imei, "520010810000099"))
        async with rig(known=known) as here:
            await here.ready()
            begun = await here.modem.send(replace(outgoing("t1", LONG), begun=("7-a",)))
            assert (begun.outcome, begun.references) == (SendOutcome.UNKNOWN, ("7-a",))
            assert (begun.retryable, begun.sentence) == (False, OTHER_SIM)
            assert (await here.modem.send(outgoing("t2", "whole"))).outcome is SendOutcome.SUBMITTED
            assert sent_texts(here) == ["whole"]

    play(story())
