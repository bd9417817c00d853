"""A message that is no report yet, in somebody's hands: claimed, given back, and its sender answered."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.desk.desk import Desk
from gateway.desk.doing import LONGEST_REPLY, MOST_SEGMENTS, digest, pressed_twice
from gateway.desk.reading import message_for
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.store import audit, feed, messages, outbox
from gateway.store.tables import Message


class Talk(enum.StrEnum):
    """How it ended; the page has one sentence for each."""

    CLAIMED = "talk-claimed"
    TAKEN = "talk-taken"  # somebody else was first
    GIVEN_BACK = "talk-given-back"
    REPLIED = "talk-replied"
    EMPTY = "talk-empty"
    TOO_LONG = "talk-too-long"
    NOBODY_THERE = "talk-nobody-there"  # the sender is no number of a person
    REPORT = "talk-report"  # it became a report, and is answered there
    UNKNOWN = "talk-unknown"
    FORBIDDEN = "talk-forbidden"


Work = Callable[[Connection, Message], Talk]


@dataclass(frozen=True, slots=True)
class Talking:
    """One office's talk about messages that are no report."""

    desk: Desk

    async def claim(self, who: Person, number: int, was: str = "") -> Talk:
        """Take a message in hand, if nobody has; or from the colleague that the page named."""

        def work(conn: Connection, found: Message) -> Talk:
            if found.claimed_by == who.name:
                return Talk.CLAIMED
            if (found.claimed_by or "") != was:
                return Talk.TAKEN
            self._hand(conn, who, found, "claimed" if not was else "took over", who.name)
            return Talk.CLAIMED

        return await self._do(who, number, Right.CLAIM, work)

    async def give_back(self, who: Person, number: int) -> Talk:
        """Let go of a message; only who has it in hand can."""

        def work(conn: Connection, found: Message) -> Talk:
            if found.claimed_by != who.name:
                return Talk.TAKEN if found.claimed_by else Talk.GIVEN_BACK
            self._hand(conn, who, found, "given back", None)
            return Talk.GIVEN_BACK

        return await self._do(who, number, Right.CLAIM, work)

    async def reply(self, who: Person, number: int, text: str) -> Talk:
        """Queue a text to a message's sender."""
        said = text.replace("\r\n", "\n").strip()

        def work(conn: Connection, found: Message) -> Talk:
            at = self.desk.clock.now()
            if not said or len(said) > LONGEST_REPLY:
                return Talk.TOO_LONG if said else Talk.EMPTY
            if pressed_twice(outbox.of_message(conn, number), said, at):
                return Talk.REPLIED
            size = self.desk.station.write(conn, found, said, at, MOST_SEGMENTS)
            if not 0 < size <= MOST_SEGMENTS:
                return Talk.TOO_LONG if size else Talk.NOBODY_THERE
            audit.append(conn, at, who.name, "replied", f"message {number}", digest(said))
            feed.add(conn, "message", at, message_id=number)
            return Talk.REPLIED

        return await self._do(who, number, Right.REPLY, work)

    async def _do(self, who: Person, number: int, right: Right, work: Work) -> Talk:
        def asked(conn: Connection) -> Talk:
            if message_for(conn, who, number) is None:
                return Talk.UNKNOWN
            found = messages.hold(conn, number) if who.may(right) else None
            if found is None:
                return Talk.FORBIDDEN
            return Talk.REPORT if found.origin is not None else work(conn, found)

        done = await self.desk.store.write(asked)
        self.desk.watch.hint()
        return done

    def _hand(self, conn: Connection, who: Person, found: Message, what: str, to: str | None) -> None:
        at, number = self.desk.clock.now(), found.id or 0
        messages.change(conn, number, claimed_by=to)
        audit.append(conn, at, who.name, what, f"message {number}")
        feed.add(conn, "message", at, message_id=number)
