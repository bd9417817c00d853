"""Staff at one office: now and then they claim, close, answer or release a report, as at the console."""

import random
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from gateway.desk import doing
from gateway.desk.doing import Act, Done
from gateway.desk.values import Person
from gateway.kit import Kit
from gateway.station.hands import hands
from gateway.store import feed, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.store import Store
from gateway.store.tables import Report

DUTY = Person("ploy", "duty", "", "en", "")
_RECENT, _LATELY = 40, 200  # reports, and turns of the feed in which they changed


class Desk(Protocol):
    """A running station, as far as staff can reach it."""

    store: Store
    kit: Kit


@dataclass
class Staff:
    """What one office's staff did, as far as they were told that it was done."""

    dice: random.Random
    released: set[tuple[ReportKey, str]] = field(default_factory=set[tuple[ReportKey, str]])
    claimed: set[ReportKey] = field(default_factory=set[ReportKey])

    async def act(self, desk: Desk) -> None:
        """Do one thing with one of the newest reports."""
        found = await desk.store.read(_newest)
        if not found:
            return
        report, kit, luck = self.dice.choice(found), desk.kit, self.dice.random()
        key, version = key_of(report), str(report.version)
        partner = self.dice.choice(kit.config.partner).code if kit.config.partner else ""
        act, plugs = Act(kit.code, DUTY, key, kit.clock.now()), hands(kit)
        if luck < 0.45:  # shares of what staff do, here and below
            if await desk.store.write(lambda conn: doing.claim(conn, act, plugs)) is Done.CLAIMED:
                self.claimed.add(key)
        elif luck < 0.75 and partner:
            done = await desk.store.write(
                lambda conn: doing.release(conn, act, partner, plugs, version=version)
            )
            if done is Done.RELEASED:
                self.released.add((key, partner))
        elif luck < 0.9:
            await desk.store.write(lambda conn: doing.reply(conn, act, "WELL DONE, CARRY ON", plugs))
        else:
            await desk.store.write(lambda conn: doing.close(conn, act, "dealt with", plugs))


def _newest(conn: Connection) -> list[Report]:
    return reports.changed(conn, max(0, feed.last(conn) - _LATELY))[-_RECENT:]
