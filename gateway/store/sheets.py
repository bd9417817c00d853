"""Sheets of one-time codes: made, spent row by row, revoked; and what each code that came said."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from gateway.store import counters
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.rows import many, one
from gateway.store.tables import CodeUse, Report, Sheet

_DOUBTED = "rows in doubt of sheet "
_SHEET = table(Sheet)
_USE = table(CodeUse)
_REPORT = table(Report)


def make(conn: Connection, officer: str, secret: bytes, size: int, at: datetime) -> int:
    """Keep a new sheet with all its rows open; return its number."""
    values = {"officer": officer, "secret": secret, "size": size, "next_row": 1, "wrong": 0, "made_at": at}
    return conn.execute(insert(_SHEET).returning(_SHEET.c.id), values).scalar_one()


def everyone(conn: Connection) -> list[Sheet]:
    """Return all sheets, revoked ones too, in the order in which they were made."""
    return many(conn, Sheet, select(_SHEET).order_by(_SHEET.c.id))


def get(conn: Connection, sheet: int) -> Sheet | None:
    return one(conn, Sheet, select(_SHEET).where(_SHEET.c.id == sheet))


def spend(conn: Connection, sheet: int, row: int) -> bool:
    """Spend a row and all before it; False when it was spent already, by whoever was first."""
    change = update(_SHEET).where(
        _SHEET.c.id == sheet, _SHEET.c.next_row <= row, _SHEET.c.revoked_at.is_(None)
    )
    return conn.execute(change.values(next_row=row + 1)).rowcount > 0


def doubt(conn: Connection, rows: int) -> None:
    """After a restore, doubt the next rows of each open sheet: they may have been used since the backup."""
    query = select(_SHEET.c.id, _SHEET.c.next_row).where(_SHEET.c.revoked_at.is_(None))
    for sheet, row in conn.execute(query).all():
        counters.reach_to(conn, f"{_DOUBTED}{sheet}", row + rows)


def doubts(conn: Connection) -> dict[int, int]:
    """Return, by the numbers of sheets that were restored, the first row that is beyond doubt."""
    found = counters.beginning(conn, _DOUBTED)
    return {int(name.removeprefix(_DOUBTED)): row for name, row in found.items()}


def count_wrong(conn: Connection, officer: str) -> None:
    """Count a code that is on no row against the officer's open sheets; nothing is ever locked."""
    change = update(_SHEET).where(_SHEET.c.officer == officer, _SHEET.c.revoked_at.is_(None))
    conn.execute(change.values(wrong=_SHEET.c.wrong + 1))


def rename(conn: Connection, was: str, name: str) -> None:
    """Let sheets, and what their codes said, go by their officer's new name."""
    for rows in (_SHEET, _USE):
        conn.execute(update(rows).where(rows.c.officer == was).values(officer=name))


def revoke(conn: Connection, sheet: int, at: datetime) -> bool:
    """End a sheet; False when there is none, or it has ended already."""
    change = update(_SHEET).where(_SHEET.c.id == sheet, _SHEET.c.revoked_at.is_(None))
    return conn.execute(change.values(revoked_at=at)).rowcount > 0


def note(conn: Connection, **values: Any) -> None:  # noqa: ANN401  # columns of CodeUse
    """Keep what a code said: message_id, standing, duress, at, and more columns of `CodeUse`."""
    conn.execute(insert(_USE), values)


def use_of(conn: Connection, message: int) -> CodeUse | None:
    """Return what the code of a message said, None when it had none."""
    return one(conn, CodeUse, select(_USE).where(_USE.c.message_id == message))


def wrong_since(conn: Connection, since: datetime, standings: tuple[str, ...]) -> int:
    """Return how many codes that stood so have come since a moment."""
    query = select(func.count()).select_from(_USE)
    return conn.execute(query.where(_USE.c.at >= since, _USE.c.standing.in_(standings))).scalar_one()


def open_incident(conn: Connection, officer: str) -> ReportKey | None:
    """Return the silent incident of an officer that nobody has claimed or closed yet."""
    same = (
        (_REPORT.c.origin == _USE.c.origin)
        & (_REPORT.c.epoch == _USE.c.epoch)
        & (_REPORT.c.seq == _USE.c.seq)
    )
    query = select(_REPORT.c.origin, _REPORT.c.epoch, _REPORT.c.seq).join(_USE, same)
    query = query.where(_USE.c.officer == officer, _REPORT.c.state == "new", _REPORT.c.claimed_by.is_(None))
    found = conn.execute(query.limit(1)).first()
    return None if found is None else ReportKey(*found)
