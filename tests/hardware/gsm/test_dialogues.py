"""Transcripts of odd modems: whatever they do, the same messages come in and the same text goes out."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.bearer import Sent
from hardware.gsm.modem import GsmModem
from hardware.gsm.options import ModemOptions
from tests.hardware.gsm.player import FOLDER, Player, read_transcript
from tests.hardware.gsm.rig import Office, outgoing
from tests.hardware.gsm.virtual import play

FILES = sorted(path for path in FOLDER.glob("*.at") if path.name != "usual.at")
LASTS_S = 120.0
TEXT = "REF 7K"


@dataclass
class Outcome:
    """What came of a transcript."""

    player: Player
    office: Office
    modem: GsmModem
    sent: Sent
    calls: list[str]


def told(outcome: Outcome) -> list[str]:
    return [hearing.text for hearing in outcome.office.heard if hearing.text]


def asked(outcome: Outcome, pattern: str) -> int:
    return sum(re.search(pattern, line) is not None for line in outcome.player.asked)


# What `=` lines may say, and how each is checked.
EXPECT: dict[str, Callable[[Outcome, str], object]] = {
    "heard": lambda o, v: sorted(told(o)) == sorted(filter(None, v.split("; "))),
    "problems": lambda o, v: sum(bool(hearing.problem) for hearing in o.office.heard) == int(v),
    "left": lambda o, v: len(o.player.waiting) == int(v),
    "receipts": lambda o, v: len(o.office.receipts) == int(v),
    "sent": lambda o, v: o.sent.outcome.value == v,
    "reason": lambda o, v: v in o.sent.sentence,
    "sentence": lambda o, v: v in o.modem.health().sentence,
    "asks": lambda o, v: asked(o, v) > 0,
    "never": lambda o, v: asked(o, v) == 0,
    "connections": lambda o, v: o.modem.health().facts["connections"] == int(v),
    "calls": lambda o, v: o.calls == v.split(),
    "profile": lambda o, v: o.modem.health().facts["profile"] == v,
    "swaps": lambda o, v: o.modem.health().facts["swaps"] == int(v),
    "sim": lambda o, v: o.modem.health().facts["sim"] == v,
    "fact": lambda o, v: str(o.modem.health().facts.get(v.split()[0])) == v.split(maxsplit=1)[1],
    "alarm": lambda o, v: v in o.modem.health().alarm,
    "echo": lambda _o, _v: True,
    "baud": lambda _o, _v: True,
    "pin": lambda _o, _v: True,
    "balance": lambda _o, _v: True,
}


async def told_story(path: Path) -> Outcome:
    player = Player(read_transcript(path))
    office, calls = Office(), list[str]()
    loop = asyncio.get_running_loop()
    modem = GsmModem(
        "gsm1",
        "script://modem",
        pin=dict(player.script.expected).get("pin"),
        options=ModemOptions(
            send_s=20, prompt_s=2, balance=dict(player.script.expected).get("balance", ""), balance_low=10
        ),
        opener=player.open,
        monotonic=loop.time,
        uniform=lambda: 0.5,
        called=lambda caller: calls.append(caller.value),
    )
    running = asyncio.create_task(modem.run(office.deliver))
    await asyncio.sleep(LASTS_S / 2)
    sent = await modem.send(outgoing("t1", TEXT))
    await asyncio.sleep(LASTS_S / 2)
    assert not running.done()
    outcome = Outcome(player, office, modem, sent, calls)
    modem.health()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return outcome


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_transcripts(path: Path) -> None:
    outcome = play(told_story(path))
    assert len(outcome.player.script.expected) >= 2
    for word, value in outcome.player.script.expected:
        assert EXPECT[word](outcome, value), (
            word,
            value,
            told(outcome),
            outcome.sent,
            outcome.modem.health(),
        )
