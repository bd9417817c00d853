"""The situation report: one page of A4 that is read out, handed over or faxed."""

from datetime import timedelta

from litestar import Response, Router, get
from litestar.di import NamedDependency

from gateway.desk.desk import Desk
from gateway.desk.period import Period
from gateway.desk.shift.seeing import Seeing
from gateway.desk.values import Person
from web.access import Asked
from web.geography.blobs import blobs_of, labels_of
from web.geography.sight import borders, looking_at
from web.pages.messages import number_in
from web.render import Looks, Renderer

HOURS = (8, 12, 24, 72, 168)
_USUAL = 24
_LARGER = 1.8  # the map is small here, its marks are not


@get("/situation")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    seeing: NamedDependency[Seeing],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    asked = number_in(request.query_params.get("hours", ""))
    hours = asked if asked in HOURS else _USUAL
    until = desk.clock.now()
    since = until - timedelta(hours=hours)
    found = await seeing.situation(who, Period(since, until + timedelta(seconds=1)))
    sight = looking_at(0, None)
    blobs = blobs_of(found.pins, sight, until, _LARGER)
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page(
        "situation.html",
        looks,
        **staff,
        here="shift",
        hours=hours,
        choices=HOURS,
        since=since,
        until=until,
        found=found,
        most=max((one.total for one in found.types), default=0),
        sight=sight,
        borders=borders(),
        blobs=blobs,
        labels=labels_of(blobs, [], sight, _LARGER),
        nearer=[],
        larger=_LARGER,
        furthest=0,
    )


ROUTER = Router("/", route_handlers=[show])
