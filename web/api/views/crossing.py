"""What would cross to a partner, as the API gives it: all that the envelope holds, and what stays here."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from gateway.desk.values import Outgoing, Slot


class Said(Struct, frozen=True):
    """One field in words."""

    name: str
    label: str
    value: str


class Preview(Struct, frozen=True):
    """Exactly what a partner would be shown of one version; `stays` are the fields that it would not."""

    partner: str
    name: str
    key: str
    ref: str
    type: str
    version: int
    edition: int
    precedence: str
    state: str
    provenance: str
    handling: str
    sent_at: datetime | None
    received_at: datetime
    fields: Sequence[Said]
    stays: Sequence[Said]


def preview(out: Outgoing) -> Preview:
    body = out.body
    return Preview(
        partner=out.partner,
        name=out.name,
        key=str(body.key),
        ref=body.ref,
        type=body.type,
        version=body.version,
        edition=body.edition,
        precedence=out.row.precedence,
        state=body.state,
        provenance=body.provenance,
        handling=body.handling,
        sent_at=out.sent_at,
        received_at=out.received_at,
        fields=[_said(slot) for slot in out.slots],
        stays=[_said(slot) for slot in out.stays],
    )


def _said(slot: Slot) -> Said:
    return Said(slot.name, slot.label, slot.value)
