"""The log of a shift: what the record, the alarms and the notices say of it, and what people add."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select

from codes.precedence import Precedence
from gateway.desk.filters import visible
from gateway.desk.rows import Naming
from gateway.desk.values import Person
from gateway.store import shift
from gateway.store.columns import table
from gateway.store.keys import ReportKey, key_of, same
from gateway.store.rows import many
from gateway.store.tables import Audit, Handover, Report, ShiftLine

MOST = 400
# What of the record a shift wants to read: the first words of its actions. Who reads whose number is not it.
ACTIONS = (
    *("signed in", "signed out", "claimed", "given back", "closed", "replied", "released", "notice cleared"),
    *("exported csv", "exported geojson", "handed over", "took over", "edited", "graded", "assigned"),
    *(
        "attached",
        "check-in missed",
        "cancelled",
        "recalled",
        "merged",
        "unmerged",
        "duty texted",
        "hub told",
        "claim lapsed",
        "decoded",
        "set aside",
        "reopened",
        *("read the change", "read the recall", "read the request"),
    ),
)
_AT_ONCE = 100
_REPORT = table(Report)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line: when, who, what in a word or two, of which report, and what there is to say of it."""

    at: datetime
    who: str
    what: str
    text: str = ""
    key: ReportKey | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note of handover, and who has read it."""

    number: int
    at: datetime
    by: str
    text: str
    taken_by: str
    taken_at: datetime | None


def log(conn: Connection, who: Person, since: datetime, until: datetime, naming: Naming) -> list[LogLine]:
    """Return the log of a time, the newest first; of reports only what this person may see."""
    recorded = shift.recorded(conn, since, until, ACTIONS, MOST)
    names = [key for key in (ReportKey.parse(row.subject) for row in recorded) if key is not None]
    known = _known(conn, who, names, naming)
    lines = [
        *_of_record(recorded, known),
        *_alarms(conn, who, since, until, naming),
        *(_of_line(line) for line in shift.lines(conn, since, until, MOST)),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST]


def notes(conn: Connection, since: datetime) -> list[Note]:
    """Return notes of handover that wait for a reader, and those since then."""
    return [_note(found) for found in shift.handovers(conn, since, MOST)]


def _of_record(rows: Sequence[Audit], known: dict[ReportKey, str]) -> Iterator[LogLine]:
    for row in rows:
        key = ReportKey.parse(row.subject)
        if key is None:
            # A message is named by its number; of accounts and settings the action says enough.
            named = row.subject if row.subject.startswith("message ") else ""
            yield LogLine(row.at, row.actor, row.action, named)
        elif key in known:
            yield LogLine(row.at, row.actor, row.action, known[key], key)


def _alarms(
    conn: Connection, who: Person, since: datetime, until: datetime, naming: Naming
) -> Iterator[LogLine]:
    c = _REPORT.c
    urgent = or_(c.precedence == Precedence.FLASH, c.type == "SOS")
    inside = (c.received_at >= since, c.received_at < until, urgent, visible(who))
    query = select(_REPORT).where(*inside).order_by(c.received_at.desc()).limit(MOST)
    for report in many(conn, Report, query):
        yield LogLine(report.received_at, "", "alarm", _named(report, naming), key_of(report), "alarm")


def _known(conn: Connection, who: Person, keys: Sequence[ReportKey], naming: Naming) -> dict[ReportKey, str]:
    """Return what the reports that this person may see are called."""
    wanted = list(dict.fromkeys(keys))
    found: dict[ReportKey, str] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        which: list[ColumnElement[bool]] = [same(_REPORT, key) for key in wanted[at : at + _AT_ONCE]]
        query = select(_REPORT).where(or_(*which), visible(who))
        found |= {key_of(report): _named(report, naming) for report in many(conn, Report, query)}
    return found


def _named(report: Report, naming: Naming) -> str:
    place = naming.words.place(report.place, naming.language) if report.place else ""
    return f"{report.ref} {naming.words.type(report.type, naming.language)} {place}".strip()


def _of_line(line: ShiftLine) -> LogLine:
    return LogLine(line.at, line.actor, line.kind, line.text, kind=line.kind)


def _note(found: Handover) -> Note:
    return Note(found.id, found.at, found.by, found.text, found.taken_by or "", found.taken_at)
