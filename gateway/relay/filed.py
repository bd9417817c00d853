"""The row of a report that came in an envelope, as far as this station's book can say it."""

import json
from datetime import UTC, datetime
from typing import Any, cast

from codes.encode import encode
from codes.report import Report, Value
from gateway.kit import Kit
from gateway.relay.body import ReportBody
from gateway.relay.release import CANCELLED
from gateway.relay.shapes import shaped

NEW, CLAIMED = "new", "claimed"


def row_of(kit: Kit, body: ReportBody, now: datetime) -> dict[str, Any]:
    """Return the row of a report; whether it is in hand is each office's own matter."""
    stands = body.state != CANCELLED  # one that does not carries no fields, but a reason
    fields, text = _readable(kit, body) if stands else ({}, body.type)
    return {
        **vars(body),
        "fields": fields,
        "canonical": text,
        "place": fields.get("place"),
        "corrections": [],
        "state": NEW if stands else CANCELLED,
        "sent_at": None if body.sent_at is None else datetime.fromtimestamp(body.sent_at, UTC),
        "received_at": now,
    }


def _readable(kit: Kit, body: ReportBody) -> tuple[dict[str, Any], str]:
    """Return the fields as far as this station's book can say them, and the canonical text.

    A partner with another edition, or a faulty one, may send shapes we have no words for: they go into one
    text field, so that staff see them and no page trips over them.
    """
    if not shaped(body.type, body.fields, kit.book):
        return {"text": json.dumps(body.fields, ensure_ascii=False, sort_keys=True)}, body.type
    fields = cast("dict[str, Value]", body.fields)
    return dict(fields), encode(Report(body.type, fields), kit.book)
