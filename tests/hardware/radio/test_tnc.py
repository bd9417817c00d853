"""The bearer: nothing is acked before it is kept, everything said is settled, and a plug may be pulled."""

import asyncio

import pytest

from hardware.bearer import Address, AddressKind, Fate, Outgoing, Receipt, SendOutcome
from hardware.radio.message import Ack, Message, message_id
from hardware.radio.pace import TRIES
from hardware.radio.talks import MOST
from tests.hardware.radio.bench import PATROL, SPEED, running, to_patrol, until

REPORT = ":HQPOST-1 :DRG MSI YAB 200000T SEIZED{1"
ACK = Ack("9V1AB-7", "1")
FIRST = message_id("t1", 0)


async def test_a_report_comes_up_whole_and_is_acked() -> None:
    async with running() as bench:
        bench.port.hear(REPORT)
        await until(bench.port.said)
        assert bench.port.said() == [ACK]
        (heard,) = bench.kept
        assert heard.text == "DRG MSI YAB 200000T SEIZED"
        assert heard.sender == Address(AddressKind.CALLSIGN, str(PATROL))
        assert heard.raw.endswith(REPORT.encode())
        assert (heard.data, heard.part, heard.receipt, heard.problem) == (None, None, None, None)


async def test_no_ack_before_it_is_kept() -> None:
    async with running() as bench:
        bench.gate.clear()
        bench.port.hear(REPORT)
        await bench.settle()
        assert bench.port.said() == []
        bench.gate.set()
        await until(lambda: bench.port.said() == [ACK])


async def test_what_could_not_be_kept_is_handed_up_again_and_acked_only_then() -> None:
    async with running() as bench:
        bench.failures = 3
        bench.port.hear(REPORT)
        bench.port.hear(":HQPOST-1 :SOS")
        await until(lambda: len(bench.kept) == 2)
        assert [heard.text for heard in bench.kept] == ["DRG MSI YAB 200000T SEIZED", "SOS"]
        assert bench.port.said() == [ACK]


async def test_a_repetition_comes_up_under_the_same_key_and_is_acked_again() -> None:
    async with running() as bench:
        bench.port.hear(REPORT)
        await until(lambda: bench.port.said() == [ACK])
        bench.port.hear(REPORT)
        await until(lambda: bench.port.said() == [ACK, ACK])
        assert len(bench.kept) == 2
        assert len({heard.key for heard in bench.kept}) == 1


async def test_echoes_and_words_for_others_are_counted_and_left() -> None:
    async with running() as bench:
        sent = await bench.tnc.send(to_patrol("OK"))
        bench.port.inbound.put_nowait(bench.port.outbound)
        bench.port.hear(":HQPOST-2 :NIL{1")
        bench.port.hear(":HQPOST-1 :NIL{2", port=1)
        bench.port.inbound.put_nowait(b"\xc0\x00rubbish\xc0\x00\xdb\xc0")
        await until(lambda: bench.tnc.health().facts.get("broken") == 1)
        facts = bench.tnc.health().facts
        counted = {name: facts[name] for name in ("echo", "elsewhere", "other_port", "unreadable", "broken")}
        assert set(counted.values()) == {1}
        assert bench.kept == []
        assert sent.outcome is SendOutcome.SUBMITTED


async def test_another_port_of_the_tnc_can_be_ours() -> None:
    async with running(kiss_port=1) as bench:
        bench.port.hear(REPORT, port=1)
        await until(lambda: bench.port.said() == [ACK])
        assert bench.port.outbound[1] == 0x10


async def test_a_reply_is_said_once_and_its_ack_comes_up_as_a_receipt() -> None:
    async with running() as bench:
        sent = await bench.tnc.send(to_patrol("OK K7M4"))
        assert sent.outcome is SendOutcome.SUBMITTED
        assert bench.port.said() == [Message("9V1AB-7", "OK K7M4", FIRST)]
        bench.port.hear(f":HQPOST-1 :ack{FIRST}")
        await until(lambda: bench.kept)
        assert [heard.receipt for heard in bench.kept] == [Receipt(sent.references[0], Fate.DELIVERED)]
        await bench.settle()
        assert len(bench.port.said()) == 1


async def test_the_ack_of_a_reply_ack_says_it_back() -> None:
    async with running() as bench:
        bench.port.hear(":HQPOST-1 :YES{7}AA")
        await until(lambda: bench.port.said() == [Ack("9V1AB-7", "7", tail="}AA")])
        assert [heard.text for heard in bench.kept] == ["YES"]


async def test_a_reply_nobody_acks_is_said_eight_times_and_then_failed() -> None:
    async with running() as bench:
        sent = await bench.tnc.send(to_patrol("OK"))
        await until(lambda: bench.kept)
        assert [heard.receipt for heard in bench.kept] == [Receipt(sent.references[0], Fate.FAILED)]
        assert bench.port.said() == [Message("9V1AB-7", "OK", FIRST)] * TRIES


