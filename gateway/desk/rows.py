"""From stored rows to what a page shows: names for codes, a gist for fields, a mask for numbers."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from codes.precedence import Precedence
from gateway.desk.plugs import Words
from gateway.desk.values import CLAIMED, MERGED, NEW, Fix, MessageRow, Row, Slot, Step
from gateway.store import alarms
from gateway.store.keys import ReportKey, key_of
from gateway.store.passages import recalled
from gateway.store.states import REACHED
from gateway.store.tables import Message, Passage, Report

_HEAD = frozenset({"place", "precedence", "time", "grade"})
_LONGEST_GIST = 140


@dataclass(frozen=True, slots=True)
class Naming:
    """Names for one reader: the codebook's words in his language, and what the partners are called."""

    words: Words
    language: str
    partners: Mapping[str, str]


def row_of(report: Report, passages: Sequence[Passage], naming: Naming) -> Row:
    """Return one report as the queue shows it."""
    state = CLAIMED if report.claimed_by and report.state == NEW else report.state
    alarm = alarms.stands(report)
    state = MERGED if report.merged_into and not alarm else state
    return Row(
        key=key_of(report),
        ref=report.ref,
        type=report.type,
        label=naming.words.type(report.type, naming.language),
        gist=gist(report, naming),
        place=naming.words.place(report.place, naming.language) if report.place else "",
        precedence=urgency_of(report).name,
        urgency=urgency_of(report).value,
        state=state,
        claimed_by=report.claimed_by or "",
        provenance=report.provenance,
        corrected=bool(report.corrections),
        source=source_of(report, naming),
        at=report.received_at,
        steps=tuple(step_of(passage, naming) for passage in passages),
        alarm=alarm,
        mark=report.unseen or "",
        taken=report.taken_by or "",
    )


def gist(report: Report, naming: Naming) -> str:
    """Return what was reported in a few words, without the head: `yaba 200,000 tablets, seized`."""
    slots = naming.words.slots(report.type, report.fields, naming.language)
    text = ", ".join(value for name, _, value in slots if name not in _HEAD and value)
    return text if len(text) <= _LONGEST_GIST else f"{text[: _LONGEST_GIST - 1]}…"


def slots_of(report: Report, naming: Naming) -> tuple[Slot, ...]:
    """Return the fields in the book's order, each correction beside the field it touched."""
    found = naming.words.slots(report.type, report.fields, naming.language)
    return tuple(Slot(name, label, value, _fixes(report, {name})) for name, label, value in found)


def loose_fixes(report: Report) -> tuple[Fix, ...]:
    """Return the corrections that touch no field that is shown."""
    return _fixes(report, {one.get("field", "") for one in report.corrections} - set(report.fields))


def _fixes(report: Report, names: AbstractSet[str]) -> tuple[Fix, ...]:
    touching = (one for one in report.corrections if one.get("field", "") in names)
    return tuple(Fix(one.get("from", ""), one.get("to", ""), one.get("rule", "")) for one in touching)


def step_of(passage: Passage, naming: Naming) -> Step:
    since = getattr(passage, REACHED[passage.state]) or passage.queued_at
    name = naming.partners.get(passage.partner, passage.partner)
    earlier, _, by = (passage.earlier or "").partition(" ")
    return Step(passage.partner, name, passage.state, since, passage.by, recalled(passage), earlier, by)


def message_of(message: Message) -> MessageRow:
    """Return one message as its lane shows it; of the sender only what `mask` leaves."""
    return MessageRow(
        id=message.id or 0,
        text=message.text,
        outcome=message.outcome,
        provenance=message.provenance,
        bearer=message.bearer,
        masked=mask(message.sender_kind, message.sender),
        note=message.note,
        at=message.received_at,
        report=became(message),
        claimed_by=message.claimed_by or "",
    )


def became(message: Message) -> ReportKey | None:
    """Return the report that a message became, None while it is none."""
    if message.origin is None or message.epoch is None or message.seq is None:
        return None
    return ReportKey(message.origin, message.epoch, message.seq)


def mask(kind: str, sender: str) -> str:
    """Return a sender with all but its last three figures hidden; names of operators are no secret."""
    if not sender:
        return "hidden"
    return sender if kind == "alphanumeric" else f"…{sender[-3:]}"


def urgency_of(report: Report) -> Precedence:
    """Return a report's precedence; a number outside the four is the nearest of them."""
    return Precedence(min(max(report.precedence, Precedence.FLASH), Precedence.ROUTINE))


def source_of(report: Report, naming: Naming) -> str:
    """Return where a report comes from: the partner's name, or our unit and agency, never a person."""
    if report.origin in naming.partners:
        return naming.partners[report.origin]
    return " ".join(part for part in (report.unit, report.agency) if part)


def fields_of(view: Mapping[str, Any], type_: str, naming: Naming) -> tuple[Slot, ...]:
    """Return bare fields (a preview's) in words."""
    return tuple(Slot(*one) for one in naming.words.slots(type_, view, naming.language))
