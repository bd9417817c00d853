"""What the API gives: the desk's values as JSON, with keys as they are written; nothing that pages hide."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from gateway.desk.desk import QueuePage
from gateway.desk.values import Fix, MessageRow, MessageView, Overview, ReportView, Row, Slot, Spot
from gateway.desk.wellness import Grade, Line
from web.pages.health import shown
from web.saying import Voice


class Passage(Struct, frozen=True):
    """How far a report has come with one partner."""

    partner: str
    name: str
    state: str
    since: datetime
    by: str
    recalled: bool


class ReportItem(Struct, frozen=True):
    """One report as the queue shows it; `unseen` is what of it nobody has looked at, or empty."""

    key: str
    ref: str
    type: str
    label: str
    gist: str
    place: str
    precedence: str
    state: str
    claimed_by: str
    provenance: str
    corrected: bool
    source: str
    at: datetime
    alarm: bool
    unseen: str
    partners: Sequence[Passage]


class Queue(Struct, frozen=True):
    """One page of the queue; `total` is what the filter finds in all, `seq` where the feed stood."""

    seq: int
    total: int
    reports: Sequence[ReportItem]


class Correction(Struct, frozen=True):
    """One correction: what was typed, how it was read, by which rule."""

    typed: str
    read: str
    rule: str


class Field(Struct, frozen=True):
    """One field of a report in words."""

    name: str
    label: str
    value: str
    corrections: Sequence[Correction]


class Text(Struct, frozen=True):
    """A text as it came."""

    text: str
    bearer: str
    sent_at: datetime | None
    received_at: datetime
    late: bool


class Answer(Struct, frozen=True):
    """One text to the officer, and what became of it."""

    text: str
    state: str
    changed_at: datetime


class Event(Struct, frozen=True):
    """One line of a report's timeline."""

    at: datetime
    actor: str
    what: str
    detail: Mapping[str, Any]


class WholeReport(Struct, frozen=True):
    """Everything about one report that staff may see."""

    report: ReportItem
    version: int
    handling: str
    canonical: str
    sender: str
    fields: Sequence[Field]
    texts: Sequence[Text]
    answers: Sequence[Answer]
    timeline: Sequence[Event]


class MessageItem(Struct, frozen=True):
    """One message that is no report; of the sender only what staff see."""

    id: int
    text: str
    outcome: str
    provenance: str
    bearer: str
    sender: str
    note: str
    at: datetime
    report: str | None


class Messages(Struct, frozen=True):
    """The newest messages, and the id to ask for older ones with; None at the end."""

    messages: Sequence[MessageItem]
    before: int | None


class WholeMessage(Struct, frozen=True):
    """One message with its sender's others."""

    message: MessageItem
    others: Sequence[MessageItem]


class Place(Struct, frozen=True):
    """One place with open reports: how many, and the most urgent of them (0 is FLASH)."""

    place: str
    name: str
    lat: float
    lon: float
    count: int
    urgency: int


class HealthLine(Struct, frozen=True):
    """One thing that was looked at: how it is, what `said` says of it and what there is to do.

    `count` and `at` are the figures in the sentence; `grade` is good, warn or bad.
    """

    check: str
    grade: str
    subject: str
    count: float | None
    at: datetime | None
    said: str
    todo: str


class Health(Struct, frozen=True):
    """How the station is doing, the worst first; `well` when nothing is wrong."""

    well: bool
    lines: Sequence[HealthLine]


def report_item(row: Row) -> ReportItem:
    passages = [
        Passage(one.partner, one.name, one.state, one.since, one.by, one.recalled) for one in row.steps
    ]
    return ReportItem(
        key=str(row.key),
        ref=row.ref,
        type=row.type,
        label=row.label,
        gist=row.gist,
        place=row.place,
        precedence=row.precedence,
        state=row.state,
        claimed_by=row.claimed_by,
        provenance=row.provenance,
        corrected=row.corrected,
        source=row.source,
        at=row.at,
        alarm=row.alarm,
        unseen=row.mark,
        partners=passages,
    )


def queue(overview: Overview, page: QueuePage) -> Queue:
    return Queue(overview.seq, page.total, [report_item(row) for row in page.rows])


def whole_report(view: ReportView) -> WholeReport:
    return WholeReport(
        report=report_item(view.row),
        version=view.version,
        handling=view.handling,
        canonical=view.canonical,
        sender=view.masked,
        fields=[_field(one) for one in view.slots],
        texts=[Text(one.text, one.bearer, one.sent_at, one.received_at, one.late) for one in view.raws],
        answers=[Answer(one.text, one.state, one.changed_at) for one in view.sent],
        timeline=[Event(one.at, one.actor, one.what, one.detail) for one in view.timeline],
    )


def message_item(row: MessageRow) -> MessageItem:
    return MessageItem(
        id=row.id,
        text=row.text,
        outcome=row.outcome,
        provenance=row.provenance,
        bearer=row.bearer,
        sender=row.masked,
        note=row.note,
        at=row.at,
        report=str(row.report) if row.report else None,
    )


def whole_message(view: MessageView) -> WholeMessage:
    return WholeMessage(message_item(view.row), [message_item(one) for one in view.others])


def place(spot: Spot) -> Place:
    return Place(spot.place, spot.name, spot.lat, spot.lon, spot.count, spot.urgency)


def health(lines: Sequence[Line], say: Callable[[str], str], clock: Callable[[datetime], str]) -> Health:
    """Put the health page's lines into values; `clock` reads a moment as the page does."""
    return Health(
        all(one.grade is Grade.GOOD for one in lines), [_health_line(one, say, clock) for one in lines]
    )


def _health_line(line: Line, say: Callable[[str], str], clock: Callable[[datetime], str]) -> HealthLine:
    one = shown(line, say)
    return HealthLine(
        check=line.check.value,
        grade=one.grade,
        subject=line.subject,
        count=line.count,
        at=line.at,
        said=Voice(say, clock).say(one.said),
        todo=one.todo,
    )


def _field(slot: Slot) -> Field:
    return Field(slot.name, slot.label, slot.value, [_correction(one) for one in slot.fixes])


def _correction(fix: Fix) -> Correction:
    return Correction(fix.typed, fix.read, fix.rule)
