"""After a year the queue is read from the index of what is open, whatever else there is an index of."""

from pathlib import Path

import pytest

from codes.load import shipped
from gateway.desk import reading
from gateway.desk.book_words import BookWords
from gateway.desk.rows import Naming
from gateway.desk.values import Filter, Person
from gateway.store import alarms
from gateway.store.store import Store
from tests.gateway.store.plans import plans


@pytest.mark.parametrize("agency", ["", "POLICE"])
def test_what_is_open_is_counted_from_its_own_index(tmp_path: Path, agency: str) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", inline=True)
    who = Person("somchai", "duty", agency, "en", "token")
    found = plans(store, lambda conn: reading.count(conn, who, Filter()))
    store.close()
    assert [plan for plan in found if " report " in plan] == ["SCAN report USING INDEX report_open"]


@pytest.mark.parametrize("agency", ["", "POLICE"])
def test_the_lane_is_read_from_its_own_index(tmp_path: Path, agency: str) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", inline=True)
    who = Person("somchai", "duty", agency, "en", "token")
    found = plans(store, lambda conn: reading.lane(conn, who, None))
    store.close()
    assert [plan for plan in found if " message " in plan] == ["SCAN message USING INDEX message_lane"]


@pytest.mark.parametrize("agency", ["", "POLICE"])
def test_alarms_are_sought_among_what_is_new(tmp_path: Path, agency: str) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", inline=True)
    who = Person("somchai", "duty", agency, "en", "token")
    naming = Naming(BookWords(shipped()), "en", {})
    found = plans(store, lambda conn: (reading.alarms(conn, who, naming), alarms.unclaimed(conn)))
    store.close()
    looked = [plan for plan in found if " report " in plan]
    assert looked == ["SEARCH report USING INDEX report_queue (state=?)"] * 2
