"""The shift's book: it writes itself, people add to it, and the next reads the note."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codes.load import shipped
from gateway.board.board import Board, Level
from gateway.clock import SystemClock
from gateway.desk.book_words import BookWords
from gateway.desk.desk import Desk
from gateway.desk.shift.book import LONGEST_NOTE, Kept, ShiftBook
from gateway.desk.shift.keeper import Keeper
from gateway.desk.values import Person
from gateway.store import audit, shift
from gateway.store.store import Store
from hardware.sentence import Sentence
from tests.web.stage import OFFICE, PARTNERS, PretendStation, file_report, now

SOM = Person("som", "duty", "", "en", "token")
MALEE = Person("malee", "supervisor", "", "en", "token")


@pytest.fixture
async def book(tmp_path: Path) -> AsyncIterator[ShiftBook]:
    store = Store.make(f"sqlite:///{tmp_path / 'desk.db'}", bytes(32))
    clock = SystemClock()
    station = PretendStation().plugs()
    yield ShiftBook(Desk(store, OFFICE, clock, BookWords(shipped()), PARTNERS, station, Board(clock.now)))
    store.close()


async def _whats(book: ShiftBook, who: Person = SOM, hours: int = 12) -> list[tuple[str, str, str]]:
    return [(line.who, line.what, line.text) for line in (await book.page(who, hours)).lines]


async def test_the_log_writes_itself_the_newest_first(book: ShiftBook) -> None:
    await book.desk.store.write(lambda conn: audit.append(conn, now(), "som", "signed in", "account som"))
    key = await book.desk.store.write(lambda c: file_report(c, type="SOS", precedence=0, place="MSI"))
    await book.desk.claim(SOM, key)
    await book.desk.give_back(SOM, key)
    assert [(who, what) for who, what, _ in await _whats(book)] == [
        ("som", "given back"),
        ("som", "claimed"),
        ("", "alarm"),
        ("som", "signed in"),
    ]
    assert "Mae Sai" in (await _whats(book))[1][2]
    assert (await _whats(book))[1][2].startswith("K001-P ")
    assert (await book.page(SOM, 12)).lines[2].key == key


async def test_what_one_may_not_see_is_in_no_line(book: ShiftBook) -> None:
    key = await book.desk.store.write(lambda conn: file_report(conn, agency="RTP"))
    await book.desk.claim(SOM, key)
    assert len(await _whats(book)) == 1
    assert await _whats(book, replace(SOM, agency="CUS")) == []


async def test_what_is_secret_in_the_record_is_not_in_the_log(book: ShiftBook) -> None:
    for action in ("duress", "exported sources", "sign-in refused", "made sheet"):
        await book.desk.store.write(lambda c, a=action: audit.append(c, now(), "station", a, "MSI-1-1"))
    assert await _whats(book) == []


async def test_only_the_hours_asked_for(book: ShiftBook) -> None:
    at = now() - timedelta(hours=10)
    await book.desk.store.write(lambda conn: audit.append(conn, at, "som", "signed in", "account som"))
    assert (len(await _whats(book, hours=12)), len(await _whats(book, hours=8))) == (1, 0)


async def test_a_person_adds_a_line_and_the_record_has_its_digest(book: ShiftBook) -> None:
    assert await book.write(SOM, "  Boat\n borrowed ") is Kept.WRITTEN
    assert await _whats(book) == [("som", "note", "Boat borrowed")]
    assert await book.write(SOM, " \n") is Kept.EMPTY
    assert await book.write(SOM, "x" * 301) is Kept.TOO_LONG
    assert await book.write(replace(SOM, role="auditor"), "x") is Kept.FORBIDDEN
    assert (await book.desk.store.read(audit.head)).seq == 1


async def test_a_note_is_read_once_by_another_than_its_writer(book: ShiftBook) -> None:
    assert await book.hand_over(SOM, "Patrol 3 waits.\nCall them.") is Kept.HANDED
    (note,) = (await book.page(MALEE, 12)).notes
    assert (note.by, note.text, note.taken_by) == ("som", "Patrol 3 waits.\nCall them.", "")
    assert await book.take_over(SOM, note.number) is Kept.TOO_LATE
    assert await book.take_over(replace(MALEE, role="clerk"), note.number) is Kept.FORBIDDEN
    assert await book.take_over(MALEE, note.number) is Kept.TAKEN
    assert await book.take_over(replace(MALEE, name="anan"), note.number) is Kept.TOO_LATE
    assert await book.take_over(MALEE, 4711) is Kept.TOO_LATE
    (note,) = (await book.page(SOM, 12)).notes
    assert note.taken_by == "malee"
    assert await book.hand_over(SOM, "x" * (LONGEST_NOTE + 1)) is Kept.TOO_LONG


async def test_a_note_that_nobody_read_stays_however_old(book: ShiftBook) -> None:
    at = now() - timedelta(days=9)
    number = await book.desk.store.write(lambda conn: shift.hand_over(conn, at, "som", "x"))
    assert len((await book.page(SOM, 8)).notes) == 1
    await book.take_over(MALEE, number)
    assert (await book.page(SOM, 8)).notes == ()


async def test_a_modem_that_goes_and_comes_back_is_two_lines_over_restarts_too(book: ShiftBook) -> None:
    board, store = book.desk.board, book.desk.store
    board.post("bearer gsm1", Level.FAULT, Sentence("gsm1 does not answer."))
    for _ in range(2):  # the second keeper is the one after a restart
        await Keeper(store, board, book.desk.clock).look()
    board.post("bearer gsm1", Level.FAULT, Sentence("gsm1 does not answer, for an hour now."))
    await Keeper(store, board, book.desk.clock).look()
    assert await _whats(book) == [("station", "fault", "gsm1 does not answer.")]
    board.clear("bearer gsm1")
    for _ in range(2):
        await Keeper(store, board, book.desk.clock).look()
    assert [what for _, what, _ in await _whats(book)] == ["mended", "fault"]
