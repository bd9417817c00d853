"""The lane's messages: what a person says is no report is put aside, with his reason, and stays kept."""

import enum
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.desk.desk import Desk
from gateway.desk.reading import message_for
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.store import audit, feed, messages
from gateway.store.tables.messages import ASIDE
from hardware.sentence import Sentence, in_one

LONGEST = 200


class Aside(enum.StrEnum):
    """How putting a message aside, or taking it back, ended; the page has one sentence for each."""

    ASIDE = "aside"
    BACK = "aside-back"
    REPORT = "aside-report"  # it became a report
    TAKEN = "aside-taken"  # a colleague has it in hand
    EMPTY = "aside-empty"
    UNKNOWN = "aside-unknown"
    FORBIDDEN = "aside-forbidden"


@dataclass(frozen=True, slots=True)
class Lane:
    """One office's lane of messages that are no report."""

    desk: Desk

    async def put(self, who: Person, number: int, why: str) -> Aside:
        """Put a message aside: it leaves the lane, and is shown with the reason wherever it is opened."""
        reason = why.strip()[:LONGEST]
        if not reason:
            return Aside.EMPTY
        note = Sentence("no report: {reason} ({by})", reason=reason, by=who.name)
        return await self._do(who, number, ASIDE, note)

    async def back(self, who: Person, number: int) -> Aside:
        """Put a message back into the lane."""
        return await self._do(who, number, "unreadable", Sentence("back in the lane ({by})", by=who.name))

    async def _do(self, who: Person, number: int, outcome: str, note: Sentence) -> Aside:
        if not who.may(Right.CLAIM):
            return Aside.FORBIDDEN
        done = await self.desk.store.write(lambda conn: self._write(conn, who, number, (outcome, note)))
        self.desk.watch.hint()
        return done

    def _write(self, conn: Connection, who: Person, number: int, to: tuple[str, Sentence]) -> Aside:
        found, (outcome, note) = message_for(conn, who, number), to
        if found is None or ASIDE not in (outcome, found.outcome):
            return Aside.UNKNOWN
        if found.origin is not None:
            return Aside.REPORT
        if found.claimed_by not in (None, who.name):
            return Aside.TAKEN
        at = self.desk.clock.now()
        kept = in_one(found.note, note)
        messages.change(conn, number, outcome=outcome, claimed_by=None, note=kept)
        what = "set aside" if outcome == ASIDE else "given back"
        audit.append(conn, at, who.name, what, f"message {number}")
        feed.add(conn, "message", at, message_id=number)
        return Aside.ASIDE if outcome == ASIDE else Aside.BACK
