"""Spoilt lines: nothing raises, nothing grows, and a good modem is served right after."""

import asyncio
import os
import random

import pytest
from structlog.testing import capture_logs

from hardware.errors import PortLostError
from hardware.gsm.at.answers import (
    fill,
    hint,
    listing,
    memories,
    read_slot,
    reference,
    registration,
    signal_dbm,
)
from hardware.gsm.hear import hearing_of
from hardware.gsm.modem import GsmModem
from hardware.gsm.options import ModemOptions
from tests.hardware.gsm.memory import measured
from tests.hardware.gsm.player import FOLDER, Player, ScriptedPort, Transcript, read_transcript
from tests.hardware.gsm.rig import Office, outgoing
from tests.hardware.gsm.virtual import play

LINES = 1_000_000 if os.environ.get("PATROLWIRE_SOAK") == "1" else 50_000
BLOCKS = 3_000  # what 200 lines of trace and the last 1,000 keys differ by from one moment to the next
GOOD = [
    said
    for path in sorted(FOLDER.glob("*.at"))
    for stanza in read_transcript(path).stanzas
    for mark, said in stanza.says
    if mark == "<"
]


def spoil(chance: random.Random, line: str) -> bytes:
    """Do to a line what a bad cable does."""
    data = bytearray(line.encode("latin-1"))
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                del data[at : at + chance.randrange(1, 6)]
            case 1:
                data[at:at] = chance.randbytes(chance.randrange(1, 6))
            case 2:
                data[at:at] = chance.choice([b"\r\n", b"> ", b"OK", b",", b'"', b":"])
            case _:
                data[at:at] = chance.choice(GOOD).encode("latin-1")[: chance.randrange(40)]
    return bytes(data) + chance.choice([b"\r\n", b"\r\n", b"\r\n", b"", b"\n\n\n"])


class BadCable(ScriptedPort):
    """Spoils what the modem says, adds to it, and falls out now and then."""

    chance: random.Random
    lines = 0

    def _put(self, data: bytes) -> None:
        for _ in range(self.chance.randrange(1, 8)):
            BadCable.lines += 1
            super()._put(
                spoil(self.chance, self.chance.choice([data.decode("latin-1"), *self.chance.sample(GOOD, 2)]))
            )
        if self.chance.random() < 0.005:
            self._do("!", "")


@pytest.mark.timeout(3600)  # a million lines, on a slow machine
@pytest.mark.parametrize("seed", range(4))
def test_a_driver_on_a_bad_cable_lives_and_then_serves(seed: int) -> None:
    chance = random.Random(seed)
    player = Player(Transcript())
    office = Office()
    wanted = LINES // 4

    async def open_bad(_url: str, baud: int) -> ScriptedPort:
        await asyncio.sleep(0)
        if chance.random() < 0.1:
            raise PortLostError("busy")
        if BadCable.lines >= wanted:
            return await player.open(_url, baud)
        port = BadCable(player, baud)
        port.chance = chance
        return port

    async def story() -> None:
        BadCable.lines = 0
        modem = GsmModem("gsm1", "script://x", options=ModemOptions(send_s=5, sim_ready_s=1), opener=open_bad)
        running = asyncio.create_task(modem.run(office.deliver))
        held: list[int] = []
        while BadCable.lines < wanted:
            await modem.send(outgoing("t", "x"))
            await asyncio.sleep(1)
            assert not running.done()
            for kept in (office.heard, office.batches, player.asked, player.opened):  # the test's own memory
                kept.clear()
            logs[:] = [entry for entry in logs if entry["log_level"] == "error"]
            if BadCable.lines >= wanted * (len(held) + 1) // 2:
                held.append(measured(f"seed {seed}, {BadCable.lines} lines"))
        assert held[1] - held[0] < BLOCKS
        await asyncio.sleep(1200)
        assert modem.health().ready
        assert len(asyncio.all_tasks()) < 12
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    with capture_logs() as logs:
        play(story(), within_s=1e9)
    assert [entry for entry in logs if entry["log_level"] == "error"] == []


def test_no_answer_is_too_odd_to_read() -> None:
    chance = random.Random(7)
    for _ in range(LINES // 5):
        lines = [
            spoil(chance, chance.choice(GOOD)).decode("latin-1").strip() for _ in range(chance.randrange(4))
        ]
        listing(lines)
        read_slot(1, lines)
        reference(lines)
        for line in lines:
            for reader in (hint, memories, fill, signal_dbm, registration, hearing_of):
                reader(line)
