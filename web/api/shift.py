"""What programs may look at of a shift: its book, the map, the figures, the situation."""

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from gateway.desk.desk import Desk
from gateway.desk.period import Period, days
from gateway.desk.shift.asked import Asked
from gateway.desk.shift.book import ShiftBook
from gateway.desk.shift.seeing import Seeing
from gateway.desk.values import Filter, Person
from web import access
from web.api.bearer import READ
from web.api.refusals import LOOKING
from web.api.speaking import voice
from web.api.views import seen
from web.api.views import shift as views
from web.pages import atlas, statistics
from web.pages.asking import lately, wanted_in

_LONGEST = 168  # hours: a week
Hours = Annotated[int, QueryParameter(ge=1, le=_LONGEST)]


@get("/shift", opt=READ, responses=LOOKING, summary="The log of the last hours, and the notes of handover")
async def log(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    book: NamedDependency[ShiftBook],
    hours: Hours = 12,
) -> views.Shift:
    return views.shift(await book.page(who, hours), voice(who, desk))


@get(
    "/map", opt=READ, responses=LOOKING, summary="Reports by place and type, of 30 days where none are named"
)
async def whole_map(
    request: access.Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    seeing: NamedDependency[Seeing],
    wanted: NamedDependency[Filter],
) -> seen.Map:
    del wanted
    ends, asked = _asked(request, desk, atlas.USUAL)
    return seen.whole_map(await seeing.pins(who, asked), ends)


@get("/statistics", opt=READ, responses=LOOKING, summary="Reports by type, place and week, of twelve weeks")
async def figures(
    request: access.Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    seeing: NamedDependency[Seeing],
    wanted: NamedDependency[Filter],
) -> seen.Statistics:
    del wanted
    ends, asked = _asked(request, desk, statistics.USUAL)
    return seen.statistics(await seeing.figures(who, asked), ends)


@get("/situation", opt=READ, responses=LOOKING, summary="The situation of the last hours")
async def situation(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    seeing: NamedDependency[Seeing],
    hours: Hours = 24,
) -> seen.Overall:
    until = desk.clock.now()
    since = until - timedelta(hours=hours)
    found = await seeing.situation(who, Period(since, until + timedelta(seconds=1)))
    return seen.situation(found, since, until)


def _asked(request: access.Asked, desk: Desk, usual: int) -> tuple[tuple[str, str], Asked]:
    """Return the days and what is asked of them, both as the page of the same address has them."""
    ends = lately(request, desk, usual)
    return ends, Asked(wanted_in(request, desk, "all"), days(*ends, ZoneInfo(desk.office.zone)))


HANDLERS = (log, whole_map, figures, situation)
