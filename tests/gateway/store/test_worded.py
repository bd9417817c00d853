"""Words kept behind a batch on PostgreSQL: none is missing in the end, none comes back that was erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, select

from gateway.backup.backup import take
from gateway.backup.restore import restore
from gateway.store import erase, feed, reports, search, worded, wording
from gateway.store.columns import table
from gateway.store.database import Database
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from gateway.store.tables import Report
from tests.gateway.store.rows import NOON, key, later, report

_REPORT = table(Report)


@pytest.fixture
def hub(postgres_dsn: str) -> Iterator[Store]:
    store = Store.open(postgres_dsn, inline=True)
    yield store
    store.close()


def _batch(conn: Connection, *seqs: int) -> None:
    """File reports as a partner's batch is: numbered, then filed in one go."""
    keys = [key(seq) for seq in seqs]
    rows = [report(one, canonical=f"DRG MSI PLATE BK{one.seq}") for one in keys]
    for row, seq in zip(rows, feed.number(conn, "report", NOON, keys), strict=True):
        row["feed_seq"] = seq
    reports.file_all(conn, rows)


def _found(store: Store, said: str) -> list[int]:
    query = search.newest
    return store.read_now(
        lambda c: [row.seq for row in c.execute(query(c, select(_REPORT.c.seq), search.words_of(said)))]
    )


def _missing(store: Store, most: int = 9) -> worded.Missing:
    found = store.read_now(lambda c: worded.missing(c, most))
    assert found
    return found


def test_a_batch_is_in_the_search_once_its_words_are_kept(store: Store) -> None:
    store.write_now(lambda c: _batch(c, 1, 2, 3))
    assert _found(store, "BK2") == ([] if store.read_now(lambda c: not worded.at_once(c)) else [2])
    store.write_now(worded.catch_up)
    assert [_found(store, f"bk{n}") for n in (1, 2, 3)] == [[1], [2], [3]]
    assert _found(store, "plate") == [3, 2, 1]
    assert store.read_now(worded.missing) is None


def test_what_a_worker_left_the_next_takes_up(hub: Store, postgres_dsn: str) -> None:
    hub.write_now(lambda c: _batch(c, 1, 2, 3))

    def die(conn: Connection) -> None:
        worded.keep(conn, worded.missing(conn, 2) or worded.Missing([], 0))
        raise RuntimeError("killed before COMMIT")

    hub.write_now(lambda c: worded.keep(c, _missing(hub, 1)))
    with pytest.raises(RuntimeError):
        hub.write_now(die)
    assert _found(hub, "plate") == [1]
    after = Store.open(postgres_dsn, inline=True)
    assert [row["seq"] for row in _missing(after).rows] == [2, 3]
    after.write_now(worded.catch_up)
    after.close()
    assert _found(hub, "plate") == [3, 2, 1]


@pytest.mark.parametrize("looked", [False, True])
def test_what_was_erased_meanwhile_is_never_found(hub: Store, *, looked: bool) -> None:
    hub.write_now(lambda c: _batch(c, 1, 2))
    found = _missing(hub) if looked else None
    hub.write_now(lambda c: erase.erase(c, erase.of_report(c, key(1)), later(1)))
    hub.write_now(lambda c: worded.keep(c, found or _missing(hub)))
    assert (_found(hub, "BK1"), _found(hub, "BK2")) == ([], [2])


def test_what_was_changed_meanwhile_is_found_as_it_says_now(hub: Store) -> None:
    hub.write_now(lambda c: _batch(c, 1))
    found = _missing(hub)
    hub.write_now(lambda c: reports.amend(c, key(1), canonical="DRG MSI PLATE CC7"))
    hub.write_now(lambda c: worded.keep(c, found))
    assert (_found(hub, "BK1"), _found(hub, "CC7")) == ([], [1])


def test_who_erases_writes_over_words_that_were_kept_since_he_looked(
    hub: Store, postgres_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.write_now(lambda c: _batch(c, 1))
    other, found, line = Store.open(postgres_dsn, inline=True), _missing(hub), wording.line

    def late(parts: list[str]) -> str:
        monkeypatch.setattr(wording, "line", line)
        other.write_now(lambda c: worded.keep(c, found))
        assert _found(other, "BK1") == [1]
        return line(parts)

    monkeypatch.setattr(wording, "line", late)
    hub.write_now(lambda c: erase.erase(c, erase.of_report(c, key(1)), later(1)))
    other.close()
    assert _found(hub, "BK1") == []


def test_one_worker_is_at_it_at_a_time(hub: Store, postgres_dsn: str) -> None:
    hub.write_now(lambda c: _batch(c, 1))
    other, found = Store.open(postgres_dsn, inline=True), _missing(hub)
    kept = hub.write_now(lambda c: (worded.keep(c, found), other.write_now(lambda d: worded.keep(d, found))))
    other.close()
    assert kept == (True, False)


def test_reports_of_our_own_are_passed_over(hub: Store) -> None:
    def own(conn: Connection, name: ReportKey) -> None:
        reports.file(conn, report(name, feed_seq=feed.tell(conn, NOON, name)))

    hub.write_now(lambda c: own(c, key(1)))
    assert hub.read_now(worded.missing) is None
    assert _missing(hub, 1).rows == []  # a full look that found none moves on


def test_a_backup_taken_in_between_is_found_whole_where_it_is_restored(hub: Store, tmp_path: Path) -> None:
    secret, file = X25519PrivateKey.generate(), tmp_path / "backup"
    hub.write_now(lambda c: _batch(c, 1, 2))
    take(hub, file, [secret.public_key()], NOON)
    restore(file, secret, Database(f"sqlite:///{tmp_path}/new.db"), later(9))
    new = Store.open(f"sqlite:///{tmp_path}/new.db", inline=True)
    assert _found(new, "plate") == [2, 1]
    new.close()
