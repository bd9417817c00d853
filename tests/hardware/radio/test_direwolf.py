"""Our bearer behind a real TNC, and a patrol behind another: sound is all there is between them."""

import pytest

from hardware.bearer import Fate, SendOutcome
from tests.hardware.radio.bench import PATROL, to_patrol, until
from tests.hardware.radio.direwolf import sound
from tests.hardware.radio.serving import serving

ON_THE_AIR = 30.0  # seconds; a frame takes one, a repetition some eight

# The patrol's report comes from direwolf itself, so that no line of ours has written it.
BEACON = 'CBEACON DELAY=0:01 EVERY=0:10 INFO=":HQPOST-1 :DRG MSI YAB 200000T SEIZED{7"'


@pytest.mark.peer("direwolf")
@pytest.mark.timeout(60)
async def test_a_report_that_direwolf_sends_is_kept_and_acked_on_the_air() -> None:
    async with sound() as channel:
        ours = await channel.station("HQPOST-1")
        async with serving(ours.pty()) as (_, kept):
            patrol = await channel.station(str(PATROL), BEACON)
            await until(kept.texts, ON_THE_AIR)
            assert kept.texts() == ["DRG MSI YAB 200000T SEIZED"]
            assert kept.hearings[0].sender.value == str(PATROL)
            await until(lambda: "HQPOST-1>APZPWR::9V1AB-7  :ack7" in patrol.printed, ON_THE_AIR)


@pytest.mark.peer("direwolf")
@pytest.mark.timeout(60)
async def test_a_reply_and_its_ack_between_two_real_tncs() -> None:
    async with sound() as channel:
        ours, theirs = await channel.station("HQPOST-1"), await channel.station(str(PATROL))
        async with serving(ours.pty()) as (tnc, kept), serving(theirs.pty(), PATROL) as (other, patrol):
            await until(lambda: tnc.health().ready and other.health().ready)
            sent = await tnc.send(to_patrol("OK K7M4 ยาบ้า 200000 เม็ด"))
            assert sent.outcome is SendOutcome.SUBMITTED
            await until(lambda: kept.hearings, ON_THE_AIR)
            assert patrol.texts() == ["OK K7M4 ยาบ้า 200000 เม็ด"]
            (heard,) = kept.hearings
            assert heard.receipt
            assert (heard.receipt.reference, heard.receipt.fate) == (sent.references[0], Fate.DELIVERED)
            assert tnc.health().facts["echo"] == 1
