"""Messages that are no report as the API gives them: in the lane, and whole."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from gateway.desk.values import MessageRow, MessageView, Person
from web.api.views.texts import Answer, SetText, given, set_texts


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
    claimed_by: str


class Messages(Struct, frozen=True):
    """The newest messages, and the id to ask for older ones with; None at the end."""

    messages: Sequence[MessageItem]
    before: int | None


class WholeMessage(Struct, frozen=True):
    """One message with its sender's others, what answered it, and what can be said to its sender."""

    message: MessageItem
    others: Sequence[MessageItem]
    unit: str
    answers: Sequence[Answer]
    set_texts: Sequence[SetText]


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
        claimed_by=row.claimed_by,
    )


def whole_message(view: MessageView, who: Person) -> WholeMessage:
    return WholeMessage(
        message=message_item(view.row),
        others=[message_item(one) for one in view.others],
        unit=view.unit,
        answers=given(view.sent),
        set_texts=set_texts(view.answers, who),
    )
