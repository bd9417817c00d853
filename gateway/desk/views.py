"""Saved views: filters of the queue that a person named, each with how many reports it finds now."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Connection

from gateway.desk import reading
from gateway.desk.desk import Desk
from gateway.desk.filters import asked
from gateway.desk.roles import Right
from gateway.desk.values import Filter, Person
from gateway.store import audit, views

MOST = 12
LONGEST = 40


class Kept(enum.StrEnum):
    """How saving or forgetting a view ended; the page has one sentence for each."""

    KEPT = "view-kept"
    DROPPED = "view-dropped"
    NAMELESS = "view-nameless"
    FULL = "view-full"
    UNKNOWN = "view-unknown"
    FORBIDDEN = "view-forbidden"


@dataclass(frozen=True, slots=True)
class Saved:
    """One view: its name, what stands in its address, and how many reports it finds."""

    name: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Views:
    """The views of everybody at one office; each person has his own and sees no other's."""

    desk: Desk

    async def of(self, who: Person) -> tuple[Saved, ...]:
        """Return a person's views, by name."""

        def work(conn: Connection) -> tuple[Saved, ...]:
            return tuple(
                Saved(one.name, one.query, reading.count(conn, who, self.desk.meant(filter_in(one.query))))
                for one in views.of(conn, who.name)
            )

        return await self.desk.store.read(work)

    async def keep(self, who: Person, name: str, query: str) -> Kept:
        """Give a filter a name; one of that name is written over."""
        name, asked_for = " ".join(name.split())[:LONGEST], urlencode(filter_in(query).query())
        if not who.may(Right.READ):
            return Kept.FORBIDDEN
        if not name or not asked_for:
            return Kept.NAMELESS
        return await self._told(lambda conn: self._keep(conn, who, name, asked_for))

    async def drop(self, who: Person, name: str) -> Kept:
        """Forget a view."""
        return await self._told(lambda conn: self._drop(conn, who, name))

    async def _told(self, work: Callable[[Connection], Kept]) -> Kept:
        """Write, and let the open consoles count anew: the views are in no feed."""
        kept = await self.desk.store.write(work)
        self.desk.watch.nudge()
        return kept

    def _keep(self, conn: Connection, who: Person, name: str, query: str) -> Kept:
        known = {one.name for one in views.of(conn, who.name)}
        if len(known | {name}) > MOST:
            return Kept.FULL
        at = self.desk.clock.now()
        views.keep(conn, who.name, name, query, at)
        audit.append(conn, at, who.name, "view saved", f"account {who.name}")
        return Kept.KEPT

    def _drop(self, conn: Connection, who: Person, name: str) -> Kept:
        if not views.drop(conn, who.name, name):
            return Kept.UNKNOWN
        audit.append(conn, self.desk.clock.now(), who.name, "view forgotten", f"account {who.name}")
        return Kept.DROPPED


def filter_in(query: str) -> Filter:
    """Read a filter from what stands in an address; what makes no sense asks for nothing."""
    try:
        return replace(asked(dict(parse_qsl(query, max_num_fields=20))), offset=0)
    except ValueError:
        return Filter()
