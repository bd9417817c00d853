"""The audit chain shows a changed, a missing and a moved row."""

import pytest
from sqlalchemy import Connection, Executable, delete, update

from gateway.store import audit
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Audit
from tests.gateway.store.rows import later

_AUDIT = table(Audit)
_ROWS = 5
_SEQS = range(1, _ROWS + 1)
_CHANGES: list[dict[str, object]] = [
    {"actor": "Duty"},
    {"action": "read"},
    {"subject": ""},
    {"digest": b"\x63" + bytes(31)},
    {"hash": bytes(32)},
    {"at": later(9)},
]


@pytest.fixture
def kept(store: Store) -> Store:
    def work(conn: Connection) -> None:
        for n in range(_ROWS):
            audit.append(conn, later(n * 0.000001), "duty", "read-source", f"MSI-1-{n}", bytes([n]) * 32)

    store.write_now(work)
    return store


def test_an_honest_log_verifies(kept: Store) -> None:
    assert kept.read_now(audit.verify) is None
    assert kept.read_now(audit.head).seq == _ROWS


def test_an_empty_log_verifies(store: Store) -> None:
    assert store.read_now(audit.verify) is None
    assert store.read_now(audit.head) == audit.AuditHead(0, bytes(32))


@pytest.mark.parametrize("change", _CHANGES, ids=lambda change: next(iter(change)))
def test_one_changed_column_is_found_in_any_row(kept: Store, change: dict[str, object]) -> None:
    def work(conn: Connection) -> list[int | None]:
        return [_found_after(conn, update(_AUDIT).where(_AUDIT.c.seq == n).values(change)) for n in _SEQS]

    assert kept.write_now(work) == list(_SEQS)


def test_a_removed_row_is_found(kept: Store) -> None:
    def work(conn: Connection) -> list[int | None]:
        return [_found_after(conn, delete(_AUDIT).where(_AUDIT.c.seq == n)) for n in _SEQS[:-1]]

    assert kept.write_now(work) == list(_SEQS[:-1])


def _found_after(conn: Connection, harm: Executable) -> int | None:
    """Do harm, look, and take it back."""
    with conn.begin_nested() as there:
        conn.execute(harm)
        found = audit.verify(conn)
        there.rollback()
    return found


def test_a_tail_that_was_cut_off_shows_in_the_head(kept: Store) -> None:
    before = kept.read_now(audit.head)
    kept.write_now(lambda c: c.execute(delete(_AUDIT).where(_AUDIT.c.seq == _ROWS)) and None)
    assert kept.read_now(audit.verify) is None
    assert kept.read_now(audit.head) != before
    assert not kept.read_now(lambda c: audit.agrees(c, before))


def test_what_a_partner_saw_still_stands(kept: Store) -> None:
    seen = kept.read_now(audit.head)
    kept.write_now(lambda c: audit.append(c, later(9), "duty", "released", "MSI-1-9"))
    assert kept.read_now(lambda c: audit.agrees(c, seen))
    assert kept.read_now(lambda c: audit.agrees(c, audit.AuditHead(0, audit.START)))
    assert not kept.read_now(lambda c: audit.agrees(c, audit.AuditHead(seen.seq, bytes(32))))
    assert not kept.read_now(lambda c: audit.agrees(c, audit.AuditHead(0, bytes([1]) * 32)))
