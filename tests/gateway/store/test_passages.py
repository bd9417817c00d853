"""Passages only climb, whatever order the receipts come in."""

from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel

from gateway.store import passages
from gateway.store.states import RANK, REACHED, PassageState
from gateway.store.store import Store
from tests.gateway.store.rows import NOON, key, later

_TIMES = sorted(set(REACHED.values()))


class Partners(RuleBasedStateMachine):
    """Any receipts in any order for any version, against the highest rank told so far."""

    def __init__(self) -> None:
        super().__init__()
        engine = create_engine("sqlite://")
        SQLModel.metadata.create_all(engine)
        self.conn = engine.connect()
        self.engine = engine
        self.version = 0
        self.highest = 0
        self.reached: dict[str, datetime] = {}
        self.second = 0

    @initialize()
    def first(self) -> None:
        self.begin(1)

    @rule(version=st.integers(0, 5))
    def begin(self, version: int) -> None:
        at = self._tick()
        begun = passages.begin(self.conn, "TCL", key(1), version, at=at, why="rule")
        assert begun == (version > self.version)
        if begun:
            self.version, self.highest, self.reached = version, 0, {"queued_at": at}

    @rule(behind=st.integers(0, 1), state=st.sampled_from(list(PassageState)))
    def receipt(self, behind: int, state: PassageState) -> None:
        at = self._tick()
        changed = passages.advance(self.conn, "TCL", key(1), self.version - behind, state, at=at, by="duty")
        if behind:
            assert not changed
            return
        assert changed == (RANK[state] > self.highest or REACHED[state] not in self.reached)
        self.highest = max(self.highest, RANK[state])
        self.reached.setdefault(REACHED[state], at)

    @invariant()
    def it_stands_where_the_best_receipt_put_it(self) -> None:
        found = passages.get(self.conn, "TCL", key(1))
        if found is None:
            return
        assert (found.version, RANK[found.state]) == (self.version, self.highest)
        times = {name: getattr(found, name) for name in _TIMES if getattr(found, name) is not None}
        assert times == self.reached

    def _tick(self) -> datetime:
        self.second += 1
        return later(self.second)

    def teardown(self) -> None:
        self.conn.close()
        self.engine.dispose()


TestPartners = Partners.TestCase
TestPartners.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def test_the_passages_of_a_page_come_in_one_reading(store: Store) -> None:
    def work(conn: Connection) -> None:
        for seq, partner in ((1, "TCL"), (1, "TCC"), (2, "TCL")):
            passages.begin(conn, partner, key(seq), 1, at=NOON, why="rule")

    store.write_now(work)
    page = [key(1), key(2), key(3), key(1, "TCL")]
    found = store.read_now(lambda c: passages.of_all(c, page))
    assert {k.seq: [p.partner for p in found[k]] for k in page[:3]} == {1: ["TCC", "TCL"], 2: ["TCL"], 3: []}
    assert found[page[3]] == []
    assert [p.partner for p in store.read_now(lambda c: passages.of(c, key(1)))] == ["TCC", "TCL"]


def test_nothing_advances_that_was_never_queued(store: Store) -> None:
    told = store.write_now(lambda c: passages.advance(c, "TCL", key(1), 1, PassageState.SEEN, at=NOON))
    assert not told
