"""Events of one work are put on record together, in their order, or not at all."""

import pytest
from sqlalchemy import Connection, select

from gateway.store import audit, gather
from gateway.store.audit import Event
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Audit
from tests.gateway.store.rows import NOON

_ACTIONS = select(table(Audit).c.action).order_by(table(Audit).c.seq)


def _note(conn: Connection, *actions: str) -> None:
    for action in actions:
        gather.note(conn, Event(NOON, "duty", action, "it"))


def _fails(conn: Connection) -> None:
    with gather.gathered(conn):
        _note(conn, "never")
        raise ZeroDivisionError


def test_events_that_were_gathered_stand_in_their_order(store: Store) -> None:
    def work(conn: Connection) -> tuple[int, list[str]]:
        with gather.gathered(conn):
            _note(conn, "one", "two")
            before = audit.head(conn).seq
        _note(conn, "three")
        with pytest.raises(ZeroDivisionError):
            _fails(conn)
        _note(conn, "four")
        return before, list(conn.execute(_ACTIONS).scalars())

    assert store.write_now(work) == (0, ["one", "two", "three", "four"])
    assert store.read_now(audit.verify) is None
