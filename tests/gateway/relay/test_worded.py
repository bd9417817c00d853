"""A worker that takes envelopes in keeps what search needs of them, where several workers share a store."""

from pathlib import Path

import pytest

from gateway.relay.worded import Worded
from gateway.role import Role
from gateway.station.outside import Outside
from gateway.station.station import Station
from gateway.store import feed, reports, worded
from gateway.store.store import Store
from tests.gateway.offices import House
from tests.gateway.store.rows import NOON, key, report


async def test_all_that_came_is_worded_in_one_look(house: House, postgres_dsn: str) -> None:
    store = Store.open(postgres_dsn, inline=True)
    keys = [key(seq, "TCL") for seq in range(1, worded.AT_ONCE + 2)]
    rows = [report(name) for name in keys]

    for row, seq in zip(rows, store.write_now(lambda c: feed.number(c, "report", NOON, keys)), strict=True):
        row["feed_seq"] = seq
    store.write_now(lambda c: reports.file_all(c, rows))
    assert store.read_now(worded.missing)
    await Worded(house.kit, store).look()
    assert store.read_now(worded.missing) is None
    store.close()


@pytest.mark.parametrize(("role", "does"), [(Role.ALL, True), (Role.RELAY, True), (Role.WEB, False)])
def test_it_is_the_work_of_who_takes_envelopes_in(
    house: House, postgres_dsn: str, role: Role, *, does: bool
) -> None:
    store = Store.open(postgres_dsn, inline=True)
    parts = Station(house.kit.config, Outside(), store, role)._watches()  # what it would run
    store.close()
    assert any(isinstance(part, Worded) for part in parts) is does


def test_an_office_with_a_file_needs_nobody_for_it(house: House, tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", inline=True)
    parts = Station(house.kit.config, Outside(), store)._watches()  # the same
    store.close()
    assert not any(isinstance(part, Worded) for part in parts)
