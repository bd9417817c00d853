"""Who may cost us credit, and how much: a limit for each SIM, a budget for each sender, and loops noticed.

What is over a limit is kept and waits; what is over a budget is filed and not answered. FLASH passes the
routine limits and has its own, so that neither a flood of reports can silence an alarm, nor a flood of alarms
spend the SIM.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.incoming import Incoming
from gateway.kit import Kit
from gateway.office.config import BearerPart, Limit
from gateway.store import feed, messages, notices, spending

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAME_WORDS: Final = 4  # from one sender within an hour: no person says it so often
_UNLIMITED: Final = Limit(an_hour=1_000_000, a_day=1_000_000)


@dataclass(frozen=True, slots=True)
class Held:
    """Texts that wait for a limit: how many, which limit, and when the next may go."""

    count: int
    limit: str
    until: datetime

    def sentence(self, bearer: str, at: str) -> str:
        return (
            f"{bearer}: {self.count} texts wait, for its limit of {self.limit} is reached; "
            f"the next goes at {at}. Raise the limit in the configuration if this is no flood."
        )


def limit_of(parts: Iterable[BearerPart], bearer: str, *, flash: bool) -> Limit:
    """Return the limit of a bearer; one that is not configured has none."""
    part = next((one for one in parts if one.name == bearer), None)
    return _UNLIMITED if part is None else part.flash_limit if flash else part.limit


def full(conn: Connection, kit: Kit, bearer: str) -> dict[bool, Held]:
    """Return which limits a SIM has reached: at True that of FLASH, at False that of all else."""
    now, found = kit.clock.now(), dict[bool, Held]()
    day, hour = (spending.within(conn, bearer, now - window, now) for window in (DAY, HOUR))
    for flash in (True, False):
        limit = limit_of(kit.config.bearer, bearer, flash=flash)
        for sent, most, window, name in (
            (day[flash], limit.a_day, DAY, "a day"),
            (hour[flash], limit.an_hour, HOUR, "an hour"),
        ):
            if sent.segments >= most and flash not in found:
                count = spending.waiting(conn, bearer, flash=flash)
                found[flash] = Held(count, f"{most} {name}", (sent.first or now) + window)
    return found


def may_answer(conn: Connection, kit: Kit, incoming: Incoming, message: int, precedence: int) -> bool:
    """Say whether a message is answered; if not, staff are told once, and the message says why."""
    flash = precedence == Precedence.FLASH
    why = _spent(conn, kit, incoming, flash=flash) or ("" if flash else _loop(conn, incoming))
    name, at = _notice(incoming), incoming.received_at
    if not why:
        notices.clear(conn, name)
        return True
    messages.change(conn, message, note=f"not answered: {why}")
    feed.add(conn, "message", at, message_id=message)
    if all(one.name != name for one in notices.standing(conn)):
        notices.post(conn, name, at, "warning", f"{_who(kit, incoming)} gets no answers now: {why}.")
    return False


def _spent(conn: Connection, kit: Kit, incoming: Incoming, *, flash: bool) -> str:
    limit = kit.config.answers.flash if flash else kit.config.answers.routine
    kind, to, at = incoming.sender.kind.value, incoming.sender.value, incoming.received_at
    for most, window, name in ((limit.an_hour, HOUR, "an hour"), (limit.a_day, DAY, "a day")):
        if spending.answers(conn, kind, to, at - window, at, flash=flash) >= most:
            return f"{most} answers {name} to one number are the most"
    return ""


def _loop(conn: Connection, incoming: Incoming) -> str:
    sender, since = incoming.sender, incoming.received_at - HOUR
    if incoming.text and spending.said(conn, sender.kind.value, sender.value, incoming.text, since):
        return "it sends our own words back, as a machine does"
    last = messages.of_sender(conn, sender.kind.value, sender.value, limit=SAME_WORDS)
    same = [one for one in last if one.text == incoming.text and since < one.received_at]
    return "it says the same again and again, as a machine does" if len(same) == SAME_WORDS else ""


def _notice(incoming: Incoming) -> str:
    """Name the notice without the number, since names get into the record."""
    return f"answers to {hashlib.sha256(incoming.sender.value.encode()).hexdigest()[:8]}"


def _who(kit: Kit, incoming: Incoming) -> str:
    officer = kit.roster.find(incoming.sender)
    return officer.name if officer else f"The number that ends in {incoming.sender.value[-3:]}"
