"""What an address asks for: the queue's filter with a first and a last day."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.period import days
from gateway.desk.shift.asked import Asked
from gateway.desk.values import Filter
from web import access
from web.access import clean
from web.days import addressed
from web.pages.queue import filter_of


def asked_in(request: access.Asked, desk: Desk) -> Asked:
    """Read a filter and a period from an address; what makes no sense asks for nothing."""
    first, last = ends_in(request)
    return Asked(wanted_in(request, desk), days(first, last, ZoneInfo(desk.office.zone)))


def wanted_in(request: access.Asked, desk: Desk, usual: str = "") -> Filter:
    """Read the queue's filter, its words as the book means them; `usual` is the state where none is named.

    The days are left out: they are the period's.
    """
    found = filter_of(request)
    state = found.state if "state" in request.query_params else usual
    return replace(found, state=state, since="", until="", words=desk.words.meant(found.text))


def ends_in(request: access.Asked) -> tuple[str, str]:
    """Return the first and the last day that an address names, `2026-03-14`; empty for what is no day."""
    named = addressed({name: clean(request.query_params.get(name, "")) for name in ("from", "to")})
    return named["from"], named["to"]


def lately(request: access.Asked, desk: Desk, count: int) -> tuple[str, str]:
    """Return the first and the last day of an address that names any, else the last so many days."""
    first, last = ends_in(request)
    if first or last:
        return first, last
    today = desk.clock.now().astimezone(ZoneInfo(desk.office.zone)).date()
    return (today - timedelta(days=count - 1)).isoformat(), today.isoformat()
