from pathlib import Path

import pytest

from gateway import exports
from gateway.intake import intake
from gateway.store import audit
from tests.gateway.offices import BEARER, OFFICER, House, found_pair, text

KEYS = ["id", "ref", "type", "fields", "state", "provenance", "received_at", "feed_seq"]


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = found_pair(tmp_path)["MSI"]
    heard = [text("DRG MSI YAB 200000T SEIZED"), text("MIG MSI 12M 5F MM")]
    found.store.write_now(lambda conn: intake.take(conn, found.kit, BEARER, heard))
    return found


def rows(house: House, since: int = 0, *, with_source: bool = False) -> list[dict[str, object]]:
    return house.store.read_now(lambda conn: list(exports.rows(conn, since, with_source=with_source)))


def test_every_report_once_with_these_keys_and_no_sender(house: House) -> None:
    found = rows(house)
    assert [one["id"] for one in found] == ["MSI-1-1", "MSI-1-2"]
    assert all(list(one) == KEYS for one in found)
    assert OFFICER not in str(found)


def test_since_is_a_feed_seq(house: House) -> None:
    first, second = rows(house)
    assert rows(house, int(str(first["feed_seq"]))) == [second]
    assert rows(house, int(str(second["feed_seq"]))) == []


def test_the_sender_comes_only_on_demand_and_on_the_record(house: House) -> None:
    assert OFFICER in str(rows(house, with_source=True))
    before = house.store.read_now(audit.head)
    house.store.write_now(lambda conn: exports.record_sources(conn, house.clock.now(), "anan"))
    assert house.store.read_now(audit.head).seq == before.seq + 1
    assert house.store.read_now(audit.verify) is None
