"""What staff take out of the office: the rows of `gateway.exports`, with words and a position beside them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from gateway import exports
from gateway.desk.desk import Desk
from gateway.desk.filters import visible
from gateway.desk.plugs import Words
from gateway.desk.roles import Right
from gateway.desk.shift.asked import Asked
from gateway.desk.values import Person
from gateway.store import audit
from gateway.store.columns import table
from gateway.store.tables import Report

COLUMNS = (
    *("id", "ref", "type", "type_name", "place", "place_name", "latitude", "longitude"),
    *("said", "fields", "state", "provenance", "received_at", "feed_seq"),
)
_PLACE_LIKE = frozenset({"place", "precedence", "time", "grade"})
_TYPE = table(Report).c.type


@dataclass(frozen=True, slots=True)
class Exporting:
    """The one way out of the console for reports in bulk; needs the right, and is on the record."""

    desk: Desk

    async def types(self, who: Person) -> list[tuple[str, str]]:
        """Return the types of which there are reports: code and name."""
        query = select(_TYPE).where(visible(who)).distinct().order_by(_TYPE)
        found = await self.desk.store.read(lambda conn: list(conn.execute(query).scalars()))
        return [(code, self.desk.words.type(code, who.language)) for code in found]

    async def count(self, who: Person, asked: Asked) -> int:
        """Return how many reports would be taken out."""
        return await self.desk.store.read(lambda conn: _count(conn, asked.conditions(who)))

    async def begin(self, who: Person, asked: Asked, form: str) -> bool:
        """Put on record that somebody takes these reports out as `form`; False when he may not."""
        if not who.may(Right.EXPORT):
            return False
        at, digest = self.desk.clock.now(), sha256(asked.wanted.text.encode("utf-8", "replace")).digest()

        def work(conn: Connection) -> None:
            subject = f"{_count(conn, asked.conditions(who))} reports, {asked.said()}"
            audit.append(
                conn, at, who.name, f"exported {form}", subject, digest if asked.wanted.text else b""
            )

        await self.desk.store.write(work)
        return True

    async def rows(self, who: Person, asked: Asked) -> AsyncIterator[dict[str, Any]]:
        """Yield what is asked for, a page of the store at a time."""
        which, last = asked.conditions(who), None
        while page := await self.desk.store.read(lambda conn, last=last: exports.found(conn, which, last)):
            for _, row in page:
                yield _told(row, self.desk.words, who.language)
            last = page[-1][0]


def _count(conn: Connection, which: Sequence[ColumnElement[bool]]) -> int:
    return conn.execute(select(func.count()).select_from(table(Report)).where(*which)).scalar_one()


def _told(row: dict[str, Any], words: Words, language: str) -> dict[str, Any]:
    """Return a row with its words and its position: nothing that does not follow from the row itself."""
    place: str = row["fields"].get("place") or ""
    point = words.where(place) if place else None
    slots = words.slots(row["type"], row["fields"], language)
    more = {
        "type_name": words.type(row["type"], language),
        "place": place,
        "place_name": words.place(place, language) if place else "",
        "latitude": None if point is None else round(point[0], 5),
        "longitude": None if point is None else round(point[1], 5),
        "said": ", ".join(value for name, _, value in slots if name not in _PLACE_LIKE and value),
    }
    whole = row | more
    return {name: whole[name] for name in COLUMNS}
