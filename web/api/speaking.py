"""How a program is told the station's sentences: in the language of its token's account."""

from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.values import Person
from web import texts
from web.render import clock
from web.saying import Voice


def voice(who: Person, desk: Desk) -> Voice:
    """Return the voice of one answer; it reads a moment as the pages do."""
    zone, now = ZoneInfo(desk.office.zone), desk.clock.now()
    return Voice(texts.translator(who.language), lambda at: clock(at.astimezone(zone), now.astimezone(zone)))
