"""An office that runs on an old copy of its database gives numbers twice, and nothing is lost in silence."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from gateway.board.board import Board
from gateway.intake import intake
from gateway.links.link import Exchanged
from gateway.office import keys
from gateway.relay.courier import Courier
from gateway.relay.receive import REFUSED, receive
from gateway.store import counters, notices
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Envelope, Report
from hardware.sentence import NOTHING, Sentence
from tests.gateway.offices import BEARER, House, found_pair, text

_ENVELOPE, _REPORT = table(Envelope), table(Report)


@dataclass
class Wire:
    """A link whose answers may be lost."""

    to: House
    lost: bool = False

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        answer = await receive(self.to.store, self.to.kit, frames)
        return Exchanged(None, Sentence("no answer")) if self.lost else Exchanged(answer, NOTHING)

    async def close(self) -> None: ...


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    return found_pair(tmp_path)


def _say(house: House, *counts: int) -> None:
    heard = [text(f"DRG MSI YAB {count}T SEIZED", key=f"{count}") for count in counts]
    house.store.write_now(lambda c: intake.take(c, house.kit, BEARER, heard))


async def _carry(pair: dict[str, House], *, lost: bool = False) -> None:
    msi, wire = pair["MSI"], Wire(pair["TCL"], lost)
    courier = Courier(msi.kit, msi.store, Board(msi.clock.now), "TCL", wire, random.random)
    await courier._round() if lost else None
    while not lost and await courier._round() is not None:
        pass


def _held(house: House) -> list[str]:
    query = select(_REPORT.c.fields).where(_REPORT.c.origin == "MSI")
    return house.store.read_now(
        lambda c: sorted(fields["items"][0]["quantity"] for fields in c.execute(query).scalars())
    )


def _states(house: House) -> list[str]:
    query = select(_ENVELOPE.c.state).where(_ENVELOPE.c.origin == "MSI").order_by(_ENVELOPE.c.seq)
    return house.store.read_now(lambda c: list(c.execute(query).scalars()))


def _notices(house: House) -> list[tuple[str, str]]:
    return [(one.name, one.level) for one in house.store.read_now(notices.standing)]


def _old_copy_of(house: House, copy: Path | None = None) -> tuple[House, Path]:
    """Keep a copy of a store, or put it back."""
    config = house.kit.config
    path, kept = config.folder / "station.db", config.folder / "copy.db"
    house.store.close()
    shutil.copy(copy or path, path if copy else kept)
    store = Store.open(config.dsn(), keys.store_key(config.path(config.store.key_file)), inline=True)
    return replace(house, store=store), kept


@pytest.mark.parametrize("together", [False, True])
async def test_another_report_under_a_number_is_refused_and_both_are_told(
    pair: dict[str, House], *, together: bool
) -> None:
    _say(pair["MSI"], 1001)
    await _carry(pair)
    pair["MSI"], copy = _old_copy_of(pair["MSI"])
    for counts in [(1101, 1102)] if together else [(1101,), (1102,)]:
        _say(pair["MSI"], *counts)
        await _carry(pair)
    pair["MSI"], _ = _old_copy_of(pair["MSI"], copy)
    _say(pair["MSI"], 1201, 1202, 1203)
    await _carry(pair)
    assert _held(pair["TCL"]) == ["1001", "1101", "1102", "1203"]
    assert _states(pair["MSI"]) == ["stored", "refused", "refused", "stored"]
    assert _notices(pair["TCL"]) == [("numbers of MSI", "fault")]
    assert _notices(pair["MSI"]) == [("numbers of our own", "fault")]
    assert pair["TCL"].store.read_now(lambda c: counters.last(c, REFUSED)) == 2


async def test_what_comes_again_is_stored_again(pair: dict[str, House]) -> None:
    _say(pair["MSI"], 1001, 1002, 1003)
    await _carry(pair, lost=True)
    _say(pair["MSI"], 1004)
    await _carry(pair)
    assert _held(pair["TCL"]) == ["1001", "1002", "1003", "1004"]
    assert _states(pair["MSI"]) == ["stored"] * 4
    assert (_notices(pair["TCL"]), _notices(pair["MSI"])) == ([], [])


async def test_of_what_was_erased_nobody_can_say(pair: dict[str, House]) -> None:
    _say(pair["MSI"], 1001, 1002)
    await _carry(pair, lost=True)
    erased = update(_ENVELOPE).where(_ENVELOPE.c.origin == "MSI").values(frame=b"")
    pair["TCL"].store.write_now(lambda c: c.execute(erased) and None)
    await _carry(pair)
    assert _states(pair["MSI"]) == ["stored"] * 2
