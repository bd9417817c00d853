"""People as the API gives them: the roster, who is texted about an alarm, the record, saved views."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from gateway.desk.duty import Phone
from gateway.desk.record import PAGE, Entry
from gateway.desk.roll import OfficerRow, ReachRow
from gateway.desk.views import Saved
from gateway.store.keys import key_of
from gateway.store.tables import Report


class Reach(Struct, frozen=True):
    """One number or call sign as the page shows it: of a number never the whole."""

    kind: str
    shown: str
    shared: bool
    confirmed: bool


class Officer(Struct, frozen=True):
    """One officer of the roster; `rows_left` are those of his sheets, None when he has no sheet."""

    id: int
    name: str
    unit: str
    agency: str
    language: str
    reaches: Sequence[Reach]
    rows_left: int | None


class OnDuty(Struct, frozen=True):
    """One phone of the duty list; `reached` says whether its person may take an alarm at all."""

    account: str
    phone: str
    language: str
    reached: bool


class Silent(Struct, frozen=True):
    """A patrol that should have been heard of, by its last report."""

    report: str
    ref: str
    unit: str
    place: str
    at: datetime


class Duty(Struct, frozen=True):
    """The duty list, first to be texted first, and the patrols that are overdue."""

    phones: Sequence[OnDuty]
    silent: Sequence[Silent]


class Line(Struct, frozen=True):
    """One row of the record."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str


class Record(Struct, frozen=True):
    """A page of the record, the newest first, and the row to ask for older ones with; None at the end."""

    rows: Sequence[Line]
    before: int | None


class View(Struct, frozen=True):
    """A saved view: its name, what stands in its address, and how many reports it finds."""

    name: str
    query: str
    count: int


def officer(row: OfficerRow) -> Officer:
    return Officer(
        id=row.id,
        name=row.name,
        unit=row.unit,
        agency=row.agency,
        language=row.language,
        reaches=[_reach(one) for one in row.reaches],
        rows_left=row.rows_left,
    )


def duty(phones: Sequence[Phone], silent: Sequence[Report]) -> Duty:
    return Duty([_phone(one) for one in phones], [_silent(one) for one in silent])


def record(found: Sequence[Entry]) -> Record:
    rows = [Line(one.seq, one.at, one.actor, one.action, one.subject) for one in found]
    return Record(rows, rows[-1].seq if len(rows) == PAGE else None)


def view(saved: Saved) -> View:
    return View(saved.name, saved.query, saved.count)


def _reach(one: ReachRow) -> Reach:
    return Reach(one.kind, one.shown, one.shared, one.confirmed)


def _phone(one: Phone) -> OnDuty:
    return OnDuty(one.account, one.masked, one.language, one.reached)


def _silent(one: Report) -> Silent:
    return Silent(str(key_of(one)), one.ref, one.unit, one.place or "", one.received_at)
