"""One report, or one message, opened: everything about it that staff may see."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from sqlalchemy import Connection

from gateway.desk import whose
from gateway.desk.answers import answers, openings
from gateway.desk.doing import colleagues
from gateway.desk.grading import parts_of
from gateway.desk.octets import octets_of
from gateway.desk.plugs import Preview
from gateway.desk.reading import message_for, others_of, report_for
from gateway.desk.rows import Naming, fields_of, loose_fixes, mask, message_of, row_of, slots_of
from gateway.desk.timeline import added, asked, changed, reason, timeline
from gateway.desk.values import Beside, MessageView, Outgoing, Person, Raw, ReportView, Sent
from gateway.office.config import Office
from gateway.store import attachments, history, messages, outbox, passages, reports, segments
from gateway.store.keys import ReportKey
from gateway.store.states import Unseen
from gateway.store.tables import Attachment, Delivery, Message


def report(conn: Connection, who: Person, key: ReportKey, naming: Naming, office: str) -> ReportView | None:
    """Return one report with its texts, its timeline and its partners; None when there is none to see.

    `office` is our own name, as the officer may read it.
    """
    found = report_for(conn, who, key)
    if found is None:
        return None
    steps = passages.of(conn, key)
    known = {step.partner for step in steps if step.version >= found.version and not passages.recalled(step)}
    texts, lines = outbox.about(conn, key), history.of(conn, key)
    source, parts = reports.source(conn, key), {"ref": found.ref, "office": office}
    story = timeline(found, lines, texts, naming)
    return ReportView(
        row=row_of(found, steps, naming),
        version=found.version,
        handling=found.handling,
        canonical=found.canonical,
        masked=mask(source.sender_kind, source.sender) if source else "",
        slots=slots_of(found, naming),
        raws=tuple(_raw(conn, message) for message in messages.of_report(conn, key)),
        sent=_sent(texts),
        timeline=story,
        changed=changed(story, found.origin) if found.unseen == Unseen.CHANGED else (),
        asked=asked(lines),
        added=added(lines) if found.unseen in (Unseen.ADDED, Unseen.ASKED) else (),
        twice=any(one == next_ for one, next_ in pairwise(found.canonical.split())),
        reason=reason(lines),
        loose=loose_fixes(found),
        waiting=tuple(pair for pair in naming.partners.items() if pair[0] not in known | {key.origin}),
        ours=source is not None,
        grade=parts_of(found.fields.get("grade"), found.handling),
        answers=answers(source.language, naming.language, parts) if source else (),
        files=tuple(_beside(one) for one in attachments.of(conn, key) if one.name),
        counted=source is not None and source.sender_kind == "number",
        colleagues=tuple((one.name, one.role) for one in colleagues(conn, key) if one.name != who.name),
    )


def message(conn: Connection, who: Person, message_id: int, office: Office) -> MessageView | None:
    """Return one message with what it was made of and its sender's others; None when there is none to see."""
    found = message_for(conn, who, message_id)
    if found is None:
        return None
    officers = whose.senders(conn, message_id)
    units = dict.fromkeys(" ".join(filter(None, (one.unit, one.agency))) for one in officers)
    to = officers[0].language if officers else office.language
    return MessageView(
        row=message_of(found),
        raw=_raw(conn, found),
        others=tuple(message_of(one) for one in others_of(conn, who, found)),
        unit=" / ".join(filter(None, units)),
        sent=_sent(outbox.of_message(conn, message_id)),
        answers=openings(to, who.language, office.name),
        counted=found.sender_kind == "number",
    )


def _sent(texts: Sequence[Delivery]) -> tuple[Sent, ...]:
    return tuple(Sent(one.text, one.state, one.changed_at, one.sentence) for one in texts)


def outgoing(
    conn: Connection, who: Person, key: ReportKey, partner: str, naming: Naming, preview: Preview
) -> Outgoing | None:
    """Return exactly what a partner would be shown of a report, and what stays here."""
    found = report_for(conn, who, key)
    body = None if found is None or partner not in naming.partners else preview(conn, key, partner)
    if found is None or body is None:
        return None
    stays = {name: value for name, value in found.fields.items() if name not in body.fields}
    return Outgoing(
        partner=partner,
        name=naming.partners[partner],
        row=row_of(found, [], naming),
        body=body,
        sent_at=None if body.sent_at is None else datetime.fromtimestamp(body.sent_at, UTC),
        received_at=datetime.fromtimestamp(body.received_at, UTC),
        slots=fields_of(body.fields, body.type, naming),
        stays=fields_of(stays, found.type, naming),
    )


def _beside(one: Attachment) -> Beside:
    return Beside(one.id, one.name, one.size, one.digest.hex(), one.located, one.note, one.by, one.at)


def _raw(conn: Connection, found: Message) -> Raw:
    parts = segments.of_message(conn, found.id or 0)
    return Raw(
        text=found.text,
        bearer=found.bearer,
        sent_at=found.sent_at,
        received_at=found.received_at,
        late=found.late,
        octets=tuple(filter(None, (octets_of(part).hex(" ") for part in parts))),
    )
