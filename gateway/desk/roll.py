"""The roster as a page shows it, and what keeps an entry off it beside its own flaws."""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from gateway.desk.entry import Entry, Flaw, Line
from gateway.desk.roles import Right
from gateway.desk.rows import mask
from gateway.desk.values import Person
from gateway.store import officers, sheets
from gateway.store.tables import Enrolled, Reach, Sheet

NUMBER, CALLSIGN = "number", "callsign"


class OfficerDone(enum.StrEnum):
    """How a change to the roster ended, apart from what was wrong with an entry (`Flaw`)."""

    ENROLLED = "enrolled"
    KEPT = "kept"
    RETIRED = "retired"
    REMOVED = "removed"
    ASKED = "asked-him"
    LATELY = "lately"
    NO_MODEM = "no-modem"
    CONFIRMED = "confirmed"
    UNKNOWN = "no-officer-there"
    FORBIDDEN = "no-right"


Ended = OfficerDone | Flaw


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One number or call sign; of a number `shown` is the last three figures, nothing to who keeps no roster.

    A report shows its sender's last figures to everybody: beside a name they would tell who sent it.
    """

    id: int
    kind: str
    shown: str
    shared: bool
    confirmed: bool
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer as staff see him; `rows_left` are those of his sheets, None when he has no sheet."""

    id: int
    name: str
    unit: str
    agency: str
    language: str
    reaches: tuple[ReachRow, ...]
    rows_left: int | None


DONE = frozenset(OfficerDone) - {
    OfficerDone.LATELY,
    OfficerDone.NO_MODEM,
    OfficerDone.UNKNOWN,
    OfficerDone.FORBIDDEN,
}


def may_look(who: Person) -> bool:
    """Say whether a person may see the roster: who keeps it, and who may need an officer's number."""
    return who.may(Right.ROSTER) or who.may(Right.SOURCE)


def everyone(conn: Connection, who: Person) -> list[OfficerRow]:
    """Return the officers whom a person may see."""
    return _rows(conn, who, [one for one in officers.everyone(conn) if _sees(who, one.agency)])


def one(conn: Connection, who: Person, officer: int) -> OfficerRow | None:
    """Return one officer, None when there is none to see."""
    row = found(conn, who, officer)
    return None if row is None else _rows(conn, who, [row])[0]


def found(conn: Connection, who: Person, officer: int) -> Enrolled | None:
    """Return an officer on the roster whom this person may see."""
    row = officers.get(conn, officer)
    return row if row and row.retired_at is None and _sees(who, row.agency) else None


def waiting(conn: Connection, officer: int, reach_id: int) -> Reach | None:
    """Return a number of an officer that has not confirmed yet."""
    mine = (one for one in officers.reaches(conn, officer) if one.id == reach_id)
    return next((one for one in mine if one.confirmed_at is None), None)


def beside(conn: Connection, who: Person, entry: Entry, officer: int | None = None) -> Iterator[Flaw]:
    """Give what is wrong with an entry beside the roster; `officer` is who it is about, if he is on it."""
    if not _sees(who, entry.agency) or (who.agency and not entry.agency):
        yield Flaw.AGENCY
    if any(row.id != officer for row in officers.named(conn, entry.name)):
        yield Flaw.NAMED
    yield from held(conn, entry)


def held(conn: Connection, entry: Entry) -> Iterator[Flaw]:
    """Give a flaw when somebody has that number or call sign and it is not said to be shared."""
    pairs = ((NUMBER, entry.number), (CALLSIGN, entry.callsign))
    if not entry.shared and any(officers.reached_by(conn, kind, value) for kind, value in pairs if value):
        yield Flaw.HELD


def checked(conn: Connection, who: Person, lines: Sequence[Line]) -> list[Line]:
    """Add to each line that was read what is wrong with it beside the roster."""
    return [
        replace(line, flaws=(*line.flaws, *(() if line.flaws else beside(conn, who, line.entry))))
        for line in lines
    ]


def _sees(who: Person, agency: str) -> bool:
    """Say whether an officer of that agency is this person's business, as with reports."""
    return not who.agency or agency in ("", who.agency)


def _rows(conn: Connection, who: Person, rows: Iterable[Enrolled]) -> list[OfficerRow]:
    reaches, paper = officers.reaches(conn), sheets.everyone(conn)
    held = Counter((one.kind, one.value) for one in reaches)
    shown = [(one.officer_id, _reach(one, who, shared=held[one.kind, one.value] > 1)) for one in reaches]
    return [_row(row, [reach for officer, reach in shown if officer == row.id], paper) for row in rows]


def _row(row: Enrolled, mine: Iterable[ReachRow], paper: Iterable[Sheet]) -> OfficerRow:
    open_ = [one for one in paper if one.officer == row.name and one.revoked_at is None]
    return OfficerRow(
        id=row.id,
        name=row.name,
        unit=row.unit,
        agency=row.agency,
        language=row.language,
        reaches=tuple(mine),
        rows_left=sum(one.size + 1 - one.next_row for one in open_) if open_ else None,
    )


def _reach(one: Reach, who: Person, *, shared: bool) -> ReachRow:
    shown = one.value if one.kind == CALLSIGN else mask(one.kind, one.value)
    shown = shown if who.may(Right.ROSTER) else ""
    return ReachRow(one.id, one.kind, shown, shared, one.confirmed_at is not None, one.asked_at)
