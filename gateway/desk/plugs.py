"""What only the station can do for the desk, as callables that are handed in.

All of them run inside the transaction of the action they belong to: they write and queue, they send nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from gateway.store.keys import ReportKey


class Release(Protocol):
    """Writes the envelope and the passage of a released report."""

    def __call__(self, conn: Connection, key: ReportKey, partner: str, by: str, at: datetime) -> None: ...


class Seen(Protocol):
    """Queues the receipt "seen by ROLE" to the office a report came from; nothing for a report of ours."""

    def __call__(self, conn: Connection, key: ReportKey, by: str, at: datetime) -> None: ...


class Reply(Protocol):
    """Queues a text to the officer who sent a report."""

    def __call__(self, conn: Connection, key: ReportKey, text: str, by: str, at: datetime) -> None: ...


class Preview(Protocol):
    """Returns the fields that an envelope to this partner would carry; whatever is not in it stays here."""

    def __call__(self, conn: Connection, key: ReportKey, partner: str) -> Mapping[str, Any]: ...


class Words(Protocol):
    """Labels of the codebook, in a language of the staff."""

    def type(self, code: str, language: str) -> str:
        """Return the name of a report type, or the code itself."""
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


@dataclass(frozen=True, slots=True)
class Station:
    """The callables of one station."""

    release: Release
    seen: Seen
    reply: Reply
    preview: Preview
