"""The record shows a changed, a missing and a moved row, and what partners saw shows a cut or an old one."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Executable, delete, event, insert, text, update

from gateway.errors import StoreLostError
from gateway.merkle import proofs
from gateway.merkle.tree import Frontier
from gateway.store import audit
from gateway.store.audit import AuditHead, Event
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Audit, Tree
from gateway.store.tables.audit import ASKED
from tests.gateway.store.plans import plans
from tests.gateway.store.rows import NOON, later

_AUDIT = table(Audit)
_TREE = table(Tree)
_ROWS = 5
_SEQS = range(1, _ROWS + 1)
_OLD = Path(__file__).parents[2] / "data" / "store"
_CHANGES: list[dict[str, object]] = [
    {"actor": "Duty"},
    {"action": "read"},
    {"subject": ""},
    {"digest": b"\x63" + bytes(31)},
    {"hash": bytes(32)},
    {"at": later(9)},
]


def _event(n: int) -> Event:
    return Event(later(n * 0.000001), "duty", "read-source", f"MSI-1-{n}", bytes([n % 256]) * 32)


@pytest.fixture
def kept(store: Store) -> Store:
    store.write_now(lambda c: [audit.append(c, *_event(n)) for n in range(_ROWS)])
    return store


def _row(conn: Connection) -> int | None:
    found = audit.verify(conn)
    return None if found is None else found.row


def test_an_honest_log_verifies(kept: Store) -> None:
    assert kept.read_now(audit.verify) is None
    assert kept.read_now(audit.head).seq == _ROWS


def test_an_empty_log_verifies(store: Store) -> None:
    assert store.read_now(audit.verify) is None
    assert store.read_now(audit.head) == AuditHead(0, audit.START)


def test_a_batch_makes_the_same_record_as_its_events_one_by_one(kept: Store) -> None:
    one_by_one = kept.read_now(audit.head)

    def again(conn: Connection) -> int:
        conn.execute(delete(_AUDIT))
        conn.execute(delete(_TREE))
        assert audit.append_all(conn, []) == 0
        return audit.append_all(conn, [_event(n) for n in range(_ROWS)])

    assert kept.write_now(again) == _ROWS
    assert kept.read_now(audit.head) == one_by_one
    assert kept.read_now(audit.verify) is None


@pytest.mark.parametrize("many", [10, 1000])
def test_appending_asks_as_little_of_a_long_record_as_of_a_short_one(store: Store, many: int) -> None:
    store.write_now(lambda c: audit.append_all(c, [_event(n) for n in range(many)]))
    asked: list[str] = []

    def work(conn: Connection) -> None:
        def note(*told: object) -> None:
            asked.append(str(told[2]))

        event.listen(conn, "before_cursor_execute", note)
        audit.append_all(conn, [_event(n) for n in range(50)])
        event.remove(conn, "before_cursor_execute", note)

    store.write_now(work)
    asked = [one for one in asked if "advisory" not in one]
    assert [one.split()[0] for one in asked] == ["SELECT", "INSERT", "INSERT"]
    assert "FROM tree" in asked[0].replace("\n", " ")


@pytest.mark.parametrize("change", _CHANGES, ids=lambda change: next(iter(change)))
def test_one_changed_column_is_found_in_any_row(kept: Store, change: dict[str, object]) -> None:
    def work(conn: Connection) -> list[int | None]:
        return [_found_after(conn, update(_AUDIT).where(_AUDIT.c.seq == n).values(change)) for n in _SEQS]

    assert kept.write_now(work) == list(_SEQS)


def test_a_removed_row_is_found_the_last_one_too(kept: Store) -> None:
    def work(conn: Connection) -> list[int | None]:
        return [_found_after(conn, delete(_AUDIT).where(_AUDIT.c.seq == n)) for n in _SEQS]

    assert kept.write_now(work) == list(_SEQS)


def _found_after(conn: Connection, harm: Executable) -> int | None:
    """Do harm, look, and take it back."""
    with conn.begin_nested() as there:
        conn.execute(harm)
        found = _row(conn)
        there.rollback()
    return found


def test_a_row_written_anew_with_its_hash_does_not_fit_the_tree(kept: Store) -> None:
    def work(conn: Connection) -> None:
        row = {**_event(1)._asdict(), "seq": 2, "actor": "nobody"}
        conn.execute(update(_AUDIT).where(_AUDIT.c.seq == 2).values({**row, "hash": audit._leaf(row)}))

    kept.write_now(work)
    found = kept.read_now(audit.verify)
    assert found
    assert "anew" in found.sentence


@pytest.mark.parametrize("seq", [0, -5, -(2**63)])
def test_a_row_before_the_first_is_found(kept: Store, seq: int) -> None:
    def work(conn: Connection) -> None:
        row = {**_event(1)._asdict(), "seq": seq, "action": "released"}
        conn.execute(insert(_AUDIT).values({**row, "hash": audit._leaf(row)}))

    kept.write_now(work)
    assert kept.read_now(_row) == seq


_NUMBERS = ["size = 4", "size = 6", "size = -1", "chained = 2"]
_ODD = ["size = 'x'", "size = 4.5", "peaks = 'x'", "peaks = 7", "peaks = 1e300", "chained = 'x'"]


def _damaged(store: Store, damage: str) -> bool:
    store.write_now(lambda c: c.execute(text(f"UPDATE tree SET {damage}")) and None)  # noqa: S608  # ours
    return store.read_now(audit.verify) is not None


def test_a_damaged_tree_is_a_finding(kept: Store) -> None:
    whole = kept.read_now(audit.frontier)
    for damage in [*_NUMBERS, *(_ODD if kept.alone else [])]:  # PostgreSQL keeps only what a column is for
        assert _damaged(kept, damage), damage
        mend = update(_TREE).values(size=whole.size, peaks=whole.encode(), chained=0)
        kept.write_now(lambda c, mend=mend: c.execute(mend) and None)
        assert kept.read_now(audit.verify) is None


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        ("SELECT pg_sleep(60)", "too long"),
        ("SELECT pg_terminate_backend(pg_backend_pid())", "does not answer"),
    ],
)
def test_the_servers_trouble_is_no_finding(
    postgres_dsn: str, monkeypatch: pytest.MonkeyPatch, trouble: str, says: str
) -> None:
    store = Store.open(postgres_dsn)
    try:
        store.write_now(lambda c: audit.append_all(c, [_event(n) for n in range(1500)]))
        real = audit._page

        def page(conn: Connection, first: int) -> list[audit.Row]:
            if first > 1:
                conn.execute(text("SET LOCAL statement_timeout = 200"))
                conn.execute(text(trouble))
            return real(conn, first)

        monkeypatch.setattr(audit, "_page", page)
        with pytest.raises(StoreLostError, match=says):
            store.read_now(audit.verify)
    finally:
        store.close()


def test_another_tree_beside_the_records_is_not_taken_for_it(kept: Store) -> None:
    values = {"id": 0, "size": 0, "peaks": b"", "chained": 0}
    kept.write_now(lambda c: c.execute(insert(_TREE).values(values)) and None)
    assert kept.read_now(audit.verify) is None
    assert kept.read_now(audit.head).seq == _ROWS


def test_two_records_seen_of_one_size_are_told(kept: Store) -> None:
    mine = kept.read_now(audit.head)
    for seen in ([mine, (_ROWS, bytes(32))], [(_ROWS, bytes(32)), mine]):
        broken = kept.read_now(lambda c, seen=seen: audit.verify(c, seen))
        assert broken
        assert "Two records of 5 rows" in broken.sentence


def _cut(store: Store, to: int) -> None:
    """Remove the end of the record as somebody would who knows how it is made."""

    def work(conn: Connection) -> None:
        tree = Frontier().grow(audit.leaves(conn)[:to])
        conn.execute(delete(_AUDIT).where(_AUDIT.c.seq > to))
        conn.execute(update(_TREE).values(size=tree.size, peaks=tree.encode()))

    store.write_now(work)


def test_a_tail_cut_off_with_skill_shows_against_what_a_partner_saw(kept: Store) -> None:
    seen = kept.read_now(audit.head)
    _cut(kept, 3)
    assert kept.read_now(audit.verify) is None
    found = kept.read_now(lambda c: audit.verify(c, [seen]))
    assert found
    assert "old copy" in found.sentence
    kept.write_now(lambda c: audit.append_all(c, [_event(n) for n in (7, 8, 9)]))
    assert kept.read_now(audit.verify) is None
    found = kept.read_now(lambda c: audit.verify(c, [seen]))
    assert found
    assert "first 5 rows" in found.sentence


def test_what_a_partner_saw_still_stands(kept: Store) -> None:
    seen = kept.read_now(audit.head)
    kept.write_now(lambda c: audit.append(c, later(9), "duty", "released", "MSI-1-9"))

    def agrees(size: int, root: bytes) -> bool:
        return kept.read_now(lambda c: audit.verify(c, [(size, root)])) is None

    assert agrees(*seen)
    assert agrees(0, audit.START)
    assert not agrees(seen.seq, bytes(32))
    assert not agrees(0, bytes(32))


def test_growth_is_proved_from_the_frontier_and_the_new_rows(kept: Store) -> None:
    before = kept.read_now(audit.frontier)
    kept.write_now(lambda c: audit.append_all(c, [_event(n) for n in range(6)]))
    after = kept.read_now(audit.head)
    new = kept.read_now(lambda c: audit.leaves(c, before.size))
    path = proofs.consistency(before.size, after.seq, proofs.over(new, before))
    assert proofs.consistent(before.size, after.seq, before.root, after.hash, path)


def _old(version: str, path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.executescript((_OLD / f"{version}.sql").read_text(encoding="utf-8"))
    conn.close()


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_a_chain_of_an_old_database_goes_on_as_a_tree(version: str, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    _old(version, path)
    chained = sqlite3.connect(path).execute("SELECT seq, hash FROM audit ORDER BY seq DESC").fetchone()
    store = Store.make(f"sqlite:///{path}")
    try:
        assert store.read_now(audit.verify) is None
        assert store.read_now(lambda c: audit.verify(c, [chained])) is None
        store.write_now(lambda c: audit.append(c, NOON, "duty", "read", "MSI-1-1"))
        assert store.read_now(audit.verify) is None
        assert store.read_now(audit.head).seq == chained[0] + 1
        store.write_now(
            lambda c: c.execute(update(_AUDIT).where(_AUDIT.c.seq == 1).values(actor="x")) and None
        )
        assert store.read_now(_row) == 1
    finally:
        store.close()


def _flip(path: Path, dice: random.Random, inside: bytes) -> None:
    """Flip one bit of a row in the file, and in the dead copies that pages keep of it."""
    harmed = bytearray(inside)
    harmed[dice.randrange(len(harmed))] ^= 1 << dice.randrange(8)
    content = path.read_bytes()
    assert inside in content
    path.write_bytes(content.replace(inside, harmed))


def _finds(path: Path, key: bytes | None, harm: Callable[[], None]) -> bool:
    """Close a real database, do harm to its file, open it again and look."""
    store = Store.make(f"sqlite:///{path}", key)
    store.write_now(lambda c: audit.append_all(c, [_event(n) for n in range(40)]))
    store.close()
    harm()
    try:
        store = Store.open(f"sqlite:///{path}", key)
    except StoreLostError:
        return True
    try:
        return store.read_now(audit.verify) is not None
    except StoreLostError:
        return True
    finally:
        store.close()


@pytest.mark.parametrize("seed", range(30))
def test_one_flipped_bit_in_the_file_is_found(seed: int, tmp_path: Path) -> None:
    path, dice = tmp_path / "store.db", random.Random(seed)
    row = b"2026-03-14 05:00:00.0000%02ddutyread-sourceMSI-1-%d" % (seed % 40, seed % 40)
    assert _finds(path, None, lambda: _flip(path, dice, row + bytes([seed % 40]) * 32))


def test_one_flipped_bit_in_an_encrypted_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "store.db"

    def harm() -> None:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    key = b"k" * 32
    store = Store.make(f"sqlite:///{path}", key)
    store.write_now(lambda c: audit.append_all(c, [_event(n) for n in range(4000)]))
    store.close()
    assert _finds(path, key, harm)


def test_an_unharmed_file_is_found_whole(tmp_path: Path) -> None:
    assert not _finds(tmp_path / "store.db", None, lambda: None)


@pytest.mark.parametrize("action", [*ASKED, "claimed"])
def test_the_last_of_an_action_is_found_by_its_subject(store: Store, action: str) -> None:
    def work(conn: Connection) -> list[object]:
        for n, subject in enumerate(("a", "b", "a", "b"), 1):
            audit.append(conn, later(n), "duty", action, subject)
        audit.append(conn, later(9), "duty", "another", "a")
        return [audit.last(conn, action, subject) for subject in "abc"]

    assert store.write_now(work) == [later(3), later(4), None]


def test_what_is_asked_of_the_record_at_every_look_reads_no_old_row(tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", inline=True)
    found = plans(store, lambda conn: [audit.last(conn, action, "store") for action in ASKED])
    store.close()
    assert sum("audit_asked" in plan for plan in found) == len(ASKED)
    assert not [plan for plan in found if plan.startswith("SCAN")]
