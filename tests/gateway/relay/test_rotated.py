"""An office that changes its keys: what it signed before, and what is on its way to it, is still believed."""

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.kit import kit_of
from gateway.office import card, keys
from gateway.office.config import load
from gateway.relay import answer
from gateway.relay.body import ReceiptBody, encode
from gateway.relay.envelope import Header, seal
from gateway.relay.receive import receive
from tests.gateway.offices import House, found_pair
from tests.gateway.relay.losing import FIRST, begin, lost, meet, report, said, saved
from tests.gateway.relay.test_relay import take

_NAME = Header("TCL", 1, 900, "MSI", 2)


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path)


def _again(house: House, folder: Path) -> House:
    """Start an office anew, on the files that are there now."""
    config = load(folder / house.kit.code / "office.toml")
    return replace(house, kit=kit_of(config, house.clock, house.kit.voices))


def _renew(houses: dict[str, House], code: str, folder: Path, *, keep: bool) -> None:
    """Change the keys of an office, keep the old ones beside them or not, and hand its new card over."""
    place = folder / code / "keys"
    (place / "old").mkdir()
    for name in ("sign.key", "seal.key"):
        (place / name).rename(place / f"{name}.1" if keep else place / "old" / name)
    keys.make(place / "new", code)
    for name in ("sign.key", "seal.key"):
        (place / "new" / name).rename(place / name)
    card.write(card.own(code, code, keys.load(place)), folder / f"{code}.toml")
    for one, house in houses.items():
        houses[one] = _again(house, folder)


@pytest.mark.parametrize("keep", [True, False], ids=["the old keys kept", "the old keys gone"])
async def test_what_it_signed_by_its_old_key_comes_back_after_a_restore(
    pair: dict[str, House], tmp_path: Path, keep: bool
) -> None:
    file = saved(pair["MSI"], tmp_path)
    take(pair["MSI"], "DRG MSI YAB 1000T SEIZED")
    await meet(pair["MSI"], pair["TCL"], 1)
    _renew(pair, "MSI", tmp_path, keep=keep)
    here = lost(pair["MSI"], file)
    begin(here)
    await meet(here, pair["TCL"])
    assert (report(here, FIRST) is not None) is keep
    assert ("1 more were not signed by this office" in said(here)) is not keep


@pytest.mark.parametrize("keep", [True, False], ids=["the old keys kept", "the old keys gone"])
async def test_a_partner_that_changed_its_keys_gives_back_what_was_sealed_to_the_old_one(
    pair: dict[str, House], tmp_path: Path, keep: bool
) -> None:
    file = saved(pair["MSI"], tmp_path)
    take(pair["MSI"], "DRG MSI YAB 1000T SEIZED")
    await meet(pair["MSI"], pair["TCL"], 1)
    _renew(pair, "TCL", tmp_path, keep=keep)
    here = lost(pair["MSI"], file)
    begin(here)
    await meet(here, pair["TCL"])
    assert (report(here, FIRST) is not None) is keep
    assert ("it cannot open 1 any more" in said(here)) is not keep


@pytest.mark.parametrize("keep", [True, False], ids=["the old keys kept", "the old keys gone"])
@pytest.mark.parametrize("who", ["TCL", "MSI"], ids=["the sender's", "the receiver's"])
async def test_what_is_on_its_way_when_keys_change_is_taken(
    pair: dict[str, House], tmp_path: Path, keep: bool, who: str
) -> None:
    here, there = pair["MSI"], pair["TCL"]
    body = encode((ReceiptBody(**FIRST.values(), version=1, state="seen", by="duty", at=1),))
    frame = seal(_NAME, body, there.kit.keys.sign, here.kit.keys.seal.public_key())
    _renew(pair, who, tmp_path, keep=keep)
    here = pair["MSI"]
    told = answer.decode(await receive(here.store, here.kit, [frame]), here.kit.keys.signs)
    assert (len(told.stored), len(told.refused)) == ((1, 0) if keep else (0, 1))


def test_an_answer_by_the_old_key_is_believed_and_a_card_without_it_does_not(
    pair: dict[str, House], tmp_path: Path
) -> None:
    there = pair["TCL"]
    said_ = answer.encode(answer.Answer("TCL", "MSI", (("MSI", 1, 1),)), there.kit.keys.sign)
    _renew(pair, "TCL", tmp_path, keep=True)
    told = answer.decode(said_, pair["MSI"].kit.cards["TCL"].signs)
    assert told.stored == (("MSI", 1, 1),)
    new = pair["MSI"].kit.cards["TCL"]
    assert card.read(tmp_path / "TCL.toml") == new
    with pytest.raises(Exception, match="not signed by the office"):
        answer.decode(said_, [new.sign])
