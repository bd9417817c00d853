"""The queue's pages: the most urgent first, then the newest, nothing twice and nothing left out."""

import random

import pytest
from sqlalchemy import Connection

from codes.load import shipped
from codes.precedence import Precedence
from gateway.desk import reading
from gateway.desk.book_words import BookWords
from gateway.desk.rows import Naming
from gateway.desk.values import Filter, Person
from gateway.store import feed, history, reports
from gateway.store.store import Store
from tests.gateway.store.rows import key, later, report

SOMCHAI = Person("somchai", "duty", "", "en", "token")
POLICE = Person("malee", "duty", "Police", "en", "token")
NAMING = Naming(BookWords(shipped()), "en", {})


def _fill(conn: Connection, n: int) -> list[dict[str, object]]:
    dice = random.Random(7)
    rows = [
        report(
            key(seq, dice.choice(["MSI", "TCL"])),
            precedence=dice.randrange(4),
            received_at=later(dice.randrange(5)),
            state=dice.choice(["new", "closed", "cancelled"]),
            type=dice.choice(["DRG", "MIGR"]),
            place=dice.choice(["MSI", "CSN", None]),
            agency=dice.choice(["Police", "Customs", ""]),
        )
        for seq in range(n)
    ]
    reports.file_all(conn, rows)
    return rows


def _found(store: Store, wanted: Filter, who: Person = SOMCHAI) -> list[int]:
    return [row.key.seq for row in store.read_now(lambda conn: reading.queue(conn, who, wanted, NAMING))]


def _place(row: dict[str, object]) -> tuple[object, ...]:
    return row["precedence"], -row["received_at"].timestamp(), -row["seq"]  # type: ignore[attr-defined, operator]


def test_pages_follow_each_other_without_gap_or_repeat(store: Store) -> None:
    rows = store.write_now(lambda conn: _fill(conn, 60))
    seen = [seq for offset in (0, 25, 50, 75) for seq in _found(store, Filter(state="all", offset=offset))]
    assert seen == [row["seq"] for row in sorted(rows, key=_place)]


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Filter(), lambda row: row["state"] == "new"),
        (Filter(state="all", type="DRG"), lambda row: row["type"] == "DRG"),
        (Filter(state="all", place="MSI,CSN"), lambda row: row["place"] is not None),
        (Filter(state="all", precedence="FLASH"), lambda row: row["precedence"] == Precedence.FLASH),
    ],
    ids=["open", "type", "places", "precedence"],
)
def test_filters_and_counts_agree(store: Store, wanted: Filter, holds: object) -> None:
    rows = store.write_now(lambda conn: _fill(conn, 40))
    want = {row["seq"] for row in rows if holds(row)}  # type: ignore[operator]
    assert 0 < len(want) < len(rows)
    assert set(_found(store, wanted)) <= want
    assert store.read_now(lambda conn: reading.count(conn, SOMCHAI, wanted)) == len(want)


def test_an_agency_sees_its_own_and_what_is_nobodys_and_every_flash(store: Store) -> None:
    rows = store.write_now(lambda conn: _fill(conn, 25))
    want = {row["seq"] for row in rows if row["agency"] in ("Police", "") or row["precedence"] == 0}
    assert set(_found(store, Filter(state="all"), POLICE)) == want < {row["seq"] for row in rows}


def test_search_takes_a_text_as_it_stands(store: Store) -> None:
    def work(conn: Connection) -> None:
        reports.file(conn, report(key(1), canonical="VEH กข1234 TH"))
        reports.file(conn, report(key(2), canonical="INFO 100% sure"))
        reports.file(conn, report(key(3), ref="K7M4X"))

    store.write_now(work)
    found = {text: _found(store, Filter(text=text)) for text in ("กข", "0% S", "%", "k7m4", "_")}
    assert found == {"กข": [1], "0% S": [2], "%": [2], "k7m4": [3], "_": []}


def _moved(conn: Connection, seq: int, was: dict[str, object] | None = None, **values: object) -> None:
    if was is not None:
        history.note(conn, key(seq), later(1), "duty", "edited", {"was": was})
    reports.amend(conn, key(seq), **values)
    feed.add(conn, "report", later(1), key(seq))


def test_a_console_is_told_to_take_away_only_what_its_reader_could_see(store: Store) -> None:
    def work(conn: Connection) -> None:
        agencies = ["Police", "Customs", "Customs", "Customs", "", "Customs"]
        rows = [report(key(n), agency=one, precedence=2) for n, one in enumerate(agencies)]
        reports.file_all(conn, rows)
        for seq in (0, 4):
            _moved(conn, seq, {"precedence": 2}, state="closed")
        _moved(conn, 1, {"precedence": 2}, state="closed")
        _moved(conn, 2, {"precedence": 0}, precedence=1)  # it was everybody's while it was FLASH
        _moved(conn, 3, {"fields": {}}, precedence=1)  # kept before it was kept how urgent it had been
        _moved(conn, 5)

    store.write_now(work)
    told = store.read_now(lambda conn: reading.changes(conn, POLICE, Filter(), 0, NAMING))
    assert [one.key and one.key.seq for one in told] == [0, 4, None, 2, 3, None]
    assert [one.row for one in told] == [None] * 6
    everything = store.read_now(lambda conn: reading.changes(conn, SOMCHAI, Filter(), 0, NAMING))
    assert [one.key and one.key.seq for one in everything] == [0, 4, 1, 2, 3, 5]
