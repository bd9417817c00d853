"""The shift's own lines and notes, and what the record says of a shift."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Audit, Handover, ShiftLine

NOTE, FAULT, MENDED = "note", "fault", "mended"
_LINE, _HANDOVER, _AUDIT = table(ShiftLine), table(Handover), table(Audit)


def write(conn: Connection, at: datetime, actor: str, kind: str, text: str, name: str = "") -> None:
    """Add one line to the log."""
    row = {"at": at, "actor": actor, "kind": kind, "name": name, "text": text}
    conn.execute(insert(_LINE), row)


def lines(conn: Connection, since: datetime, until: datetime, most: int) -> list[ShiftLine]:
    """Return lines of a time, the newest first."""
    inside = (_LINE.c.at >= since, _LINE.c.at < until)
    return many(conn, ShiftLine, select(_LINE).where(*inside).order_by(_LINE.c.id.desc()).limit(most))


def faults(conn: Connection) -> dict[str, str]:
    """Return what is out of order by the log's last line of it: name and sentence."""
    last = select(func.max(_LINE.c.id)).where(_LINE.c.name != "").group_by(_LINE.c.name)
    query = select(_LINE.c.name, _LINE.c.text).where(_LINE.c.id.in_(last), _LINE.c.kind == FAULT)
    return {row.name: row.text for row in conn.execute(query)}


def hand_over(conn: Connection, at: datetime, by: str, text: str) -> int:
    """Leave a note to the next shift; return its number."""
    row = {"at": at, "by": by, "text": text, "taken_by": None, "taken_at": None}
    return conn.execute(insert(_HANDOVER).returning(_HANDOVER.c.id), row).scalar_one()


def take_over(conn: Connection, number: int, at: datetime, by: str) -> bool:
    """Say that `by` has read a note; False when somebody has already, or wrote it himself."""
    open_ = (_HANDOVER.c.id == number, _HANDOVER.c.taken_by.is_(None), _HANDOVER.c.by != by)
    return conn.execute(update(_HANDOVER).where(*open_).values(taken_by=by, taken_at=at)).rowcount > 0


def handovers(conn: Connection, since: datetime, most: int) -> list[Handover]:
    """Return the notes that nobody has read yet, and those since then, the newest first."""
    wanted = or_(_HANDOVER.c.taken_by.is_(None), _HANDOVER.c.at >= since)
    return many(conn, Handover, select(_HANDOVER).where(wanted).order_by(_HANDOVER.c.id.desc()).limit(most))


def recorded(
    conn: Connection, since: datetime, until: datetime, actions: Sequence[str], most: int
) -> list[Audit]:
    """Return what the record has of these actions (each the first word or words), the newest first."""
    begins: list[ColumnElement[bool]] = [_AUDIT.c.action.startswith(one, autoescape=True) for one in actions]
    inside = (_AUDIT.c.at >= since, _AUDIT.c.at < until, or_(*begins))
    return many(conn, Audit, select(_AUDIT).where(*inside).order_by(_AUDIT.c.seq.desc()).limit(most))