async def test_a_long_reply_goes_part_by_part_in_order() -> None:
    async with running() as bench:
        text = "OK " + "word " * 20
        sent = await bench.tnc.send(to_patrol(text))
        assert len(sent.references) == bench.tnc.measure(text) == 2
        assert [word.text[:3] for word in bench.port.said() if word] == ["1/2"]
        bench.port.hear(f":HQPOST-1 :ack{FIRST}")
        await until(lambda: len(bench.port.said()) == 2)
        bench.port.hear(f":HQPOST-1 :ack{message_id('t1', 1)}")
        await until(lambda: len(bench.kept) == 2)
        assert tuple(heard.receipt.reference for heard in bench.kept if heard.receipt) == sent.references


async def test_a_refused_reply_fails_and_is_not_said_again() -> None:
    async with running() as bench:
        sent = await bench.tnc.send(to_patrol("OK"))
        bench.port.hear(f":HQPOST-1 :rej{FIRST}")
        await until(lambda: bench.kept)
        assert [heard.receipt for heard in bench.kept] == [Receipt(sent.references[0], Fate.FAILED)]
        assert bench.tnc.health().facts["waiting"] == 0


async def test_the_same_tag_joins_what_is_under_way() -> None:
    async with running() as bench:
        assert await bench.tnc.send(to_patrol("OK")) == await bench.tnc.send(to_patrol("OK"))
        assert len(bench.port.said()) == 1


@pytest.mark.parametrize(
    ("to", "text"),
    [
        (Address(AddressKind.NUMBER, "+66812345678"), "OK"),
        (Address(AddressKind.CALLSIGN, "9V1AB-16"), "OK"),
        (Address(AddressKind.UNKNOWN, ""), "OK"),
        (Address(AddressKind.CALLSIGN, "9V1AB"), "word " * 200),
    ],
)
async def test_what_cannot_be_said_is_refused_for_good_with_a_sentence(to: Address, text: str) -> None:
    async with running() as bench:
        sent = await bench.tnc.send(Outgoing("t1", to, text))
        assert (sent.outcome, sent.retryable) == (SendOutcome.REFUSED, False)
        assert sent.sentence
        assert bench.port.said() == []


async def test_a_full_window_is_unready_not_dropped() -> None:
    async with running() as bench:
        for number in range(MOST):
            assert (await bench.tnc.send(to_patrol("OK", f"t{number}"))).outcome is SendOutcome.SUBMITTED
        more = await bench.tnc.send(to_patrol("OK", "one more"))
        assert (more.outcome, more.retryable) == (SendOutcome.UNREADY, True)


async def test_an_unplugged_tnc_is_unready_and_comes_back_with_what_was_under_way() -> None:
    async with running() as bench:
        await bench.tnc.send(to_patrol("OK"))
        bench.plugged = False
        bench.port.unplug()
        await until(lambda: not bench.tnc.health().ready)
        gone = await bench.tnc.send(to_patrol("MORE", "t2"))
        assert (gone.outcome, gone.retryable) == (SendOutcome.UNREADY, True)
        assert "no such device" in gone.sentence or "unplugged" in gone.sentence
        bench.plugged = True
        await until(lambda: len(bench.ports) == 2 and bench.port.said())
        assert bench.port.said()[0] == Message("9V1AB-7", "OK", FIRST)


async def test_an_unplugged_tnc_uses_up_no_tries() -> None:
    async with running() as bench:
        await bench.tnc.send(to_patrol("OK"))
        bench.plugged = False
        bench.port.unplug()
        await until(lambda: not bench.tnc.health().ready)
        await asyncio.sleep(1000 / SPEED)  # all eight tries take six minutes
        assert bench.kept == []
        assert bench.tnc.health().facts["waiting"] == 1


async def test_a_port_that_dies_in_the_middle_of_a_send_is_unready() -> None:
    async with running() as bench:
        bench.port.lost = True
        assert (await bench.tnc.send(to_patrol("OK"))).outcome is SendOutcome.UNREADY
        assert bench.tnc.health().facts["waiting"] == 0


async def test_a_report_kept_while_the_tnc_is_gone_is_acked_at_its_repetition() -> None:
    async with running() as bench:
        bench.gate.clear()
        bench.port.hear(REPORT)
        await bench.settle()
        bench.port.unplug()
        await until(lambda: len(bench.ports) == 2)
        bench.gate.set()
        bench.port.hear(REPORT)
        await until(lambda: ACK in bench.port.said())
        assert {heard.text for heard in bench.kept} == {"DRG MSI YAB 200000T SEIZED"}
        assert len({heard.key for heard in bench.kept}) == 1


async def test_half_a_frame_before_the_plug_was_pulled_does_not_join_the_next() -> None:
    async with running() as bench:
        bench.port.inbound.put_nowait(b"\xc0\x00half")
        await asyncio.sleep(0)
        bench.port.unplug()
        await until(lambda: len(bench.ports) == 2)
        bench.port.hear(REPORT)
        await until(lambda: bench.port.said() == [ACK])
