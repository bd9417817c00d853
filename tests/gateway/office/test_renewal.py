"""New keys in two steps: at no moment is anything refused, and the old keys go on being believed."""

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.kit import kit_of
from gateway.office import card, keys, renewal
from gateway.office.config import load
from gateway.relay import answer
from gateway.relay.body import ReceiptBody, encode
from gateway.relay.envelope import Header, seal
from gateway.relay.receive import receive
from tests.gateway.offices import found_pair

_BODY = ReceiptBody(origin="MSI", epoch=1, seq=1, version=1, state="seen", by="duty", at=1)


class _Pair:
    """Mae Sai, which hears, and Tachileik, which renews its keys."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._houses, self._seq = folder, found_pair(folder), 900
        self.keys = folder / "TCL" / "keys"

    def restart(self) -> None:
        """Start both offices anew, on the keys and cards that are there now."""
        for code, house in self._houses.items():
            config = load(self._folder / code / "office.toml")
            self._houses[code] = replace(house, kit=kit_of(config, house.clock, house.kit.voices))

    def hand_over(self, held: keys.Keys) -> None:
        card.write(card.own("TCL", "Tachileik", held), self._folder / "TCL.toml")

    def said(self, by: str, to: str) -> bytes:
        """Return a frame as one office makes it for the other, by the keys and the card that it has now."""
        self._seq += 1
        sender = self._houses[by].kit
        header, to_key = Header(by, 1, self._seq, to, 2), sender.cards[to].seal
        return seal(header, encode((_BODY,)), sender.keys.sign, to_key)

    async def stored(self, frame: bytes, at: str) -> bool:
        house = self._houses[at]
        told = answer.decode(await receive(house.store, house.kit, [frame]), house.kit.keys.signs)
        return bool(told.stored) and not told.refused


async def test_nothing_is_refused_while_keys_are_renewed(tmp_path: Path) -> None:
    pair = _Pair(tmp_path)
    before = [pair.said("TCL", "MSI"), pair.said("TCL", "MSI")]
    to_old = [pair.said("MSI", "TCL"), pair.said("MSI", "TCL")]
    coming = renewal.prepare(pair.keys)
    assert renewal.prepare(pair.keys).signs == coming.signs  # so the card can be had again
    pair.restart()
    assert await pair.stored(pair.said("TCL", "MSI"), "MSI")  # the new card is still on its way
    pair.hand_over(coming)
    pair.restart()
    between = pair.said("TCL", "MSI")
    assert await pair.stored(between, "MSI")
    assert await pair.stored(pair.said("MSI", "TCL"), "TCL")
    assert await pair.stored(to_old[0], "TCL")
    to_new = pair.said("MSI", "TCL")
    renewal.finish(pair.keys)
    pair.restart()
    assert keys.load(pair.keys).sign.public_key() == coming.sign.public_key()
    assert await pair.stored(pair.said("TCL", "MSI"), "MSI")
    for frame, at in ((before[0], "MSI"), (to_old[1], "TCL"), (to_new, "TCL")):
        assert await pair.stored(frame, at)
    pair.hand_over(keys.load(pair.keys))
    pair.restart()
    assert await pair.stored(before[1], "MSI")


async def test_a_partner_without_the_new_card_refuses(tmp_path: Path) -> None:
    """The negative control: what the two steps are for."""
    pair = _Pair(tmp_path)
    renewal.prepare(pair.keys)
    renewal.finish(pair.keys)
    pair.restart()
    assert not await pair.stored(pair.said("TCL", "MSI"), "MSI")


def test_a_power_cut_between_any_two_steps_is_gone_on_from(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys.make(folder, "TCL")
    old, coming = keys.load(folder), renewal.prepare(folder)
    (folder / "sign.key.1").hardlink_to(folder / "sign.key")  # it was cut here
    renewal.finish(folder)
    held = keys.load(folder)
    assert held.signs == (coming.sign.public_key(), old.sign.public_key())
    assert [one.public_key() for one in held.opens] == [coming.seal.public_key(), old.seal.public_key()]
    assert not [one.name for one in folder.iterdir() if one.suffix in {keys.NEXT, ".2", ".part"}]
    with pytest.raises(ConfigError, match="no next keys"):
        renewal.finish(folder)
    renewal.prepare(folder)
    renewal.finish(folder)
    assert keys.load(folder).signs[1:] == held.signs[::-1]
