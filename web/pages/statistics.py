"""Statistics: how many reports by type, place and week, each drawing with its figures beside it."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Response, Router, get
from litestar.di import NamedDependency

from gateway.desk.desk import Desk
from gateway.desk.period import days
from gateway.desk.shift.asked import Asked
from gateway.desk.shift.seeing import Seeing
from gateway.desk.values import Person
from web import access, charts
from web.days import wrong_in
from web.pages.asking import lately, wanted_in
from web.render import Looks, Renderer

USUAL = 84  # days: twelve weeks


@get("/statistics")
async def show(
    request: access.Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    seeing: NamedDependency[Seeing],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    first, last = lately(request, desk, USUAL)
    wanted = wanted_in(request, desk, "all")
    found = await seeing.figures(who, Asked(wanted, days(first, last, ZoneInfo(desk.office.zone))))
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page(
        "statistics.html",
        looks,
        **staff,
        here="shift",
        wrong=wrong_in(request.query_params),
        days=(first, last),
        query=urlencode({"state": "all", "from": first, "to": last}),
        found=found,
        most=max((one.total for one in found.types), default=0),
        most_place=max((one.total for one in found.places), default=0),
        columns=charts.columns([count for _, count in found.weeks]),
    )


ROUTER = Router("/", route_handlers=[show])
