"""Reports that may tell of the same thing: found by place, type, time and plate, merged and parted by staff.

A merged report keeps its history and its partners; it only leaves the open queue and points to the other.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, select

from codes.report import Report as Said
from codes.talk.resend import Relation, relation
from gateway.desk.desk import Desk
from gateway.desk.doing import OPEN
from gateway.desk.filters import visible
from gateway.desk.reading import report_for
from gateway.desk.roles import Right
from gateway.desk.rows import row_of
from gateway.desk.values import Person, Row
from gateway.store import alarms, audit, feed, history, reports, search
from gateway.store.columns import table
from gateway.store.keys import ReportKey, key_of
from gateway.store.rows import many
from gateway.store.tables import Report

NEAR = timedelta(hours=12)
PLATES = timedelta(days=30)
MOST = 6
_LOOKED_AT = 40
_REPORT = table(Report)


class Merged(enum.StrEnum):
    """How merging or parting ended; the page has one sentence for each."""

    MERGED = "merged"
    PARTED = "parted"
    ALARM = "merge-alarm"  # an alarm must be claimed by a person first
    OVER = "merge-over"  # the other is closed or cancelled: nobody looks there any more
    TWICE = "merge-twice"  # one of the two is merged already, or others are merged into it
    NOT = "merge-not"
    EMPTY = "merge-empty"
    UNKNOWN = "merge-unknown"
    FORBIDDEN = "merge-forbidden"


@dataclass(frozen=True, slots=True)
class Likely:
    """One report that may be about the same, and why we think so."""

    row: Row
    why: str


@dataclass(frozen=True, slots=True)
class Kin:
    """What hangs together with one report: what is suggested, what it was merged into, and what into it."""

    likely: tuple[Likely, ...]
    into: Row | None
    merged: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """One office's merging and parting."""

    desk: Desk

    async def of(self, who: Person, key: ReportKey) -> Kin:
        """Return what hangs together with a report that this person may see; nothing for any other."""
        naming = self.desk.naming(who)

        def work(conn: Connection) -> Kin:
            found = report_for(conn, who, key)
            if found is None:
                return Kin((), None, ())
            over = ReportKey.parse(found.merged_into or "")
            into = report_for(conn, who, over) if over else None
            merged = _merged_into(conn, found, who)
            return Kin(
                tuple(Likely(row_of(one, [], naming), why) for one, why in _likely(conn, found, who)),
                into and row_of(into, [], naming),
                tuple(row_of(one, [], naming) for one in merged),
            )

        return await self.desk.store.read(work)

    async def merge(self, who: Person, key: ReportKey, into: ReportKey, why: str) -> Merged:
        """Say that a report tells again of another; partners that were sent it are told nothing."""
        done = await self.desk.store.write(lambda conn: self._merge(conn, who, (key, into), why.strip()))
        self.desk.watch.hint()
        return done

    async def part(self, who: Person, key: ReportKey, why: str) -> Merged:
        """Take a merging back: the report stands for itself again."""
        done = await self.desk.store.write(lambda conn: self._part(conn, who, key, why.strip()))
        self.desk.watch.hint()
        return done

    def _merge(self, conn: Connection, who: Person, keys: tuple[ReportKey, ReportKey], why: str) -> Merged:
        one, other = (report_for(conn, who, key) for key in keys)
        problem = _problem(who, why)
        if problem or one is None or other is None or keys[0] == keys[1]:
            return problem or Merged.UNKNOWN
        if one.merged_into or other.merged_into or _merged_into(conn, one, who):
            return Merged.TWICE
        if other.state not in OPEN:
            return Merged.OVER
        if one.claimed_by is None and alarms.sounds(one):
            return Merged.ALARM
        reports.merge(conn, keys[0], str(keys[1]))
        self._record(conn, who, keys[0], "merged", {"to": other.ref, "why": why})
        self._note(conn, who, keys[1], "another was merged into it", {"reference": one.ref, "why": why})
        return Merged.MERGED

    def _part(self, conn: Connection, who: Person, key: ReportKey, why: str) -> Merged:
        found = report_for(conn, who, key)
        problem = _problem(who, why)
        if problem or found is None:
            return problem or Merged.UNKNOWN
        into = ReportKey.parse(found.merged_into or "")
        if into is None:
            return Merged.NOT
        reports.merge(conn, key, None)
        self._record(conn, who, key, "unmerged", {"why": why})
        self._note(conn, who, into, "another was parted from it", {"reference": found.ref, "why": why})
        return Merged.PARTED

    def _record(
        self, conn: Connection, who: Person, key: ReportKey, what: str, detail: dict[str, str]
    ) -> None:
        audit.append(conn, self.desk.clock.now(), who.name, what, str(key))
        self._note(conn, who, key, what, detail)

    def _note(self, conn: Connection, who: Person, key: ReportKey, what: str, detail: dict[str, str]) -> None:
        at = self.desk.clock.now()
        history.note(conn, key, at, who.role, what, {"by": who.name, **detail})
        feed.add(conn, "report", at, key)


def _problem(who: Person, why: str) -> Merged | None:
    if not who.may(Right.CLAIM):
        return Merged.FORBIDDEN
    return None if why else Merged.EMPTY


def _merged_into(conn: Connection, found: Report, who: Person) -> list[Report]:
    mine = _REPORT.c.merged_into == str(key_of(found))
    query = select(_REPORT).where(mine, visible(who)).order_by(_REPORT.c.received_at)
    return many(conn, Report, query.limit(_LOOKED_AT))


def _likely(conn: Connection, found: Report, who: Person) -> Iterator[tuple[Report, str]]:
    """Give the reports most likely to tell of the same, the likeliest first."""
    if found.merged_into:
        return
    known = {key_of(found)}
    for why, candidates in (
        ("same words", _near(conn, found, who)),
        ("same plate", _plated(conn, found, who)),
        ("same place, type and time", _near(conn, found, who)),
    ):
        for one in sorted(candidates, key=lambda one: abs(one.received_at - found.received_at)):
            fits = why != "same words" or _alike(found, one)
            if fits and key_of(one) not in known and not one.merged_into and len(known) <= MOST:
                known.add(key_of(one))
                yield one, why


def _alike(found: Report, one: Report) -> bool:
    first, second = sorted((found, one), key=lambda report: report.received_at)
    gap = second.received_at - first.received_at
    said = [Said(report.type, report.fields) for report in (first, second)]
    return relation(said[0], said[1], gap) in (Relation.SAME, Relation.EDITED)


def _within(found: Report, span: timedelta) -> ColumnElement[bool]:
    return _REPORT.c.received_at.between(found.received_at - span, found.received_at + span)


def _near(conn: Connection, found: Report, who: Person) -> list[Report]:
    c = _REPORT.c
    which = (c.type == found.type, c.place == found.place, _within(found, NEAR), visible(who))
    query = select(_REPORT).where(*which).order_by(c.received_at.desc()).limit(_LOOKED_AT)
    return many(conn, Report, query) if found.place else []


def _plated(conn: Connection, found: Report, who: Person) -> list[Report]:
    plate = found.fields.get("plate")
    words = search.words_of(plate) if isinstance(plate, str) else ()
    if not words:
        return []
    query = search.newest(conn, select(_REPORT), words).where(visible(who), _within(found, PLATES))
    return many(conn, Report, query.limit(_LOOKED_AT))
