"""A restored office answers under names that no officer's radio has heard from it before."""

import asyncio
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.backup.backup import take
from gateway.backup.restore import restore
from gateway.board.board import Board
from gateway.intake import intake
from gateway.outbox.fleet import Fleet
from gateway.outbox.sender import Sender
from gateway.store import outbox
from gateway.store.database import Database
from gateway.store.store import Store
from hardware.bearer import Outgoing, Sent
from hardware.radio.message import message_id
from tests.gateway.offices import BEARER, House, found_pair, text
from tests.gateway.outbox.test_sender import Mouth

_SECRET = X25519PrivateKey.generate()


class Listened(Mouth):
    """Keeps what was said to the bearer, and says when something was."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: asyncio.Queue[Outgoing] = asyncio.Queue()

    async def send(self, message: Outgoing) -> Sent:
        self.heard.put_nowait(message)
        return await super().send(message)


async def test_a_reply_after_a_restore_is_no_repetition_of_one_before(tmp_path: Path) -> None:
    house = found_pair(tmp_path)["MSI"]
    take(house.store, tmp_path / "backup", [_SECRET.public_key()], house.clock.now())
    first = await _answered(house, "DRG MSI YAB 200000T SEIZED")
    place = Database(f"sqlite:///{tmp_path}/restored.db")
    restore(tmp_path / "backup", _SECRET, place, house.clock.now())
    restored = House(house.kit, Store(place, inline=True), house.clock)
    second = await _answered(restored, "DRG MSI HER 3KG SEIZED")
    assert _tag(house) == _tag(restored)  # the rows have the same numbers
    assert first.text != second.text
    assert first.tag != second.tag
    assert message_id(first.tag, 1) != message_id(second.tag, 1)


async def _answered(house: House, words: str) -> Outgoing:
    """Take a text in, and return what is sent in answer."""
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, [text(words)]))
    mouth, board = Listened(), Board(house.clock.now)
    sending = asyncio.create_task(Sender(house.kit, house.store, mouth, lambda: 0.0, Fleet(), board).run())
    async with asyncio.timeout(60):
        said = await mouth.heard.get()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    return said


def _tag(house: House) -> str:
    found = house.store.read_now(lambda conn: outbox.get(conn, 1))
    assert found
    return found.tag
