"""Reports as the API gives them: in the queue, and whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from gateway.desk.desk import QueuePage
from gateway.desk.related import Kin
from gateway.desk.roles import Right
from gateway.desk.values import Beside, Fix, Overview, Person, ReportView, Row, Slot
from web.api.views.texts import Answer, SetText, given, set_texts


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


class Event(Struct, frozen=True):
    """One line of a report's timeline."""

    at: datetime
    actor: str
    what: str
    detail: Mapping[str, Any]


class Wish(Struct, frozen=True):
    """What an officer asked staff to do: by which control word, and his whole text."""

    word: str
    text: str


class Attached(Struct, frozen=True):
    """One file beside a report; its bytes are at `/reports/{key}/attachments/{number}`."""

    number: int
    name: str
    size: int
    digest: str
    located: bool
    note: str
    by: str
    at: datetime


class Likely(Struct, frozen=True):
    """One report that may tell of the same, and why we think so."""

    report: ReportItem
    why: str


class WholeReport(Struct, frozen=True):
    """Everything about one report that staff may see.

    `grade` is source and information, empty where it has none; `colleagues` are whom it can be assigned to;
    `into` is the report that this one was merged into, `merged` are those merged into this one.
    """

    report: ReportItem
    version: int
    handling: str
    canonical: str
    sender: str
    fields: Sequence[Field]
    texts: Sequence[Text]
    answers: Sequence[Answer]
    timeline: Sequence[Event]
    grade: str
    asked: Sequence[Wish]
    added: Sequence[str]
    attachments: Sequence[Attached]
    set_texts: Sequence[SetText]
    colleagues: Sequence[str]
    likely: Sequence[Likely]
    into: ReportItem | None
    merged: Sequence[ReportItem]


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


def whole_report(view: ReportView, kin: Kin, who: Person) -> WholeReport:
    """Put a report's page into values: what it hides from who may not answer or assign stays out."""
    return WholeReport(
        report=report_item(view.row),
        version=view.version,
        handling=view.handling,
        canonical=view.canonical,
        sender=view.masked,
        fields=[_field(one) for one in view.slots],
        texts=[Text(one.text, one.bearer, one.sent_at, one.received_at, one.late) for one in view.raws],
        answers=given(view.sent),
        timeline=[Event(one.at, one.actor, one.what, one.detail) for one in view.timeline],
        grade="".join(view.grade[:2]),
        asked=[Wish(one.word, one.text) for one in view.asked],
        added=view.added,
        attachments=[_attached(one) for one in view.files],
        set_texts=set_texts(view.answers, who),
        colleagues=[name for name, _ in view.colleagues if who.may(Right.CLAIM)],
        likely=[Likely(report_item(one.row), one.why) for one in kin.likely],
        into=report_item(kin.into) if kin.into else None,
        merged=[report_item(one) for one in kin.merged],
    )


def _attached(one: Beside) -> Attached:
    return Attached(one.number, one.name, one.size, one.digest, one.located, one.note, one.by, one.at)


def _field(slot: Slot) -> Field:
    return Field(slot.name, slot.label, slot.value, [_correction(one) for one in slot.fixes])


def _correction(fix: Fix) -> Correction:
    return Correction(fix.typed, fix.read, fix.rule)
