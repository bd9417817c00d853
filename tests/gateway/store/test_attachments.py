"""Files beside a report, on every engine: whole again, counted, gone with the report, and in each backup."""

import random
from typing import Any

import pytest

from gateway.store import attachments, dump, erase, passages, reports
from gateway.store.attachments import PIECE
from gateway.store.store import Store
from tests.gateway.store.rows import NOON, key, later, report, source

FACTS: dict[str, Any] = {
    "name": "parcels.jpg",
    "kind": "image/jpeg",
    "digest": bytes(32),
    "located": True,
    "by": "som",
    "at": NOON,
}


def _filed(store: Store, number: int) -> None:
    store.write_now(lambda conn: reports.file(conn, report(key(number)), source(message_id=1)))


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_a_file_is_whole_again_and_belongs_to_its_report_alone(store: Store, size: int) -> None:
    _filed(store, 1)
    data = random.Random(size).randbytes(size)
    number = store.write_now(lambda conn: attachments.add(conn, key(1), data, **FACTS))
    assert store.read_now(lambda conn: attachments.data(conn, number)) == data
    (found,) = store.read_now(lambda conn: attachments.of(conn, key(1)))
    assert (found.size, found.note, found.located, found.at) == (size, "", True, NOON)
    assert store.read_now(lambda conn: attachments.get(conn, key(2), number)) is None
    assert store.read_now(lambda conn: attachments.size(conn, key(1))) == (1, size)
    assert store.read_now(lambda conn: attachments.size(conn, key(2))) == (0, 0)


def test_erasing_one_report_leaves_the_files_of_another(store: Store) -> None:
    for number in (1, 2):
        _filed(store, number)
        store.write_now(lambda conn, n=number: attachments.add(conn, key(n), b"photo %d" % n, **FACTS))
    store.write_now(lambda conn: erase.erase(conn, erase.of_report(conn, key(1))))
    assert store.read_now(lambda conn: [attachments.data(conn, n) for n in (1, 2)]) == [b"", b"photo 2"]
    (gone,) = store.read_now(lambda conn: attachments.of(conn, key(1)))
    assert (gone.name, gone.note, gone.digest, gone.located) == ("", "", b"", False)


def test_a_backup_holds_the_files_and_never_many_pieces_at_once(store: Store) -> None:
    _filed(store, 1)
    data = random.Random(1).randbytes(5 * PIECE)
    store.write_now(lambda conn: attachments.add(conn, key(1), data, **FACTS))
    parts = store.read_now(lambda conn: list(dump.out(conn)))
    (pieces,) = [part for part in parts if part.table == "attachmentpiece"]
    at = pieces.columns.index("data")
    assert b"".join(bytes(row[at]) for row in pieces.rows) == data
    assert max(len(bytes(row[at])) for row in pieces.rows) == PIECE


def test_a_passage_that_was_taken_back_is_so_until_it_begins_anew(store: Store) -> None:
    _filed(store, 1)
    found: list[bool] = []
    for version, why in ((1, "rule"), (2, f"{passages.RECALLED}: too early"), (3, "released by duty")):
        store.write_now(
            lambda conn, v=version, w=why: passages.begin(conn, "TCL", key(1), v, at=later(v), why=w)
        )
        row = store.read_now(lambda conn: passages.get(conn, "TCL", key(1)))
        assert row is not None
        found.append(passages.recalled(row))
    assert found == [False, True, False]
