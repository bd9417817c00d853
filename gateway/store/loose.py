"""What no report and no message holds and yet tells of people: the roster, sheets, the shift's notes, texts.

Such a row is known by its number and a moment, so that a list of erasures names neither persons nor content,
and finds nothing where another timeline of the store gave that number to something else.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, or_, select, update

from gateway.store import officers, shift
from gateway.store.blank import ERASED, blank
from gateway.store.columns import table
from gateway.store.states import DeliveryState
from gateway.store.tables import Delivery, Enrolled, Handover, Reach, Report, Sheet, ShiftLine, Source
from gateway.store.wake import touch
from gateway.store.wording import fold

_DELIVERY, _OFFICER, _REACH, _SHEET = table(Delivery), table(Enrolled), table(Reach), table(Sheet)
_LINE, _NOTE, _SOURCE, _REPORT = table(ShiftLine), table(Handover), table(Source), table(Report)
_BETWEEN: Final = re.compile(r"(?<=\d)[\s().-]+(?=\d)")  # how people write a number down
_TAIL: Final = 8  # digits that a number has alike at home and abroad
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
_LETTER: Final = rf"[^\W{_UNSPACED}]"
_LONG: Final = 4  # letters of a name that is looked for within a line without spaces
# By when each is known again; a number of the roster is by its officer's.
_WHEN: dict[str, ColumnElement[datetime]] = {
    _DELIVERY.name: _DELIVERY.c.created_at,
    _LINE.name: _LINE.c.at,
    _NOTE.name: _NOTE.c.at,
    _OFFICER.name: _OFFICER.c.made_at,
    _SHEET.name: _SHEET.c.made_at,
    _REACH.name: select(_OFFICER.c.made_at).where(_OFFICER.c.id == _REACH.c.officer_id).scalar_subquery(),
}
_TABLES = {one.name: one for one in (_DELIVERY, _LINE, _NOTE, _OFFICER, _SHEET, _REACH)}


class Loose(NamedTuple):
    """One row: of which table, its number, and its moment."""

    of: str
    id: int
    at: datetime


def of_sender(conn: Connection, sender: str) -> tuple[Loose, ...]:
    """Return who is reached by a number or call sign, what was sent there, and what notes say of him.

    An officer who has another number as well stays on the roster, and only loses this one.
    """
    stays = select(_REACH.c.officer_id).where(_REACH.c.value != sender)
    has = select(_REACH.c.officer_id).where(_REACH.c.value == sender)
    told = select(_SOURCE.c.officer).where(_SOURCE.c.sender == sender, _SOURCE.c.officer.is_not(None))
    o = _OFFICER.c
    left = and_(o.retired_at.is_not(None), o.name.in_(told))
    gone = or_(and_(o.id.in_(has), o.id.not_in(stays)), left)
    names = {*conn.execute(told).scalars(), *conn.execute(select(o.name).where(gone)).scalars()}
    names -= set(conn.execute(select(o.name).where(o.retired_at.is_(None), ~gone)).scalars())
    return (
        *_those(conn, _REACH, _REACH.c.value == sender),
        *_those(conn, _OFFICER, gone),
        *_those(conn, _SHEET, _SHEET.c.officer.in_(names)),
        *_those(conn, _DELIVERY, _DELIVERY.c.to == sender),
        *_notes(conn, (sender, *names), _refs(conn, sender)),
    )


def of_report(conn: Connection, which: ColumnElement[bool]) -> tuple[Loose, ...]:
    """Return the notes that name a report by its reference."""
    return tuple(_notes(conn, conn.execute(select(_REPORT.c.ref).where(which)).scalars()))


def before(conn: Connection, moment: datetime, most: int) -> tuple[Loose, ...]:
    """Return what is older than a moment and still holds its content; of officers, who has left by then."""
    written = and_(_LINE.c.kind == shift.NOTE, _LINE.c.at < moment, _LINE.c.text != "")
    left = and_(_OFFICER.c.retired_at < moment, _OFFICER.c.name != ERASED)
    ended = and_(_SHEET.c.revoked_at < moment, _SHEET.c.officer != ERASED)
    sent = and_(_DELIVERY.c.created_at < moment, _DELIVERY.c.to != ERASED)
    return (
        *_those(conn, _LINE, written, most),
        *_those(conn, _NOTE, and_(_NOTE.c.at < moment, _NOTE.c.text != ""), most),
        *_those(conn, _OFFICER, left, most),
        *_those(conn, _SHEET, ended, most),
        *_those(conn, _DELIVERY, sent, most),
    )


def erase(conn: Connection, rows: Sequence[Loose], at: datetime | None = None) -> int:
    """Overwrite them; officers leave the roster with all their numbers, and texts on their way are cancelled.

    `at` is when officers left who had not; else the moment by which they are known.
    """
    return sum(_erase(conn, one, [row for row in rows if row.of == one.name], at) for one in _TABLES.values())


def _erase(conn: Connection, of: Table, rows: Sequence[Loose], at: datetime | None) -> int:
    if not rows:
        return 0
    wanted = {row.id: row.at for row in rows}
    here = conn.execute(select(of.c.id, _WHEN[of.name]).where(of.c.id.in_(wanted)))
    found = [number for number, when in here if when == wanted[number]]
    which = of.c.id.in_(found)
    if of is _REACH:
        touch(conn, officers.ROSTER)
        return conn.execute(delete(_REACH).where(which)).rowcount
    if of is _OFFICER:
        _leave(conn, which, at)
    if of is _SHEET:
        open_ = _SHEET.c.revoked_at.is_(None)
        conn.execute(update(_SHEET).where(which, open_).values(revoked_at=at or _SHEET.c.made_at))
    if of is _DELIVERY:
        waits = _DELIVERY.c.state == DeliveryState.QUEUED.value
        conn.execute(update(_DELIVERY).where(which, waits).values(state=DeliveryState.CANCELLED.value))
    return blank(conn, of, which)


def _leave(conn: Connection, which: ColumnElement[bool], at: datetime | None) -> None:
    touch(conn, officers.ROSTER)
    conn.execute(delete(_REACH).where(_REACH.c.officer_id.in_(select(_OFFICER.c.id).where(which))))
    stands = _OFFICER.c.retired_at.is_(None)
    conn.execute(update(_OFFICER).where(which, stands).values(retired_at=at or _OFFICER.c.made_at))


def _those(conn: Connection, of: Table, which: ColumnElement[bool], most: int | None = None) -> list[Loose]:
    query = select(of.c.id, _WHEN[of.name]).where(which).order_by(of.c.id).limit(most)
    return [Loose(of.name, *row) for row in conn.execute(query)]


def _refs(conn: Connection, sender: str) -> Sequence[str]:
    """Return the references of what came from a number or call sign."""
    s, r = _SOURCE.c, _REPORT.c
    his = (s.origin == r.origin) & (s.epoch == r.epoch) & (s.seq == r.seq)
    return conn.execute(select(r.ref).join(_SOURCE, his).where(s.sender == sender)).scalars().all()


def _notes(conn: Connection, words: Iterable[str], refs: Sequence[str] = ()) -> list[Loose]:
    sought = [_sought(word, refs) for word in words if word not in ("", ERASED)]
    found: list[Loose] = []
    for of, which in ((_LINE, _LINE.c.kind == shift.NOTE), (_NOTE, _NOTE.c.text != "")):
        for number, at, text in conn.execute(select(of.c.id, of.c.at, of.c.text).where(which)):
            said = _plain(text)
            if any(one.search(said) for one in sought):
                found.append(Loose(of.name, number, at))
    return found


def _sought(word: str, refs: Sequence[str]) -> re.Pattern[str]:
    """Return what a note holds that names somebody: the end of his number, or his name as a whole word.

    Where a script has no spaces a name may stand anywhere; a short one, which is in many words, counts only
    in a note that names a report of his as well.
    """
    if word.startswith("+"):
        return re.compile(re.escape(word[-_TAIL:]))
    name = re.escape(_plain(word).strip())
    if not re.search(f"[{_UNSPACED}]", word):
        return re.compile(f"(?<!{_LETTER}){name}(?!{_LETTER})")
    if sum(letter.isalpha() for letter in word) >= _LONG:
        return re.compile(name)
    his = "|".join(re.escape(_plain(ref)) for ref in refs)
    return re.compile(f"(?s)(?=.*(?:{his})).*{name}" if his else "(?!)")


def _plain(text: str) -> str:
    return _BETWEEN.sub("", fold(text))
