"""Sets of rows go in as they were, on every engine."""

from typing import Any

import pytest
from sqlalchemy import Connection

from gateway.store import bulk, envelopes, feed, history, reports
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from gateway.store.tables import Feed
from tests.gateway.store import rows
from tests.gateway.store.rows import NOON, key

FIELDS: dict[str, Any] = {"text": "ยาบ้า \\ \"'{}", "items": [{"code": "YAB", "quantity": "2"}], "none": None}


def test_a_report_comes_back_as_it_went_in(store: Store) -> None:
    def work(conn: Connection) -> bool:
        reports.file_all(conn, [rows.report(key(1), fields=FIELDS, place=None, sent_at=NOON)])
        found = reports.get(conn, key(1))
        return found is not None and (found.fields, found.place, found.sent_at) == (FIELDS, None, NOON)

    assert store.write_now(work)


@pytest.mark.parametrize("frame", [b"", bytes(range(256))])
def test_bytes_stay_bytes(store: Store, frame: bytes) -> None:
    def work(conn: Connection) -> bytes | None:
        envelopes.put_all(conn, [rows.envelope(key(1), frame=frame)])
        found = envelopes.get(conn, key(1))
        return found.frame if found else None

    assert store.write_now(work) == frame


def test_a_key_that_is_known_or_comes_twice_is_kept_once(store: Store) -> None:
    def work(conn: Connection) -> list[bool]:
        reports.file_all(conn, [rows.report(key(2))])
        return reports.file_all(conn, [rows.report(key(seq)) for seq in (1, 2, 3, 3)])

    assert store.write_now(work) == [True, False, True, False]


def test_numbers_are_told_in_the_order_of_the_rows(store: Store) -> None:
    keys = [key(seq) for seq in (9, 3, 7, 1)]
    seqs = store.write_now(lambda conn: feed.number(conn, "report", NOON, keys))
    found = store.read_now(lambda conn: feed.since(conn, 0))
    told = [(one.seq, ReportKey(one.origin or "", one.epoch or 0, one.report_seq or 0)) for one in found]
    assert told == list(zip(seqs, keys, strict=True))


def test_nothing_is_nothing(store: Store) -> None:
    assert store.write_now(lambda conn: bulk.add(conn, table(Feed), [], ("seq",))) == []
    store.write_now(lambda conn: history.note_all(conn, NOON, []))
