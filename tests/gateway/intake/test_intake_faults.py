"""One message that fails, for whatever reason of its own, is kept for staff and holds up no other."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError
from sqlcipher3 import dbapi2

from gateway.errors import StoreFullError, StoreLostError
from gateway.incoming import Incoming
from gateway.intake import intake
from gateway.store import messages, reports
from hardware.bearer import Address, AddressKind, Hearing
from tests.gateway.offices import BEARER, House
from tests.gateway.offices import text as said

SEIZED = "DRG MSI YAB 200000T SEIZED"
BOOM = "BOOM"
Work = Callable[[Connection], None]


def take(house: House, *heard: Hearing) -> None:
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))


def failing(monkeypatch: pytest.MonkeyPatch, fail: Work) -> None:
    """Let the filing of one text fail, after it was kept."""
    real = intake.filing.file

    def file(conn: Connection, kit: intake.Kit, incoming: Incoming) -> None:
        real(conn, kit, incoming)
        if incoming.text == BOOM:
            fail(conn)

    monkeypatch.setattr(intake.filing, "file", file)


def _integrity(conn: Connection) -> None:
    conn.execute(text("INSERT INTO counter (name, value) VALUES ('report', NULL)"))


def _no_such_table(conn: Connection) -> None:
    conn.execute(text("SELECT * FROM nowhere"))


def _raises(error: Exception) -> Work:
    def work(_: Connection) -> None:
        raise error

    return work


OURS = {
    "integrity": _integrity,
    "no such table": _no_such_table,
    "data": _raises(DataError("INSERT", {}, ValueError("22003"))),
    "statement": _raises(StatementError("a value", "INSERT", {}, ValueError("no zone"))),
    "runtime": _raises(RuntimeError(BOOM)),
}


@pytest.mark.parametrize("fail", OURS.values(), ids=OURS.keys())
def test_a_fault_of_ours_keeps_that_one_for_staff_and_lets_the_rest_through(
    house: House, monkeypatch: pytest.MonkeyPatch, fail: Work
) -> None:
    failing(monkeypatch, fail)
    take(house, said("before"), said(BOOM), said(SEIZED))
    kept = house.store.read_now(messages.recent)
    assert [one.text for one in kept] == [SEIZED, BOOM, "before"]
    assert [one.outcome for one in kept][:2] == ["accepted", "unreadable"]
    assert kept[1].note.startswith("the station failed on it (")
    assert len(house.store.read_now(lambda conn: reports.changed(conn, 0))) == 1
    take(house, said(BOOM), said(SEIZED))
    assert len(house.store.read_now(messages.recent)) == 3


def _sqlite(code: int) -> Exception:
    cause = dbapi2.OperationalError("refused")
    cause.sqlite_errorcode = code
    return OperationalError("INSERT", {}, cause)


@pytest.mark.parametrize(("code", "told"), [(13, StoreFullError), (10, StoreLostError), (8, StoreLostError)])
def test_a_store_that_fails_keeps_nothing_and_holds_the_batch(
    house: House, monkeypatch: pytest.MonkeyPatch, code: int, told: type[Exception]
) -> None:
    failing(monkeypatch, _raises(_sqlite(code)))
    with pytest.raises(told):
        take(house, said("before"), said(BOOM), said(SEIZED))
    assert house.store.read_now(messages.recent) == []
    monkeypatch.undo()
    take(house, said("before"), said(BOOM), said(SEIZED))
    assert len(house.store.read_now(messages.recent)) == 3


@pytest.mark.parametrize("words", ["half \ud83d of it", "nothing\x00here", "\udfff\x00"])
def test_words_that_no_engine_keeps_hold_up_nothing(house: House, words: str) -> None:
    sender = Address(AddressKind.ALPHANUMERIC, "A\x00B")
    odd = replace(said("x"), text=words, sender=sender)
    take(house, odd, said(SEIZED))
    kept = house.store.read_now(messages.recent)
    assert [one.text for one in kept] == [
        SEIZED,
        words.translate(dict.fromkeys([0, 0xD83D, 0xDFFF], "\ufffd")),
    ]


def test_a_fault_in_one_part_keeps_the_others_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, _raises(RuntimeError(BOOM)))
    parts = [replace(said(half), part=intake.parts.Part(9, 2, n)) for n, half in ((1, "BO"), (2, "OM"))]
    take(house, *parts)
    (kept,) = house.store.read_now(messages.recent)
    assert (kept.text, kept.outcome) == (BOOM, "unreadable")


def test_an_aborted_transaction_is_no_reason_to_lose_the_rest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that somebody swallowed leaves PostgreSQL in one, where every later statement fails."""

    def fail(conn: Connection) -> None:
        with pytest.raises(IntegrityError):
            _integrity(conn)
        raise LookupError

    failing(monkeypatch, fail)
    take(house, said(BOOM), said(SEIZED))
    assert len(house.store.read_now(messages.recent)) == 2
