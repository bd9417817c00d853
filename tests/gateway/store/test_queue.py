"""The queue's pages: the most urgent first, then the newest, nothing twice and nothing left out."""

import random

from sqlalchemy import Connection

from gateway.store import queue, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.queue import QueueFilter
from gateway.store.store import Store
from tests.gateway.store.rows import key, later, report


def _fill(conn: Connection, n: int) -> list[dict[str, object]]:
    dice = random.Random(7)
    rows = [
        report(
            key(seq, dice.choice(["MSI", "TCL"])),
            precedence=dice.randrange(4),
            received_at=later(dice.randrange(5)),
            state=dice.choice(["new", "claimed", "closed"]),
            type=dice.choice(["DRG", "MIG"]),
            place=dice.choice(["MSI", "CSN", None]),
        )
        for seq in range(n)
    ]
    reports.file_all(conn, rows)
    return rows


def test_pages_follow_each_other_without_gap_or_repeat(store: Store) -> None:
    rows = store.write_now(lambda c: _fill(c, 60))
    seen: list[ReportKey] = []
    while page := _after(store, seen):
        seen += page
    want = sorted(rows, key=_place)
    assert [(k.origin, k.seq) for k in seen] == [(r["origin"], r["seq"]) for r in want]


def _after(store: Store, seen: list[ReportKey]) -> list[ReportKey]:
    above = seen[-1] if seen else None
    return [key_of(r) for r in store.read_now(lambda c: queue.page(c, QueueFilter(), limit=7, before=above))]


def _place(row: dict[str, object]) -> tuple[object, ...]:
    return row["precedence"], -row["received_at"].timestamp(), -row["seq"]  # type: ignore[attr-defined, operator]


def test_filters_and_counts_agree(store: Store) -> None:
    rows = store.write_now(lambda c: _fill(c, 60))
    wanted = QueueFilter(types=("DRG",), places=("MSI", "CSN"), precedence=1, origins=("MSI",))
    page = store.read_now(lambda c: queue.page(c, wanted, limit=99))
    want = {
        r["seq"]
        for r in rows
        if (r["type"], r["origin"]) == ("DRG", "MSI") and r["place"] and r["precedence"] in {0, 1}
    }
    assert {r.seq for r in page} == want
    assert want
    assert sum(store.read_now(lambda c: queue.counts(c, wanted)).values()) == len(want)
    new = QueueFilter(states=("new",))
    assert store.read_now(lambda c: queue.counts(c, new)) == {"new": sum(r["state"] == "new" for r in rows)}


def test_search_takes_a_text_as_it_stands(store: Store) -> None:
    def work(conn: Connection) -> list[list[int]]:
        reports.file(conn, report(key(1), canonical="VEH กข1234 TH"))
        reports.file(conn, report(key(2), canonical="INF 100% sure"))
        reports.file(conn, report(key(3), ref="K7M4X"))
        return [
            [r.seq for r in queue.page(conn, QueueFilter(text=t))] for t in ("กข", "0% S", "%", "k7m4", "_")
        ]

    assert store.write_now(work) == [[1], [2], [2], [3], []]
