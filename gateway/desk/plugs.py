"""What only the station can do for the desk, as callables that are handed in.

All of them run inside the transaction of the action they belong to: they write and queue, they send nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from codes.book import Book
from gateway.intake import byhand
from gateway.relay import versions
from gateway.relay.body import ReportBody
from gateway.store.keys import ReportKey
from gateway.store.search import Words as Sought
from gateway.store.tables import Message


class Release(Protocol):
    """Writes the envelope and the passage of a released report."""

    def __call__(self, conn: Connection, key: ReportKey, partner: str, by: str, at: datetime) -> None: ...


class Seen(Protocol):
    """Queues "seen by ROLE" to the office a report came from, of an alarm of ours to the hub that has it."""

    def __call__(self, conn: Connection, key: ReportKey, by: str, at: datetime) -> None: ...


class Ended(Protocol):
    """Queues "acted" or "declined by ROLE" to the office a report came from; nothing for a report of ours."""

    def __call__(self, conn: Connection, key: ReportKey, state: str, by: str) -> None: ...


class Reply(Protocol):
    """Queues a text to the officer who sent a report."""

    def __call__(self, conn: Connection, key: ReportKey, text: str, by: str, at: datetime) -> None: ...


class Write(Protocol):
    """Queues a text to a message's sender if it takes `most` segments or fewer; returns how many it takes.

    0 says that nobody can be answered there.
    """

    def __call__(self, conn: Connection, message: Message, text: str, at: datetime, most: int) -> int: ...


class Preview(Protocol):
    """Returns what an envelope to this partner would carry of a report; whatever is not in it stays here."""

    def __call__(self, conn: Connection, key: ReportKey, partner: str) -> ReportBody | None: ...


class Change(Protocol):
    """Writes the next version of a report of ours and sends it to the partners that had the last one."""

    def __call__(
        self, conn: Connection, key: ReportKey, how: versions.Change, values: Mapping[str, Any]
    ) -> None: ...


class Recall(Protocol):
    """Takes a report back from a partner, telling it the reason; False when it was never to have it."""

    def __call__(
        self, conn: Connection, key: ReportKey, partner: str, by: str, why: str, reason: str
    ) -> bool: ...


class Tell(Protocol):
    """Queues to the officer how his report stands now; False when he cannot be told."""

    def __call__(self, conn: Connection, key: ReportKey, by: str, at: datetime) -> bool: ...


class Measure(Protocol):
    """Returns how many segments a text to the officer takes; 0 when he cannot be answered."""

    def __call__(self, conn: Connection, key: ReportKey, text: str) -> int: ...


class Decode(Protocol):
    """Files a person's reading of a message as an officer's report is filed; returns the report's key."""

    def __call__(self, conn: Connection, message: Message, reading: byhand.Reading) -> ReportKey: ...


class Invite(Protocol):
    """Asks a number by SMS to confirm that it is an officer's; False when there is no modem."""

    def __call__(self, conn: Connection, reach_id: int, number: str, language: str, at: datetime) -> bool: ...


class Words(Protocol):
    """Labels of the codebook, in a language of the staff."""

    @property
    def book(self) -> Book:
        """Return the edition itself."""
        ...

    def type(self, code: str, language: str) -> str:
        """Return the name of a report type, or the code itself."""
        ...

    def types(self, language: str) -> list[tuple[str, str]]:
        """Return (code, name) of each type that is reported, by name."""
        ...

    def place(self, code: str, language: str) -> str:
        """Return the name of a place, or the code itself."""
        ...

    def where(self, place: str) -> tuple[float, float] | None:
        """Return (latitude, longitude) of a place, None when it cannot be told."""
        ...

    def slots(self, type_: str, fields: Mapping[str, Any], language: str) -> list[tuple[str, str, str]]:
        """Return (field, its label, its value in words) for each field, in the book's order."""
        ...

    def meant(self, said: str) -> Sought:
        """Return a text as words to seek, each with the codes whose label in any language holds it."""
        ...


@dataclass(frozen=True, slots=True)
class Station:
    """The callables of one station."""

    release: Release
    seen: Seen
    ended: Ended
    reply: Reply
    preview: Preview
    change: Change
    recall: Recall
    tell: Tell
    measure: Measure
    invite: Invite
    decode: Decode
    write: Write
