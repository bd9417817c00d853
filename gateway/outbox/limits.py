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
from hardware.sentence import NOTHING, Sentence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAME_WORDS: Final = 4  # from one sender within an hour: no person says it so often
_HELD: Final = (
    "{bearer}: {count} texts wait, for its limit of {limit} is reached; the next goes at {at}. Raise the "
    "limit in the configuration if this is no flood."
)
_DAILY, _HOURLY = "{most} a day", "{most} an hour"
_SPENT_DAILY = "{most} answers a day to one number are the most"
_SPENT_HOURLY = "{most} answers an hour to one number are the most"
_UNLIMITED: Final = Limit(an_hour=1_000_000, a_day=1_000_000)


@dataclass(frozen=True, slots=True)
class Held:
    """Texts that wait for a limit: how many, which limit, and when the next may go."""

    count: int
    limit: Sentence
    until: datetime

    def sentence(self, bearer: str) -> Sentence:
        return Sentence(_HELD, bearer=bearer, count=self.count, limit=self.limit, at=self.until)


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
        for sent, most, window, words in (
            (day[flash], limit.a_day, DAY, _DAILY),
            (hour[flash], limit.an_hour, HOUR, _HOURLY),
        ):
            if sent.segments >= most and flash not in found:
                count = spending.waiting(conn, bearer, flash=flash)
                found[flash] = Held(count, Sentence(words, most=most), (sent.first or now) + window)
    return found


def may_answer(conn: Connection, kit: Kit, incoming: Incoming, message: int, precedence: int) -> bool:
    """Say whether a message is answered; if not, staff are told once, and the message says why."""
    flash = precedence == Precedence.FLASH
    why = _spent(conn, kit, incoming, flash=flash) or (NOTHING if flash else _loop(conn, incoming))
    name, at = _notice(incoming), incoming.received_at
    if not why:
        notices.clear(conn, name)
        return True
    messages.change(conn, message, note=Sentence("not answered: {why}", why=why))
    feed.add(conn, "message", at, message_id=message)
    if all(one.name != name for one in notices.standing(conn)):
        said = Sentence("{who} gets no answers now: {why}.", who=_who(kit, incoming), why=why)
        notices.post(conn, name, at, "warning", said)
    return False


def _spent(conn: Connection, kit: Kit, incoming: Incoming, *, flash: bool) -> Sentence:
    limit = kit.config.answers.flash if flash else kit.config.answers.routine
    kind, to, at = incoming.sender.kind.value, incoming.sender.value, incoming.received_at
    for most, window, words in (
        (limit.an_hour, HOUR, _SPENT_HOURLY),
        (limit.a_day, DAY, _SPENT_DAILY),
    ):
        if spending.answers(conn, kind, to, at - window, at, flash=flash) >= most:
            return Sentence(words, most=most)
    return NOTHING


def _loop(conn: Connection, incoming: Incoming) -> Sentence:
    sender, since = incoming.sender, incoming.received_at - HOUR
    if incoming.text and spending.said(conn, sender.kind.value, sender.value, incoming.text, since):
        return Sentence("it sends our own words back, as a machine does")
    last = messages.of_sender(conn, sender.kind.value, sender.value, limit=SAME_WORDS)
    same = [one for one in last if one.text == incoming.text and since < one.received_at]
    if len(same) < SAME_WORDS:
        return NOTHING
    return Sentence("it says the same again and again, as a machine does")


def _notice(incoming: Incoming) -> str:
    """Name the notice without the number, since names get into the record."""
    return f"answers to {hashlib.sha256(incoming.sender.value.encode()).hexdigest()[:8]}"


def _who(kit: Kit, incoming: Incoming) -> str | Sentence:
    officer = kit.roster.find(incoming.sender)
    unknown = Sentence("The number that ends in {digits}", digits=incoming.sender.value[-3:])
    return officer.name if officer else unknown
