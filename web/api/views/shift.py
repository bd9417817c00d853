"""The book of the shift as the API gives it: the notes of handover, and the log."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from gateway.desk.shift.book import ShiftPage
from gateway.desk.shift.log import LogLine, Note
from web.saying import Voice


class HandoverNote(Struct, frozen=True):
    """A note to the next shift, and who has read it."""

    number: int
    at: datetime
    by: str
    text: str
    taken_by: str
    taken_at: datetime | None


class Entry(Struct, frozen=True):
    """One line of the log: when, who, what was done, of which report, and what there is to say of it."""

    at: datetime
    who: str
    what: str
    text: str
    report: str | None
    kind: str


class Shift(Struct, frozen=True):
    """What stands in the book: the notes of handover, and the log, the newest first."""

    notes: Sequence[HandoverNote]
    log: Sequence[Entry]


def shift(page: ShiftPage, voice: Voice) -> Shift:
    """Put the page into values; a sentence of the station is said in the reader's language."""
    return Shift([_note(one) for one in page.notes], [_entry(one, voice) for one in page.lines])


def _note(one: Note) -> HandoverNote:
    return HandoverNote(one.number, one.at, one.by, one.text, one.taken_by, one.taken_at)


def _entry(one: LogLine, voice: Voice) -> Entry:
    key = str(one.key) if one.key else None
    return Entry(one.at, one.who, one.what, voice.say(one.text), key, one.kind)
