"""What tells of people beside reports and messages is erased too: roster, sheets, shift's notes, texts."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from gateway.audit import erasure
from gateway.audit.erasure import Order
from gateway.office.config import RetentionPart
from gateway.store import audit, dump, erase, officers, outbox, reports, sheets, shift
from gateway.store.columns import table
from gateway.store.erase import What
from gateway.store.store import Store
from gateway.store.tables import Delivery, Enrolled, ShiftLine
from tests.gateway.store import rows
from tests.gateway.store.fill import fill
from tests.gateway.store.rows import NOON, key, later

_MARK, _NUMBER, _OTHER = "Zebramark", "+66899999999", "+66811111111"
_ORDER = Order("som", later(60), "a court in Chiang Rai")


def _officer(conn: Connection, *numbers: str, name: str = _MARK) -> int:
    officer = officers.add(conn, name=name, unit=name, made_at=NOON)
    for one in numbers:
        officers.reach(conn, officer_id=officer, kind="number", value=one, confirmed_at=NOON)
    return officer


def _told(conn: Connection) -> None:
    """Write of him wherever the office writes: by name, and by his number as people write numbers."""
    shift.write(conn, NOON, "som", shift.NOTE, f"{_MARK.upper()} has not been seen since noon")
    shift.hand_over(conn, NOON, "som", "ring 089-999 9999 at six")
    shift.write(conn, NOON, "som", shift.NOTE, "the boat is back")
    sheets.make(conn, _MARK, bytes(20), 50, NOON)
    outbox.queue(conn, **rows.delivery("invite", to=_NUMBER, text=_MARK))


def _erased(store: Store, number: str = _NUMBER) -> What:
    what = store.read_now(lambda c: erase.of_sender(c, number))
    for part in erase.parts(what):
        store.write_now(lambda c, p=part: erasure.obey(c, p, _ORDER))
    return what


def _everything(store: Store) -> str:
    return store.read_now(lambda c: str(list(dump.out(c)))).casefold()


def test_an_erased_officer_is_on_no_roster_sheet_or_note(store: Store) -> None:
    store.write_now(fill)
    store.write_now(lambda c: (_officer(c, _NUMBER), _told(c)))
    before = _everything(store)
    assert _MARK.casefold() in before
    assert "999 9999" in before
    what = _erased(store)
    left = _everything(store)
    assert [one for one in (_MARK.casefold(), _NUMBER, "999 9999") if one in left] == []
    assert "the boat is back" in left
    assert "patrol 3 waits" in left
    assert store.read_now(audit.verify) is None
    assert [one.name for one in store.read_now(officers.everyone)] == ["Sgt Anan"]
    assert {one.of for one in what.loose} == {
        "delivery",
        "enrolled",
        "handover",
        "reach",
        "sheet",
        "shiftline",
    }
    assert store.read_now(_states) == {"queued", "cancelled"}


def _states(conn: Connection) -> set[str]:
    return set(conn.execute(select(table(Delivery).c.state)).scalars())


def test_an_officer_with_another_number_stays_and_loses_this_one(store: Store) -> None:
    officer = store.write_now(lambda c: _officer(c, _NUMBER, _OTHER))
    store.write_now(_told)
    _erased(store)
    found = store.read_now(lambda c: officers.reaches(c, officer))
    assert [one.value for one in found] == [_OTHER]
    assert [one.name for one in store.read_now(officers.everyone)] == [_MARK]
    left = _everything(store)
    assert "not been seen" in left
    assert "999 9999" not in left


def test_a_shared_phone_takes_all_who_have_no_other(store: Store) -> None:
    store.write_now(lambda c: (_officer(c, _NUMBER), _officer(c, _NUMBER, name="Zebra two")))
    _erased(store)
    assert "zebra" not in _everything(store)


def test_who_has_left_is_found_by_what_he_sent(store: Store) -> None:
    def work(conn: Connection) -> None:
        fill(conn)
        officer = _officer(conn)
        officers.change(conn, officer, retired_at=later(5))
        source = rows.source(message_id=1, sender=_NUMBER, officer=_MARK)
        reports.file(conn, rows.report(key(90)), source)

    store.write_now(work)
    _erased(store)
    assert _MARK.casefold() not in _everything(store)


def test_a_note_that_names_an_erased_report_goes_with_it(store: Store) -> None:
    name = key(4711)
    store.write_now(lambda c: reports.file(c, rows.report(name), rows.source(message_id=1)))
    ref = store.read_now(lambda c: reports.get(c, name))
    assert ref is not None
    store.write_now(lambda c: shift.write(c, NOON, "som", shift.NOTE, f"{ref.ref} is Zebra's"))
    what = store.read_now(lambda c: erase.of_report(c, name))
    assert [one.of for one in what.loose] == ["shiftline"]


@pytest.mark.parametrize(
    ("name", "note", "goes"),
    [
        ("Ana", "ANA rang at six", True),
        ("Ana", "two boxes of bananas", False),
        ("An", "ask an, he knows", True),
        ("An", "the man can stand", False),
        ("An", "พบAnที่ด่าน", True),
        ("Ân", "told ân of it", True),
        ("สมชาย", "พบสมชายที่ด่าน", True),
        ("นก", "พบนกยูงที่ด่าน", False),
        ("นก", "พบนกที่ด่าน K7M4-P", True),
        ("นก", "K7M4-P: พบนกที่ด่าน", True),
        ("အောင်", "အောင်ဆန်း", False),  # two letters, with all that stands around them
        ("ကျော်ဇင်ဦး", "ဒုကျော်ဇင်ဦးပြောသည်", True),
    ],
)
def test_a_note_goes_by_a_whole_name_and_not_by_a_part_of_other_words(
    store: Store, name: str, note: str, goes: bool
) -> None:
    def work(conn: Connection) -> None:
        _officer(conn, _NUMBER, name=name)
        his = {**rows.report(key(90)), "ref": "K7M4-P"}
        reports.file(conn, his, rows.source(message_id=1, sender=_NUMBER, officer=name))
        shift.write(conn, NOON, "som", shift.NOTE, note)

    store.write_now(work)
    what = store.read_now(lambda c: erase.of_sender(c, _NUMBER))
    assert ("shiftline" in {one.of for one in what.loose}) is goes


def test_the_list_outside_of_the_store_names_nobody_and_erases_again(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store.write_now(lambda c: (_officer(c, _NUMBER), _told(c)))
    what = store.read_now(lambda c: erase.of_sender(c, _NUMBER))
    file = tmp_path_factory.mktemp("keys") / "erased"
    erasure.put_on(file, what, _ORDER)
    assert erasure.read(file) == [what]
    held = file.read_text().casefold()
    assert _MARK.casefold() not in held
    assert "9999" not in held.replace(" ", "")
    moved = What(loose=tuple(one._replace(at=later(7)) for one in what.loose))
    assert store.write_now(lambda c: erase.erase(c, moved)) == 0
    assert store.write_now(lambda c: erase.erase(c, what)) == len(what.loose) - 1  # his number went with him


def test_a_list_from_before_there_were_loose_rows_is_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("keys") / "erased"
    file.write_text('{"reports": ["MSI-1-2"], "messages": [], "segments": []}\n')
    assert erasure.read(file) == [What((key(2),))]


def test_age_reaches_notes_texts_and_who_has_left_and_spares_the_roster(store: Store) -> None:
    def work(conn: Connection) -> None:
        _told(conn)
        officers.change(conn, _officer(conn), retired_at=later(5))
        _officer(conn, _OTHER, name="Still here")
        for sheet in sheets.everyone(conn):
            sheets.revoke(conn, sheet.id, later(5))
        shift.write(conn, NOON, "station", shift.FAULT, "gsm does not answer", "bearer gsm")

    def expire(days: int) -> int:
        kept = RetentionPart(messages=30)
        return store.write_now(lambda c: erasure.expired(c, kept, NOON + timedelta(days=days)))

    store.write_now(work)
    assert expire(29) == 0
    assert expire(31) == 6
    assert expire(32) == 0
    left = _everything(store)
    assert [one for one in (_MARK.casefold(), _NUMBER, "999 9999", "the boat") if one in left] == []
    assert "still here" in left
    assert store.read_now(shift.faults) == {"bearer gsm": "gsm does not answer"}
    assert store.read_now(audit.verify) is None


def test_a_row_is_spared_when_its_number_is_another_timelines(store: Store) -> None:
    store.write_now(lambda c: c.execute(insert(table(ShiftLine)), _LINE))
    store.write_now(lambda c: _officer(c, _NUMBER))
    others = tuple(erase.Loose(of, 1, later(9)) for of in ("shiftline", "enrolled", "reach"))
    assert store.write_now(lambda c: erase.erase(c, What(loose=others))) == 0
    assert store.read_now(lambda c: c.execute(select(table(Enrolled).c.name)).scalar()) == _MARK


_LINE = {"at": NOON, "actor": "som", "kind": shift.NOTE, "name": "", "text": "x"}
