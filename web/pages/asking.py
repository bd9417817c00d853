"""What an address asks for: the queue's filter with a first and a last day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.period import days
from gateway.desk.shift.asked import Asked
from web import access
from web.access import clean
from web.pages.queue import filter_of


def asked_in(request: access.Asked, desk: Desk) -> Asked:
    """Read a filter and a period from an address; what makes no sense asks for nothing."""
    first, last = ends_in(request)
    return Asked(filter_of(request), days(first, last, ZoneInfo(desk.office.zone)))


def ends_in(request: access.Asked) -> tuple[str, str]:
    """Return the first and the last day that an address names, as they stand in it."""
    first, last = (clean(request.query_params.get(name, ""))[:10] for name in ("from", "to"))
    return first, last


def lately(request: access.Asked, desk: Desk, count: int) -> tuple[str, str]:
    """Return the first and the last day of an address that names any, else the last so many days."""
    first, last = ends_in(request)
    if first or last:
        return first, last
    today = desk.clock.now().astimezone(ZoneInfo(desk.office.zone)).date()
    return (today - timedelta(days=count - 1)).isoformat(), today.isoformat()
