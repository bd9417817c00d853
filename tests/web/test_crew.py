"""The demo's crew: a member that ends is started again, and what it said last can be told."""

import asyncio
from pathlib import Path

import pytest

from web.demo import play as playing
from web.demo.crew import Crew, Member
from web.demo.play import LateError, Play
from web.demo.stage import set_stage


async def test_who_ended_by_himself_is_named_with_his_last_words(tmp_path: Path) -> None:
    lost = Member("modem MSI", ("no-such-command",), tmp_path / "modem.log")
    fine = Member("radio MSI", ("sim", "radio", "--pty", str(tmp_path / "tnc")), tmp_path / "radio.log")
    crew = Crew([lost, fine])
    await crew.start()
    async with asyncio.timeout(120):
        while not lost.ended:
            await asyncio.sleep(0.05)
    told = crew.troubles()
    await crew.end()
    assert [one.partition(":")[0] for one in told] == ["modem MSI"]
    assert len(told[0]) > len("modem MSI: it said nothing")


async def test_a_demo_that_does_not_come_up_says_whose_fault_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Play(tmp_path, set_stage(tmp_path))
    broken = Member("modem TCL", (), tmp_path / "modem.log", ended=3)
    broken.log.write_text("at it\nout of pty devices\n")
    play.crew = Crew([broken])
    monkeypatch.setattr(playing, "_AT_MOST", 0.2)
    with pytest.raises(LateError, match="modem TCL: out of pty devices"):
        await play.ready()
