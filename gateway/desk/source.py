"""The way from a report to its officer's whole number and PDUs: with a reason, each look on record."""

import enum
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.desk.desk import Desk
from gateway.desk.doing import digest
from gateway.desk.reading import report_for
from gateway.desk.roles import Right
from gateway.desk.rows import row_of
from gateway.desk.values import Person, Row
from gateway.store import audit, feed, history, messages, reports, segments
from gateway.store.keys import ReportKey
from gateway.store.tables import Source

LONGEST = 200
LOOKED = "read source identity"


class Look(enum.StrEnum):
    """How a look ended that showed nothing."""

    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Whole:
    """A report, and who sent it from which number or call sign; empty before it was shown.

    `raws` are the PDUs or frames it came in, whole and in hex.
    """

    row: Row
    officer: str = ""
    sender: str = ""
    raws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The senders of one office's reports, which are shown to nobody without a look on record."""

    desk: Desk

    async def asked(self, who: Person, key: ReportKey) -> Whole | None:
        """Return the report whose sender this person may ask for, without him; None when there is none."""

        def work(conn: Connection) -> Whole | None:
            found = self._found(conn, who, key)
            return None if found is None else found[0]

        return await self.desk.store.read(work)

    async def show(self, who: Person, key: ReportKey, why: str) -> Whole | Look:
        """Return a report's sender and put the look on record with its reason, in one transaction."""
        reason, at = why.strip()[:LONGEST], self.desk.clock.now()

        def work(conn: Connection) -> Whole | Look:
            found = self._found(conn, who, key)
            if found is None or not reason:
                return Look.UNKNOWN if found is None else Look.EMPTY
            bare, source = found
            audit.append(conn, at, who.name, LOOKED, str(key), digest(reason))
            history.note(conn, key, at, who.role, LOOKED, {"by": who.name, "why": reason})
            feed.add(conn, "report", at, key)
            return Whole(bare.row, source.officer or "", source.sender, _raws(conn, key))

        shown = await self.desk.store.write(work)
        self.desk.watch.hint()
        return shown

    def _found(self, conn: Connection, who: Person, key: ReportKey) -> tuple[Whole, Source] | None:
        """Return a report of ours with its sender, if this person may see both; none once forgotten."""
        report = report_for(conn, who, key) if who.may(Right.SOURCE) else None
        source = None if report is None else reports.source(conn, key)
        if report is None or source is None or not source.sender:
            return None
        return Whole(row_of(report, [], self.desk.naming(who))), source


def _raws(conn: Connection, key: ReportKey) -> tuple[str, ...]:
    ids = [message.id or 0 for message in messages.of_report(conn, key)]
    return tuple(part.raw.hex(" ") for one in ids for part in segments.of_message(conn, one))
