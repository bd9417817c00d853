"""The handover: all that one person has in hand goes to another, and the siren is heard at shift start."""

import enum
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, select

from gateway.clock import Clock
from gateway.desk.reading import visible
from gateway.desk.roles import Right, rights_of
from gateway.desk.values import Person
from gateway.store import accounts, alarms, audit, feed, history, notices, patrols, reports, resting
from gateway.store.columns import table
from gateway.store.keys import ReportKey, key_of
from gateway.store.rows import many
from gateway.store.store import Store
from gateway.store.tables import Report
from hardware.sentence import Sentence

_REPORT = table(Report)
_HEARD, _NOT_HEARD = "heard the test tone", "did not hear the test tone"


class Handed(enum.StrEnum):
    """How a handover or a sound check ended; the page has one sentence for each."""

    HANDED = "handed"
    PARTLY = "partly"  # the rest is of an agency whose reports the other may not see
    ABSENT = "absent-taker"  # alarms stayed: the other is not signed in
    NOTHING = "nothing"
    NO_ACCOUNT = "no-taker"
    FORBIDDEN = "no-handover"
    HEARD = "heard"
    NOT_HEARD = "not-heard"


@dataclass(frozen=True, slots=True)
class Handover:
    """Who can give claims away, and to whom."""

    store: Store
    clock: Clock

    async def held(self, who: Person) -> tuple[tuple[str, int], ...]:
        """Return (account, claims) of those whose claims this person may hand over."""
        found = Counter(one.claimed_by or "" for one in await self.store.read(resting.in_hand))
        may = who.may(Right.HANDOVER)
        return tuple(sorted((name, count) for name, count in found.items() if may or name == who.name))

    async def silent(self, who: Person) -> tuple[Report, ...]:
        """Return the patrols that should have been heard of, as far as this person may see them."""

        def work(conn: Connection) -> tuple[Report, ...]:
            return tuple(one for one in patrols.late(conn) if _both_see(conn, key_of(one), who, who))

        return await self.store.read(work)

    async def hand_over(self, who: Person, giver: str, taker: str) -> Handed:
        """Give all that `giver` has in hand to `taker`: one's own, or anyone's with the right to."""
        if not who.may(Right.CLAIM) or (giver != who.name and not who.may(Right.HANDOVER)):
            return Handed.FORBIDDEN
        return await self.store.write(lambda conn: self._hand_over(conn, who, giver, taker))

    async def heard(self, who: Person, *, heard: bool) -> Handed:
        """Keep what a person says of the test tone; a siren that is not heard stands as a notice."""

        def work(conn: Connection) -> None:
            at, name = self.clock.now(), f"siren of {who.name}"
            audit.append(conn, at, who.name, _HEARD if heard else _NOT_HEARD, f"account {who.name}")
            if heard:
                notices.clear(conn, name)
            else:
                sentence = Sentence(
                    "{name} does not hear the siren: look at that console's loudspeaker.", name=who.name
                )
                notices.post(conn, name, at, "warning", sentence)

        await self.store.write(work)
        return Handed.HEARD if heard else Handed.NOT_HEARD

    def _hand_over(self, conn: Connection, who: Person, giver: str, taker: str) -> Handed:
        to = accounts.by_name(conn, taker)
        if to is None or to.disabled or Right.CLAIM not in rights_of(to.role) or taker == giver:
            return Handed.NO_ACCOUNT
        other = Person(to.name, to.role, to.agency, to.language, "")
        held = [one for one in resting.in_hand(conn) if one.claimed_by == giver]
        there = accounts.is_in(conn, taker, self.clock.now())
        free = [key_of(one) for one in held if there or not alarms.sounds(one)]
        given = [key for key in free if _both_see(conn, key, who, other)]
        for key in given:
            self._give(conn, who, key, giver, taker)
        if len(free) < len(held):
            return Handed.ABSENT
        if not given:
            return Handed.NOTHING
        return Handed.HANDED if len(given) == len(held) else Handed.PARTLY

    def _give(self, conn: Connection, who: Person, key: ReportKey, giver: str, taker: str) -> None:
        at = self.clock.now()
        reports.claim(conn, key, taker, was=giver)
        history.note(conn, key, at, who.role, "handed over", {"by": giver, "to": taker})
        audit.append(conn, at, who.name, f"handed over {giver} {taker}", str(key))
        feed.add(conn, "report", at, key)


def _both_see(conn: Connection, key: ReportKey, one: Person, other: Person) -> bool:
    named = (getattr(_REPORT.c, name) == value for name, value in key.values().items())
    return bool(many(conn, Report, select(_REPORT).where(*named, visible(one), visible(other))))
